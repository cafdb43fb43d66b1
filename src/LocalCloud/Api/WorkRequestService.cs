using System.Text.Json.Nodes;

namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>The work requests of core, MySQL, network load balancer and
/// object storage: the same operations under four prefixes.</summary>
internal sealed class WorkRequestService(Cloud cloud)
{
    public void AddTo(Handlers handlers)
    {
        handlers.Add("GetWorkRequest", call =>
        {
            WorkRequest request = Find(call);
            var answer = new ApiAnswer { Body = request.Tell(cloud.Now, false) };
            if (request.Service != WorkService.Core)
            {
                answer.Headers["retry-after"] = RetryAfter(request);
            }

            if (request.Service == WorkService.MySql)
            {
                answer.Headers["etag"] = $"{request.Status(cloud.Now)}-{request.Id[^28..]}".ToLowerInvariant();
            }

            return answer;
        });
        handlers.Add("ListWorkRequests", call => call.List(
            cloud.WorkRequests
                .Where(request => request.Service == Service(call)
                    && (call.QueryValue("resourceId") ?? request.ResourceId) == request.ResourceId)
                .Select(request => request.Tell(cloud.Now, true)),
            new Dictionary<string, string?> { ["resourceId"] = null }));
        handlers.Add("ListWorkRequestErrors", call => call.List(
            Find(call).Errors().Select(entry => entry!.AsObject()), new Dictionary<string,
                string?> { ["compartmentId"] = null }));
        handlers.Add("ListWorkRequestLogs", call => call.List(
            Find(call).Logs(cloud.Now).Select(entry => entry!.AsObject()),
            new Dictionary<string, string?> { ["compartmentId"] = null }));
    }

    private string RetryAfter(WorkRequest request)
    {
        double left = (request.TimeDue - cloud.Now).TotalSeconds;
        return $"{(int)Math.Clamp(left / 4, 1, request.Service == WorkService.MySql ? 30 : 5)}";
    }

    // An identifier of another service is unknown here.
    private WorkRequest Find(ApiCall call) => cloud.WorkRequests.FirstOrDefault(request =>
        request.Id == call.PathValue("workRequestId") && request.Service == Service(call)) ?? throw ApiError.NotFound();

    private static WorkService Service(ApiCall call) => call.Operation.Path[1] switch
    {
        "20190415" => WorkService.MySql,
        "20200501" => WorkService.LoadBalancer,
        "workRequests" => WorkService.ObjectStorage,
        _ => WorkService.Core,
    };
}

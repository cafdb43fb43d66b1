using System.Text.Json.Nodes;

namespace MoodleNodeAgent.LocalCloud.Api.Identity;

/// <summary>The auth host's two operations: tokens for instances, and the roots of their certificates.</summary>
internal sealed class FederationService(Cloud cloud)
{
    public void AddTo(Handlers handlers)
    {
        handlers.Add("GetFederationToken", call => new ApiAnswer
        {
            Body = new JsonObject
            {
                ["token"] = cloud.Principals.Federate(
                    call.InstanceId ?? throw ApiError.NotAuthenticated(), call.Body.Text("publicKey")),
            },
        });
        handlers.Add("GetInstancePrincipalRootCACertificates", _ => new ApiAnswer
        {
            Body = new JsonObject
            {
                ["certificates"] = JsonAccess.ToArray(
                    [Convert.ToBase64String(cloud.Principals.Certificates.Root.RawData)]),
                ["refreshIn"] = cloud.RealClock.GetUtcNow().AddHours(1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"),
            },
        });
    }
}

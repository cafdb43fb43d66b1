using System.Net;
using System.Runtime.CompilerServices;
using MoodleNodeAgent.Oci.Signing;

namespace MoodleNodeAgent.Oci;

/// <summary>Signs, sends and repeats the calls of one service, and reads its pages.</summary>
internal sealed class OciCore(OciService service, OciClientOptions options, IOciKeySource keys, TimeProvider time,
    HttpClient http, OciBackOff backOff, Slots slots)
{
    // A garbled answer to a read is read again, but a service that always answers so is not asked eight times.
    private const int MaxUnreadable = 3;

    private readonly OciAttempt attempts = new(service, options, time, http);
    private readonly string version = OciClientOptions.VersionOf(service);

    public OciCall Get(string operation, params string[] path) => Call(operation, HttpMethod.Get, path);

    public OciCall Head(string operation, params string[] path) => Call(operation, HttpMethod.Head, path);

    public OciCall Post(string operation, params string[] path) => Call(operation, HttpMethod.Post, path);

    public OciCall Put(string operation, params string[] path) => Call(operation, HttpMethod.Put, path);

    public OciCall Delete(string operation, params string[] path) => Call(operation, HttpMethod.Delete, path);

    public Task<T> SendAsync<T>(OciRequest request, Func<OciReply, T> read, CancellationToken cancellationToken) =>
        SendAsync(request, null, read, cancellationToken);

    public Task<OciOpenReply?> OpenAsync(OciRequest request, CancellationToken cancellationToken) =>
        RunAsync(request, null, attempts.OpenAsync, cancellationToken);

    public async IAsyncEnumerable<T> ListAsync<T>(
        OciRequest request, Func<OciReply, List<T>> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? page = null;
        do
        {
            (List<T> items, OciReply reply) = await SendAsync(
                request, page, answer => (read(answer), answer), cancellationToken);
            foreach (T item in items)
            {
                yield return item;
            }

            // A page may be short or empty and others still follow: only a missing token is the end.
            if (reply.NextPage is not null && reply.NextPage == page)
            {
                throw new OciException(request.Operation, reply.Status, OciErrorCodes.UnreadableAnswer,
                    "The service names the same page as its next one again.", reply.RequestId, mayHaveActed: false);
            }

            page = reply.NextPage;
        }
        while (page is not null);
    }

    private OciCall Call(string operation, HttpMethod method, string[] path) =>
        new(this, new OciRequest(operation, method, path));

    private Task<T> SendAsync<T>(
        OciRequest request, string? page, Func<OciReply, T> read, CancellationToken cancellationToken) =>
        RunAsync(request, page,
            async (attempt, token) => read(await attempts.SendAsync(attempt, token)), cancellationToken);

    private async Task<T> RunAsync<T>(OciRequest request, string? page,
        Func<OciSignedCall, CancellationToken, Task<T>> tryAsync, CancellationToken cancellationToken)
    {
        string target = request.Target(version, page);
        string requestId = Guid.NewGuid().ToString("N");
        long began = time.GetTimestamp();
        bool renew = false;
        bool mayHaveActed = false;
        int unreadable = 0;
        for (int attempt = 1; ; attempt++)
        {
            // Outside of the try: a key source repeats its own calls.
            OciSigningKey key = await keys.GetKeyAsync(renew, cancellationToken);
            try
            {
                // One that pauses leaves its place to another.
                return await slots.RunAsync(
                    () => tryAsync(new OciSignedCall(request, target, requestId, key), cancellationToken), cancellationToken);
            }
            catch (OciException e)
            {
                mayHaveActed |= e.MayHaveActed && request.Changes;
                unreadable += OciAnswer.IsSuccess(e.Status) && e.Code == OciErrorCodes.UnreadableAnswer ? 1 : 0;
                if (e.Status == HttpStatusCode.Unauthorized && keys.CanRenew && !renew && request.CanBeSentAgain)
                {
                    renew = true;
                    continue;
                }

                bool isRepeated = IsWorthRepeating(e) && unreadable < MaxUnreadable && request.CanBeSentAgain
                    && (request.IsRepeatable || !e.MayHaveActed)
                    && !backOff.IsOver(attempt, time.GetElapsedTime(began));
                if (!isRepeated)
                {
                    // An earlier attempt whose answer was lost may have had its effect, whatever the last one says.
                    throw mayHaveActed && !e.MayHaveActed ? e.AfterLostAnswer() : e;
                }

                renew = false;
                await Task.Delay(backOff.Pause(attempt, e.RetryAfter), time, cancellationToken);
            }
        }
    }

    private static bool IsWorthRepeating(OciException failure) => (int)failure.Status switch
    {
        0 or 429 or 502 or 503 or 504 => true,
        409 => failure.Code is OciErrorCodes.IncorrectState or OciErrorCodes.ExternalServerIncorrectState,
        500 => !failure.IsOutOfHostCapacity,
        >= 200 and < 300 => failure.Code == OciErrorCodes.UnreadableAnswer,
        _ => false,
    };
}

using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace MoodleNodeAgent.Oci;

/// <summary>Puts one call together; the clients' operations read as one sentence with it.</summary>
internal sealed class OciCall(OciCore core, OciRequest request)
{
    public OciCall Query(OciQuery? query) => With(request with { Query = query });

    /// <summary>The JSON bytes are made once and are the same in every attempt.</summary>
    public OciCall Body<T>(T details, JsonTypeInfo<T> type) =>
        With(request with { Body = JsonSerializer.SerializeToUtf8Bytes(details, type) });

    public OciCall RetryToken(string? token) => With(request with { RetryToken = token });

    public OciCall IfMatch(string? etag) => With(request with { IfMatch = etag });

    public OciCall ChangesNothing() => With(request with { IsRead = true });

    public Task<OciResponse> SendAsync(CancellationToken cancellationToken) =>
        core.SendAsync(request, cancellationToken);

    public Task<OciResponse<T>> SendAsync<T>(JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        core.SendAsync(request, type, cancellationToken);

    public IAsyncEnumerable<T> ListAsync<T>(JsonTypeInfo<List<T>> type, CancellationToken cancellationToken) =>
        core.ListAsync(request, type, cancellationToken);

    public IAsyncEnumerable<T> ListAsync<T>(JsonTypeInfo<OciItems<T>> type, CancellationToken cancellationToken) =>
        core.ListAsync(request, type, cancellationToken);

    private OciCall With(OciRequest changed) => new(core, changed);
}

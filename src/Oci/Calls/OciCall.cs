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

    public OciCall Upload(Stream source, long length) => With(request with { Upload = new OciUpload(source, length) });

    public OciCall RetryToken(string? token) => With(request with { RetryToken = token });

    public OciCall IfMatch(string? etag) => With(request with { IfMatch = etag });

    public OciCall IfNoneMatch(string? etag) => With(request with { IfNoneMatch = etag });

    public OciCall Header(string name, string? value) =>
        With(request with { Headers = [.. request.Headers, (name, value)] });

    public OciCall ChangesNothing() => With(request with { IsRead = true });

    public OciCall AtMost(int bytes) => With(request with { MaxAnswer = bytes });

    public Task<OciResponse> SendAsync(CancellationToken cancellationToken) =>
        core.SendAsync(request, reply => reply.Fill(new OciResponse()), cancellationToken);

    public Task<OciResponse<T>> SendAsync<T>(JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        core.SendAsync(request, reply => reply.With(type), cancellationToken);

    public Task<T> SendAsync<T>(Func<OciReply, T> read, CancellationToken cancellationToken) =>
        core.SendAsync(request, read, cancellationToken);

    /// <summary>Null when the resource still is what the etag names.</summary>
    public Task<OciResponse<T>?> SendIfChangedAsync<T>(
        string etag, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        IfNoneMatch(etag).SendAsync(reply => reply.IsNotModified ? null : reply.With(type), cancellationToken);

    /// <summary>The answer with its body unread; null when the object still is what ifNoneMatch names.</summary>
    public Task<OciOpenReply?> OpenAsync(CancellationToken cancellationToken) =>
        core.OpenAsync(request, cancellationToken);

    public IAsyncEnumerable<T> ListAsync<T>(JsonTypeInfo<List<T>> type, CancellationToken cancellationToken) =>
        core.ListAsync(request, reply => reply.Read(type), cancellationToken);

    public IAsyncEnumerable<T> ListAsync<T>(JsonTypeInfo<OciItems<T>> type, CancellationToken cancellationToken) =>
        core.ListAsync(request, reply => reply.Read(type).Items ?? [], cancellationToken);

    private OciCall With(OciRequest changed) => new(core, changed);
}

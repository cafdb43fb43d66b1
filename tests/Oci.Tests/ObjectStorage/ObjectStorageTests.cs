using System.Net;
using System.Text;
using MoodleNodeAgent.Oci.Calls;

namespace MoodleNodeAgent.Oci.ObjectStorage;

public sealed class ObjectStorageTests : IDisposable
{
    private readonly HurriedTime time = new(new DateTimeOffset(2026, 1, 5, 21, 31, 40, TimeSpan.Zero));
    private readonly FakeService service = new();
    private readonly OciConnection connection;

    public ObjectStorageTests() => connection = new OciConnection(
        new OciClientOptions { Region = "eu-frankfurt-1" }, new TestKey(), time, new Random(7), service);

    private ObjectStorageClient Client => new(connection);

    [Fact]
    public async Task A_put_is_repeated_with_the_same_bytes_from_where_the_stream_stood()
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes("xxhello"));
        stream.Position = 2;
        service.Fail(HttpStatusCode.ServiceUnavailable, "ServiceUnavailable")
            .Answer(HttpStatusCode.OK, null, ("etag", "e"), ("opc-content-md5", "m"));

        PutObjectResult stored = await Client.PutObjectAsync("n", "b", "o", stream, null, CancellationToken.None);

        Assert.Equal(("e", "m"), (stored.Etag, stored.ContentMd5));
        Assert.Equal(["hello", "hello"], service.Requests.Select(request => Encoding.UTF8.GetString(request.Body!)));
        Assert.True(stream.CanRead);
    }

    [Fact]
    public async Task A_put_from_a_stream_that_cannot_be_rewound_is_not_sent_half()
    {
        using OneWayStream stream = new("hello");
        service.Fail(HttpStatusCode.ServiceUnavailable, "ServiceUnavailable");

        OciException error = await Assert.ThrowsAsync<OciException>(() => Client.PutObjectAsync(
            "n", "b", "o", stream, new() { ContentLength = 5 }, CancellationToken.None));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, error.Status);
        Assert.Single(service.Requests);
    }

    [Fact]
    public async Task A_stream_of_unknown_length_is_refused_before_anything_is_sent()
    {
        using OneWayStream stream = new("hello");

        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(
            () => Client.PutObjectAsync("n", "b", "o", stream, null, CancellationToken.None));

        Assert.Contains("contentLength", error.Message, StringComparison.Ordinal);
        Assert.Empty(service.Requests);
    }

    [Fact]
    public async Task When_an_object_ends_early_the_reader_is_told()
    {
        service.Answer(HttpStatusCode.OK, "half of", ("content-length", "14"));
        using ObjectContent content = await Client.GetObjectAsync("n", "b", "o", null, CancellationToken.None);

        OciException error = await Assert.ThrowsAsync<OciException>(
            () => new StreamReader(content.Content).ReadToEndAsync());

        Assert.Equal(OciErrorCodes.NoAnswer, error.Code);
        Assert.Contains("7 of 14", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_of_an_object_tells_its_range_and_its_own_keys()
    {
        service.Answer(HttpStatusCode.PartialContent, "ell", ("content-range", "bytes 1-3/5"),
            ("opc-meta-release", "4.5"));

        using ObjectContent content = await Client.GetObjectAsync(
            "n", "b", "a/b c", new() { Range = "bytes=1-3" }, CancellationToken.None);

        Assert.Equal("ell", await new StreamReader(content.Content).ReadToEndAsync());
        Assert.Equal("bytes 1-3/5", content.Head.ContentRange);
        Assert.Equal("4.5", content.Head.Metadata["release"]);
        Assert.Equal("bytes=1-3", service.Requests[0].Headers["range"]);
        Assert.Equal("/n/n/b/b/o/a%2Fb%20c", service.Requests[0].Path);
    }

    [Fact]
    public async Task What_did_not_change_is_not_read_again()
    {
        service.Answer(HttpStatusCode.NotModified).Answer(HttpStatusCode.NotModified);

        Assert.Null(await Client.GetObjectIfChangedAsync("n", "b", "o", "e1", CancellationToken.None));
        Assert.Null(await Client.GetBucketIfChangedAsync("n", "b", "e2", CancellationToken.None));

        Assert.Equal(["e1", "e2"], service.Requests.Select(request => request.Headers["if-none-match"]));
    }

    [Fact]
    public async Task When_nothing_is_there_a_head_says_so_though_it_has_no_body()
    {
        service.Answer(HttpStatusCode.NotFound);

        OciException error = await Assert.ThrowsAsync<OciException>(
            () => Client.HeadObjectAsync("n", "b", "o", null, CancellationToken.None));

        Assert.True(error.IsNotFound);
        Assert.Equal(OciErrorCodes.NotFound, error.Code);
        Assert.Single(service.Requests);
    }

    [Fact]
    public async Task The_head_of_an_object_larger_than_any_answer_that_is_read_tells_its_size()
    {
        service.Answer(HttpStatusCode.OK, null, ("content-length", "34359738368"));

        ObjectHead head = await Client.HeadObjectAsync("n", "b", "o", null, CancellationToken.None);

        Assert.Equal(34359738368, head.ContentLength);
    }

    [Fact]
    public async Task All_objects_are_listed_over_the_pages_of_the_body()
    {
        service.Answer(HttpStatusCode.OK, """{"objects":[{"name":"a"}],"nextStartWith":"b"}""")
            .Answer(HttpStatusCode.OK, """{"objects":[{"name":"b"}]}""");

        Assert.Equal(["a", "b"], await NamesAsync());
        Assert.Equal(["prefix=p", "prefix=p&start=b"], service.Requests.Select(request => request.Query));
    }

    [Fact]
    public async Task When_the_next_page_is_the_same_again_the_list_ends_with_an_error()
    {
        service.Answer(HttpStatusCode.OK, """{"objects":[],"nextStartWith":"b"}""")
            .Answer(HttpStatusCode.OK, """{"objects":[],"nextStartWith":"b"}""");

        await Assert.ThrowsAsync<OciException>(NamesAsync);
    }

    [Fact]
    public void A_link_that_opens_the_door_does_not_show_in_text()
    {
        PreauthenticatedRequest made = new() { Id = "1", Name = "read", AccessUri = "/p/secret", FullPath = "secret" };

        Assert.DoesNotContain("secret", made.ToString(), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        connection.Dispose();
        service.Dispose();
    }

    private async Task<List<string>> NamesAsync()
    {
        List<string> names = [];
        await foreach (ObjectSummary entry in Client.ListAllObjectsAsync(
            "n", "b", new() { Prefix = "p" }, CancellationToken.None))
        {
            names.Add(entry.Name);
        }

        return names;
    }

    private sealed class OneWayStream(string text) : MemoryStream(Encoding.UTF8.GetBytes(text))
    {
        public override bool CanSeek => false;
    }
}

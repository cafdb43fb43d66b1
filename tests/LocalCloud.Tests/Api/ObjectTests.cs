using System.Text;
using System.Text.Json.Nodes;
using MoodleNodeAgent.LocalCloud.Api;
using MoodleNodeAgent.LocalCloud.Api.Objects;

namespace MoodleNodeAgent.LocalCloud.Tests.Api;

public sealed class ObjectTests
{
    [Fact]
    public async Task An_object_comes_back_whole_and_in_ranges()
    {
        await using var cloud = new TestCloud();
        string bucket = Bucket(cloud);
        var headers = new Dictionary<string, string> { ["opc-meta-release"] = "4.5", ["content-type"] = "text/plain" };
        WireAnswer put = await cloud.PutAsync($"{bucket}/o/a%2Fb%20c", "0123456789"u8.ToArray(), headers);
        Assert.Equal("eB5eJF1ptWaXm4bijSPyxw==", put.Headers["opc-content-md5"]);
        WireAnswer whole = cloud.Send("GET", $"{bucket}/o/a/b%20c");
        Assert.Equal(("0123456789", 200, "4.5", "text/plain"),
            (Text(whole), whole.Status, whole.Headers["opc-meta-release"], whole.ContentType));
        Assert.Equal((206, "234", "bytes 2-4/10"), Range(cloud, bucket, "bytes=2-4"));
        Assert.Equal((206, "89", "bytes 8-9/10"), Range(cloud, bucket, "bytes=-2"));
        Assert.Equal((206, "56789", "bytes 5-9/10"), Range(cloud, bucket, "bytes=5-100"));
        Assert.Equal(416, Range(cloud, bucket, "bytes=10-").Status);
        Assert.Equal(304, cloud.Send("GET", $"{bucket}/o/a/b%20c", ifNoneMatch: put.Headers["etag"]).Status);
    }

    [Fact]
    public async Task Uploads_are_guarded_by_etag_and_digest()
    {
        await using var cloud = new TestCloud();
        string target = Bucket(cloud) + "/o/one";
        var create = new Dictionary<string, string> { ["if-none-match"] = "*" };
        Assert.Equal(200, (await cloud.PutAsync(target, "1"u8.ToArray(), create)).Status);
        Assert.Equal(412, (await cloud.PutAsync(target, "2"u8.ToArray(), create)).Status);
        var wrong = new Dictionary<string, string> { ["content-md5"] = "XUFAKrxLKna5cZ2REBfFkg==" };
        WireAnswer damaged = await cloud.PutAsync(target, "2"u8.ToArray(), wrong);
        Assert.Contains("UnmatchedContentMD5", damaged.Body, StringComparison.Ordinal);
        Assert.Equal(412, cloud.Send("DELETE", target, ifMatch: "other").Status);
        Assert.Equal("1", Text(cloud.Send("GET", target)));
    }

    [Fact]
    public async Task Lists_know_prefixes_and_pages()
    {
        await using var cloud = new TestCloud();
        string bucket = Bucket(cloud);
        foreach (string name in (string[])["a/1", "a/2", "b", "c/1", "d"])
        {
            await cloud.PutAsync($"{bucket}/o/{name}", "x"u8.ToArray());
        }

        JsonObject first = cloud.Get($"{bucket}/o?delimiter=/&limit=3&fields=name,size");
        Assert.Equal(["a/", "c/"], first["prefixes"]!.AsArray().Select(node => (string)node!));
        Assert.Equal("""[{"name":"b","size":1}]""", first["objects"]!.ToJsonString());
        Assert.Equal("d", (string)first["nextStartWith"]!);
        JsonObject second = cloud.Get($"{bucket}/o?delimiter=/&limit=3&start=d");
        Assert.Equal("""[{"name":"d"}]""", second["objects"]!.ToJsonString());
        Assert.Null(second["nextStartWith"]);
        Assert.Contains("BucketNotEmpty", cloud.Send("DELETE", bucket).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_works_without_signature_for_what_it_names_until_it_ends()
    {
        await using var cloud = new TestCloud();
        string bucket = Bucket(cloud);
        await cloud.PutAsync($"{bucket}/o/backup/one", "1"u8.ToArray());
        JsonObject made = cloud.Do("POST", bucket + "/p", new JsonObject
        {
            ["name"] = "up", ["accessType"] = "AnyObjectReadWrite", ["bucketListingAction"] = "ListObjects",
            ["objectName"] = "backup/", ["timeExpires"] = "2026-11-23T00:00:00Z",
        });
        string link = (string)made["accessUri"]!;
        Assert.Equal("1", Text(Follow(cloud, link + "backup/one")));
        Assert.Equal(200, (await cloud.PutAsync(link + "backup/two", "2"u8.ToArray(), isLink: true)).Status);
        Assert.Equal(404, Follow(cloud, link + "other").Status);
        Assert.Contains("backup/two", Follow(cloud, link).Body, StringComparison.Ordinal);
        Assert.Equal(404, Follow(cloud, link.Replace("/p/", "/p/x", StringComparison.Ordinal) + "backup/one").Status);
        await cloud.PassAsync(86400);
        Assert.Equal(404, Follow(cloud, link + "backup/one").Status);
        JsonObject single = cloud.Do("POST", bucket + "/p", new JsonObject
        {
            ["name"] = "one", ["accessType"] = "ObjectRead", ["objectName"] = "backup/one",
            ["timeExpires"] = "2026-12-23T00:00:00Z",
        });
        string uri = (string)single["accessUri"]!;
        Assert.Equal("1", Text(Follow(cloud, uri)));
        Assert.Equal(404, (await cloud.PutAsync(uri, "3"u8.ToArray(), isLink: true)).Status);
        cloud.Do("DELETE", $"{bucket}/p/{Uri.EscapeDataString((string)single["id"]!)}");
        Assert.Equal(404, Follow(cloud, uri).Status);
    }

    [Fact]
    public async Task A_copy_is_followed_by_a_work_request_that_is_completed()
    {
        await using var cloud = new TestCloud();
        string bucket = Bucket(cloud);
        await cloud.PutAsync($"{bucket}/o/one", "1"u8.ToArray());
        WireAnswer copied = cloud.Send("POST", bucket + "/actions/copyObject", new JsonObject
        {
            ["sourceObjectName"] = "one", ["destinationRegion"] = "eu-frankfurt-1", ["destinationObjectName"] = "two",
            ["destinationNamespace"] = cloud.Cloud.Buckets.Namespace, ["destinationBucket"] = "files",
        });
        string id = copied.Headers["opc-work-request-id"];
        Assert.Equal("COMPLETED", (string)cloud.Get($"/workRequests/{id}")["status"]!);
        cloud.Refused(404, "NotAuthorizedOrNotFound", "GET", $"/20160918/workRequests/{id}");
        cloud.Do("DELETE", $"{bucket}/o/one");
        Assert.Equal("1", Text(cloud.Send("GET", $"{bucket}/o/two")));
    }

    [Fact]
    public async Task Objects_in_files_leave_nothing_behind()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("objects-");
        var store = new ContentStore(folder);
        using var stream = new MemoryStream("hello"u8.ToArray());
        StoredContent content = await store.ReceiveAsync(stream, CancellationToken.None);
        StoredContent copy = store.Copy(content);
        content.Discard();
        using (var reader = new StreamReader(copy.Open()))
        {
            Assert.Equal("hello", await reader.ReadToEndAsync());
        }

        Assert.Single(folder.GetFiles());
        store.Clear();
        folder.Refresh();
        Assert.False(folder.Exists);
    }

    private static string Bucket(TestCloud cloud)
    {
        string above = $"/n/{cloud.Cloud.Buckets.Namespace}/b";
        cloud.Do("POST", above, new JsonObject { ["name"] = "files", ["compartmentId"] = cloud.Compartment });
        return above + "/files";
    }

    private static WireAnswer Follow(TestCloud cloud, string link) => cloud.Handle(new ApiRequest
    {
        Method = "GET", RawTarget = link, Body = "", TenancyId = "", IsLink = true,
    });

    private static (int Status, string Text, string? Range) Range(TestCloud cloud, string bucket, string range)
    {
        WireAnswer answer = cloud.Handle(new ApiRequest
        {
            Method = "GET", RawTarget = $"{bucket}/o/a%2Fb%20c", Body = "", TenancyId = cloud.Cloud.TenancyId,
            Header = name => name == "range" ? range : null,
        });
        return (answer.Status, Text(answer), answer.Headers.GetValueOrDefault("content-range"));
    }

    private static string Text(WireAnswer answer)
    {
        if (answer.Content is not { } part)
        {
            return "";
        }

        using Stream stream = part.Content.Open();
        stream.Seek(part.Offset, SeekOrigin.Begin);
        byte[] bytes = new byte[part.Length];
        stream.ReadExactly(bytes);
        return Encoding.UTF8.GetString(bytes);
    }
}

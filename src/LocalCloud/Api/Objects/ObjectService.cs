using System.Globalization;
using System.Text.Json.Nodes;

namespace MoodleNodeAgent.LocalCloud.Api.Objects;

/// <summary>Objects of buckets.</summary>
internal sealed class ObjectService(Cloud cloud)
{
    private static readonly string[] KeptHeaders =
        ["content-type", "content-language", "content-encoding", "content-disposition", "cache-control"];

    public void AddTo(Handlers handlers)
    {
        handlers.Add("PutObject", Put);
        handlers.Add("GetObject", call => Read(call, hasBody: true));
        handlers.Add("HeadObject", call => Read(call, hasBody: false));
        handlers.Add("DeleteObject", Delete);
        handlers.Add("ListObjects", List);
        handlers.Add("CopyObject", Copy);
    }

    private ApiAnswer Put(ApiCall call)
    {
        Bucket bucket = cloud.Buckets.Get(call);
        string name = call.PathValue("objectName");
        StoredObject? before = bucket.Objects.GetValueOrDefault(name);
        BucketService.CheckMatch(call, before?.ETag);
        if (call.IfNoneMatch == "*" && before is not null)
        {
            throw new ApiError(412, "IfNoneMatchFailed", $"The object '{name}' exists already.");
        }

        StoredContent content = call.Content
            ?? throw new ApiError(411, "ContentLengthRequired", "The header content-length is needed.");
        if (call.Header("content-md5") is { } md5 && md5 != content.Md5)
        {
            throw new ApiError(
                400, "UnmatchedContentMD5",
                    "The computed MD5 of the request body does not match the Content-MD5 header.");
        }

        Dictionary<string, string> headers = KeptHeaders
            .Concat(call.HeaderNames.Where(name => name.StartsWith("opc-meta-", StringComparison.OrdinalIgnoreCase)))
            .Where(name => call.Header(name) is not null)
            .ToDictionary(name => name.ToLowerInvariant(), name => call.Header(name)!);
        StoredObject stored = Keep(bucket, name, content, headers);
        return new ApiAnswer
        {
            Headers =
            {
                ["etag"] = stored.ETag, ["last-modified"] = stored.TimeModified.ToString("R"),
                ["opc-content-md5"] = content.Md5, ["version-id"] = stored.VersionId,
            },
        };
    }

    private StoredObject Keep(
        Bucket bucket, string name, StoredContent content, IReadOnlyDictionary<string, string> headers)
    {
        StoredObject? before = bucket.Objects.GetValueOrDefault(name);
        var stored = new StoredObject
        {
            Name = name, Content = content, ETag = Guid.NewGuid().ToString(), VersionId = Guid.NewGuid().ToString(),
            TimeCreated = before?.TimeCreated ?? cloud.Now, TimeModified = cloud.Now, Headers = headers,
        };
        bucket.Objects[name] = stored;
        before?.Content.Discard();
        return stored;
    }

    private StoredObject Get(ApiCall call, Bucket bucket)
    {
        string name = call.PathValue("objectName");
        return bucket.Objects.GetValueOrDefault(name) ?? throw new ApiError(
            404, "ObjectNotFound",
            $"The object '{name}' was not found in the bucket '{bucket.Name}'.");
    }

    private ApiAnswer Read(ApiCall call, bool hasBody)
    {
        StoredObject stored = Get(call, cloud.Buckets.Get(call));
        BucketService.CheckMatch(call, stored.ETag);
        long length = stored.Content.Length;
        (long First, long Count)? range = hasBody && call.Header("range") is { } text ? Range(text, length) : null;
        var answer = new ApiAnswer
        {
            Content = new ContentPart(stored.Content, range?.First ?? 0, range?.Count ?? length),
            Status = range is null ? 200 : 206,
            ContentType = call.QueryValue("httpResponseContentType")
                ?? stored.Headers.GetValueOrDefault("content-type", "application/octet-stream"),
        };
        foreach ((string name, string value) in stored.Headers.Where(pair => pair.Key != "content-type"))
        {
            answer.Headers[name] = value;
        }

        answer.Headers["etag"] = stored.ETag;
        answer.Headers["last-modified"] = stored.TimeModified.ToString("R");
        answer.Headers["content-md5"] = stored.Content.Md5;
        answer.Headers["storage-tier"] = "Standard";
        answer.Headers["version-id"] = stored.VersionId;
        answer.Headers["accept-ranges"] = "bytes";
        if (range is { } part)
        {
            answer.Headers["content-range"] = $"bytes {part.First}-{part.First + part.Count - 1}/{length}";
        }

        return answer;
    }

    // Sample: bytes=0-99, bytes=100-, bytes=-20; what is no single range is not heard (RFC 9110).
    private static (long First, long Count)? Range(string text, long length)
    {
        string[] ends = text.Split('=', 2) is ["bytes", var range] ? range.Split('-') : [];
        if (ends.Length != 2)
        {
            return null;
        }

        bool hasFirst = Number(ends[0], out long first);
        bool hasLast = Number(ends[1], out long last);
        if (!hasFirst && !hasLast)
        {
            return null;
        }

        if (!hasFirst)
        {
            first = Math.Max(0, length - last);
            last = length - 1;
        }
        else if (!hasLast || last >= length)
        {
            last = length - 1;
        }

        return first < length && first <= last
            ? (first, last - first + 1)
            : throw new ApiError(416, "InvalidRange", $"The range {text} is not in an object of {length} bytes.");
    }

    private static bool Number(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private ApiAnswer Delete(ApiCall call)
    {
        Bucket bucket = cloud.Buckets.Get(call);
        StoredObject stored = Get(call, bucket);
        BucketService.CheckMatch(call, stored.ETag);
        bucket.Objects.Remove(stored.Name);
        stored.Content.Discard();
        return new ApiAnswer { Headers = { ["last-modified"] = stored.TimeModified.ToString("R") } };
    }

    private ApiAnswer List(ApiCall call)
    {
        Bucket bucket = cloud.Buckets.Get(call);
        int limit = 1000;
        if (call.QueryValue("limit") is { } text && (!int.TryParse(text, out limit) || limit is < 1 or > 1000))
        {
            throw ApiError.InvalidParameter($"Invalid value for parameter limit: {text}");
        }

        string? delimiter = call.QueryValue("delimiter");
        if (delimiter is not (null or "/"))
        {
            throw ApiError.InvalidParameter("Invalid value for parameter delimiter: only / is allowed");
        }

        string prefix = call.QueryValue("prefix") ?? "";
        string[] fields =
            [.. call.Query["fields"].SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries))];
        var objects = new JsonArray();
        var prefixes = new SortedSet<string>(StringComparer.Ordinal);
        string? next = null;
        foreach (StoredObject stored in bucket.Objects.Values.Where(stored => IsAsked(call, stored.Name, prefix)))
        {
            int slash = delimiter is null ? -1 : stored.Name.IndexOf('/', prefix.Length);
            string? folder = slash < 0 ? null : stored.Name[..(slash + 1)];
            if (folder is not null && prefixes.Contains(folder))
            {
                continue;
            }

            if (objects.Count + prefixes.Count == limit)
            {
                next = stored.Name;
                break;
            }

            if (folder is not null)
            {
                prefixes.Add(folder);
            }
            else
            {
                objects.Add((JsonNode)Tell(stored, fields));
            }
        }

        return new ApiAnswer
        {
            Body = new JsonObject
            {
                ["objects"] = objects,
                ["prefixes"] = delimiter is null ? null : JsonAccess.ToArray(prefixes),
                ["nextStartWith"] = next,
            },
        };
    }

    private static bool IsAsked(ApiCall call, string name, string prefix) =>
        name.StartsWith(prefix, StringComparison.Ordinal)
        && (call.QueryValue("start") is not { } start || string.CompareOrdinal(name, start) >= 0)
        && (call.QueryValue("startAfter") is not { } after || string.CompareOrdinal(name, after) > 0)
        && (call.QueryValue("end") is not { } end || string.CompareOrdinal(name, end) < 0);

    private static JsonObject Tell(StoredObject stored, string[] fields)
    {
        var all = new JsonObject
        {
            ["size"] = stored.Content.Length, ["md5"] = stored.Content.Md5,
            ["timeCreated"] = stored.TimeCreated.Stamp(), ["timeModified"] = stored.TimeModified.Stamp(),
            ["etag"] = stored.ETag, ["storageTier"] = "Standard",
        };
        var told = new JsonObject { ["name"] = stored.Name };
        told.Take(all, fields);
        return told;
    }

    // The one operation of object storage here that is followed by a work request.
    private ApiAnswer Copy(ApiCall call)
    {
        Bucket bucket = cloud.Buckets.Get(call);
        JsonObject body = call.Body;
        StoredObject source = bucket.Objects.GetValueOrDefault(body.Text("sourceObjectName")) ?? throw new ApiError(
            404, "ObjectNotFound", $"The object '{body.Text("sourceObjectName")}' was not found.");
        if (body.Text("destinationRegion") != cloud.Options.Region
            || body.Text("destinationNamespace") != cloud.Buckets.Namespace)
        {
            throw ApiError.InvalidParameter($"The local cloud has only the region {cloud.Options.Region}.");
        }

        Bucket target = cloud.Buckets.Find(body.Text("destinationBucket")) ?? throw new ApiError(
            404, "BucketNotFound", $"The bucket '{body.Text("destinationBucket")}' does not exist.");
        // The work happens at once, and the record of it is done.
        Keep(target, body.Text("destinationObjectName"), cloud.Buckets.Store.Copy(source.Content), source.Headers);
        var request = cloud.AddWorkRequest(
            WorkService.ObjectStorage, "COPY_OBJECT", bucket.Document.Text("id"), bucket.Document.Text("compartmentId"),
            "object", "WRITTEN", $"/n/{cloud.Buckets.Namespace}/b/{target.Name}/o/{body.Text("destinationObjectName")}",
            TimeSpan.Zero);
        request.TimeFinished = cloud.Now;
        return ApiAnswer.Accepted(request);
    }
}

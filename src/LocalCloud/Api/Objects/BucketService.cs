using System.Text.Json.Nodes;

namespace MoodleNodeAgent.LocalCloud.Api.Objects;

/// <summary>The namespace and its buckets.</summary>
internal sealed class BucketService(Cloud cloud)
{
    public void AddTo(Handlers handlers)
    {
        handlers.Add("GetNamespace", _ => new ApiAnswer { Body = JsonValue.Create(cloud.Buckets.Namespace) });
        handlers.Add("CreateBucket", Create);
        handlers.Add("GetBucket", Get);
        handlers.Add("DeleteBucket", Delete);
    }

    private ApiAnswer Create(ApiCall call)
    {
        cloud.Buckets.CheckNamespace(call);
        JsonObject body = call.Body;
        string name = body.Text("name");
        bool isValid = name.Length is > 0 and <= 256
            && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-');
        if (!isValid)
        {
            throw new ApiError(400, "InvalidBucketName", $"The bucket name '{name}' is not valid.");
        }

        foreach ((string member, string only) in (ReadOnlySpan<(string, string)>)
            [("versioning", "Disabled"), ("storageTier", "Standard"), ("publicAccessType", "NoPublicAccess")])
        {
            if ((body.TextOrNull(member) ?? only) != only)
            {
                throw new ApiError(
                    501, "MethodNotImplemented",
                        $"The local cloud offers no buckets with {member} {body.Text(member)}.");
            }
        }

        string etag = Guid.NewGuid().ToString();
        JsonObject tags = body["definedTags"]?.DeepClone().AsObject() ?? [];
        tags["Oracle-Tags"] = new JsonObject
        {
            ["CreatedBy"] = "default/local", ["CreatedOn"] = cloud.Now.Stamp(),
        };
        var bucket = new Bucket
        {
            Name = name, ETag = etag,
            Document = new JsonObject
            {
                ["namespace"] = cloud.Buckets.Namespace, ["name"] = name,
                ["compartmentId"] = body.Text("compartmentId"),
                ["metadata"] = body["metadata"]?.DeepClone() ?? new JsonObject(),
                ["createdBy"] = call.InstanceId ?? Ocid.Derive("user", "", cloud.TenancyId),
                ["timeCreated"] = cloud.Now.Stamp(), ["etag"] = etag, ["publicAccessType"] = "NoPublicAccess",
                ["storageTier"] = "Standard", ["objectEventsEnabled"] = body.Flag("objectEventsEnabled"),
                ["kmsKeyId"] = body.TextOrNull("kmsKeyId"), ["objectLifecyclePolicyEtag"] = null,
                ["approximateCount"] = null, ["approximateSize"] = null, ["replicationEnabled"] = false,
                ["isReadOnly"] = false, ["id"] = Ocid.Make("bucket", cloud.Options.Region),
                ["versioning"] = "Disabled", ["autoTiering"] = body.TextOrNull("autoTiering") ?? "Disabled",
                ["freeformTags"] = body["freeformTags"]?.DeepClone() ?? new JsonObject(), ["definedTags"] = tags,
            },
        };
        cloud.Buckets.Add(bucket);
        return new ApiAnswer
        {
            Body = bucket.Document,
            Headers =
            {
                ["etag"] = etag,
                ["location"] = $"https://objectstorage.{cloud.Options.Region}.oraclecloud.com"
                    + $"/n/{cloud.Buckets.Namespace}/b/{name}",
            },
        };
    }

    private ApiAnswer Get(ApiCall call)
    {
        Bucket bucket = cloud.Buckets.Get(call);
        CheckMatch(call, bucket.ETag);
        JsonObject document = bucket.Document.DeepClone().AsObject();
        // TypeScript repeats the parameter, .NET separates by commas.
        string[] fields = [.. call.Query["fields"].SelectMany(value => value.Split(','))];
        if (fields.Contains("approximateCount"))
        {
            document["approximateCount"] = bucket.Objects.Count;
        }

        if (fields.Contains("approximateSize"))
        {
            document["approximateSize"] = bucket.Objects.Values.Sum(stored => stored.Content.Length);
        }

        return new ApiAnswer { Body = document, Headers = { ["etag"] = bucket.ETag } };
    }

    private ApiAnswer Delete(ApiCall call)
    {
        Bucket bucket = cloud.Buckets.Get(call);
        CheckMatch(call, bucket.ETag);
        if (bucket.Objects.Count > 0 || bucket.Links.Exists(link => cloud.Now < link.TimeExpires))
        {
            throw new ApiError(
                409, "BucketNotEmpty",
                $"Bucket named '{bucket.Name}' is not empty. Delete all object versions first.");
        }

        cloud.Buckets.Remove(bucket);
        return ApiAnswer.Empty;
    }

    /// <summary>Checks If-Match.</summary>
    public static void CheckMatch(ApiCall call, string? etag)
    {
        if (call.IfMatch is { } wanted && (etag is null || (wanted != "*" && wanted.Trim('"') != etag)))
        {
            throw new ApiError(412, "IfMatchFailed", "The If-Match header failed to match the ETag.");
        }
    }
}

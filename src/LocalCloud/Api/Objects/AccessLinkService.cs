using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace MoodleNodeAgent.LocalCloud.Api.Objects;

/// <summary>Pre-authenticated requests: links that work without a signature.</summary>
internal sealed class AccessLinkService(Cloud cloud)
{
    public void AddTo(Handlers handlers)
    {
        handlers.Add("CreatePreauthenticatedRequest", Create);
        handlers.Add("DeletePreauthenticatedRequest", call =>
        {
            Bucket bucket = cloud.Buckets.Get(call);
            return bucket.Links.RemoveAll(link => link.Id == call.PathValue("parId")) > 0
                ? ApiAnswer.Empty
                : throw ApiError.NotFound();
        });
    }

    private ApiAnswer Create(ApiCall call)
    {
        Bucket bucket = cloud.Buckets.Get(call);
        string access = call.Body.Text("accessType");
        bool isAny = access.StartsWith("Any", StringComparison.Ordinal);
        string? name = call.Body.TextOrNull("objectName");
        string listing = call.Body.TextOrNull("bucketListingAction") ?? "Deny";
        if (!isAny && name is null)
        {
            throw ApiError.MissingParameter("objectName");
        }

        if (!isAny && listing != "Deny")
        {
            throw ApiError.InvalidParameter("bucketListingAction needs an accessType for any object");
        }

        if (!DateTimeOffset.TryParse(
                call.Body.Text("timeExpires"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal,
                out DateTimeOffset expires) || expires <= cloud.Now)
        {
            throw ApiError.InvalidParameter("Invalid value for parameter timeExpires: a time to come is needed");
        }

        var link = new AccessLink
        {
            Id = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) + (name is null ? "" : $":{name}"),
            Token = RandomNumberGenerator.GetString(
                "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 64),
            ObjectName = name, AccessType = access, MayList = listing == "ListObjects", TimeExpires = expires,
        };
        bucket.Links.Add(link);
        string path = string.Join('/', (isAny ? "" : name!).Split('/').Select(Uri.EscapeDataString));
        string uri = $"/p/{link.Token}/n/{cloud.Buckets.Namespace}/b/{bucket.Name}/o/{path}";
        var told = new JsonObject
        {
            ["id"] = link.Id, ["name"] = call.Body.Text("name"), ["accessUri"] = uri,
            ["fullPath"] = $"http://{call.Header("host")}{uri}", ["objectName"] = name, ["accessType"] = access,
            ["timeCreated"] = cloud.Now.Stamp(), ["timeExpires"] = expires.Stamp(),
        };
        if (isAny)
        {
            told["bucketListingAction"] = listing;
        }

        return new ApiAnswer { Body = told };
    }
}

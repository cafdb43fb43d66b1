using System.Text;
using System.Text.Json.Nodes;

namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>Checks of a launch, and what the metadata service tells about the instance.</summary>
internal static class InstanceLaunch
{
    private const int MaximumMetadataBytes = 32_000;

    public static void CheckMetadata(JsonObject body)
    {
        int bytes = new[] { "metadata", "extendedMetadata" }
            .Select(name => body.Part(name))
            .Sum(part => part is null ? 0 : Encoding.UTF8.GetByteCount(part.ToJsonString()));
        if (bytes > MaximumMetadataBytes)
        {
            throw ApiError.InvalidParameter(
                $"metadata and extendedMetadata together have {bytes} bytes; {MaximumMetadataBytes} are allowed.");
        }

        if (body.Part("metadata")?.TextOrNull("user_data") is { } data
            && !Convert.TryFromBase64String(data, new byte[data.Length], out _))
        {
            throw ApiError.InvalidParameter("Invalid value for parameter metadata.user_data: it is not base64");
        }
    }

    public static JsonObject MetadataDocument(Cloud cloud, Resource instance, string hostName)
    {
        JsonObject document = instance.Document;
        string domain = document.Text("availabilityDomain");
        JsonObject shape = document.Part("shapeConfig")!;
        var told = new JsonObject
        {
            ["availabilityDomain"] = domain, ["faultDomain"] = document.Text("faultDomain"),
            ["compartmentId"] = instance.CompartmentId, ["displayName"] = instance.DisplayName, ["hostname"] = hostName,
            ["id"] = instance.Id, ["image"] = document.Text("imageId"),
            ["metadata"] = document.Part("metadata")!.DeepClone(), ["region"] = cloud.Options.Region,
            ["canonicalRegionName"] = cloud.Options.Region,
            ["ociAdName"] = domain.Split(':')[1].ToLowerInvariant(),
            ["regionInfo"] = new JsonObject
            {
                ["realmKey"] = "oc1", ["realmDomainComponent"] = "oraclecloud.com", ["regionKey"] = "FRA",
                ["regionIdentifier"] = cloud.Options.Region,
            },
            ["tenantId"] = cloud.TenancyId, ["shape"] = document.Text("shape"), ["state"] = "Running",
            ["timeCreated"] = instance.TimeCreated.ToUnixTimeMilliseconds(),
            ["agentConfig"] = new JsonObject
            {
                ["monitoringDisabled"] = false, ["managementDisabled"] = false, ["allPluginsDisabled"] = false,
                ["pluginsConfig"] = new JsonArray(),
            },
            ["freeformTags"] = document["freeformTags"]!.DeepClone(),
                ["definedTags"] = document["definedTags"]!.DeepClone(),
        };
        var config = new JsonObject();
        config.Take(shape, "ocpus", "memoryInGBs", "networkingBandwidthInGbps", "maxVnicAttachments");
        told["shapeConfig"] = config;
        return told;
    }
}

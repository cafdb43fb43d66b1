using System.Text.Json.Nodes;

namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>A flexible shape of a virtual machine.</summary>
internal sealed record VmShape(
    string Name, string Processor, string Architecture, double MaxOcpus, double MaxMemoryGb, double MemoryPerOcpuGb,
    double MaxGbps, string QuotaWord);

/// <summary>A platform image.</summary>
internal sealed record PlatformImage(
    string Id, string Name, string System, string Version, string Architecture, string Date);

/// <summary>Shapes and platform images.</summary>
internal sealed class ComputeCatalog
{
    private readonly Cloud _cloud;

    public ComputeCatalog(Cloud cloud)
    {
        _cloud = cloud;
        Images = [.. from version in (string[])["9", "8"]
                     from architecture in (string[])["aarch64", "x86_64"]
                     from date in (string[])["2026.09.30", "2026.08.31", "2026.07.31"]
                     select Image(version, architecture, date)];
    }

    public IReadOnlyList<VmShape> Shapes { get; } =
    [
        new("VM.Standard.A1.Flex", "3.0 GHz Ampere® Altra™", "aarch64", 80, 512, 6, 40, "standard-a1"),
        new("VM.Standard.A2.Flex", "3.0 GHz Ampere® AmpereOne™ (Siryn™)", "aarch64", 78, 946, 6, 78, "standard-a2"),
        new("VM.Standard.E4.Flex", "2.55 GHz AMD EPYC™ 7J13 (Milan)", "x86_64", 114, 1760, 16, 40, "standard-e4"),
        new("VM.Standard.E5.Flex", "2.4 GHz AMD EPYC™ 9J14 (Genoa)", "x86_64", 126, 1760, 12, 40, "standard-e5"),
    ];

    public IReadOnlyList<PlatformImage> Images { get; }

    public void AddTo(Handlers handlers)
    {
        handlers.Add("ListShapes", ListShapes);
        handlers.Add("ListImages", ListImages);
        handlers.Add("GetImage", call =>
        {
            PlatformImage image = Images.FirstOrDefault(image => image.Id == call.PathValue("imageId"))
                ?? throw ApiError.NotFound();
            return new ApiAnswer { Body = Tell(image), Headers = { ["etag"] = image.Id[^32..] } };
        });
    }

    /// <summary>Checks a launch's or update's shape and fills its configuration.</summary>
    public JsonObject Configure(string name, JsonObject? wanted)
    {
        // The message as seen when an availability domain does not offer the shape.
        VmShape shape = Shapes.FirstOrDefault(shape => shape.Name == name)
            ?? throw new ApiError(404, "NotAuthorizedOrNotFound", $"shape {name} not found");
        double ocpus = wanted?.Real("ocpus") ?? throw ApiError.MissingParameter("shapeConfig.ocpus");
        double memory = wanted.Real("memoryInGBs") ?? ocpus * shape.MemoryPerOcpuGb;
        if (ocpus < 1 || ocpus > shape.MaxOcpus)
        {
            throw ApiError.InvalidParameter($"{name} takes 1 to {shape.MaxOcpus} OCPUs, not {ocpus}.");
        }

        if (memory < ocpus || memory > Math.Min(shape.MaxMemoryGb, 64 * ocpus))
        {
            throw ApiError.InvalidParameter(
                $"{name} with {ocpus} OCPUs takes {ocpus} to {Math.Min(shape.MaxMemoryGb, 64 * ocpus)} GB, not {memory}.");
        }

        return new JsonObject
        {
            ["ocpus"] = ocpus, ["vcpus"] = (int)(shape.Architecture == "aarch64" ? ocpus : ocpus * 2),
            ["memoryInGBs"] = memory, ["processorDescription"] = shape.Processor,
            ["networkingBandwidthInGbps"] = Math.Min(shape.MaxGbps, ocpus),
            ["maxVnicAttachments"] = (int)Math.Clamp(ocpus, 2, 24), ["gpus"] = 0, ["localDisks"] = 0,
        };
    }

    /// <summary>The image of a launch, which has to run on the shape.</summary>
    public PlatformImage CheckImage(string id, string shape)
    {
        PlatformImage image = Images.FirstOrDefault(image => image.Id == id) ?? throw ApiError.RelatedNotFound(id);
        return Shapes.Any(known => known.Name == shape && known.Architecture == image.Architecture)
            ? image
            : throw ApiError.InvalidParameter($"Shape {shape} is not valid for image {id}.");
    }

    private PlatformImage Image(string version, string architecture, string date)
    {
        // Sample: Oracle-Linux-9.6-aarch64-2026.09.30-0, Oracle-Linux-9.6-2026.09.30-0
        string minor = version == "9" ? "9.6" : "8.10";
        string name = $"Oracle-Linux-{minor}-{(architecture == "aarch64" ? "aarch64-" : "")}{date}-0";
        return new PlatformImage(
            Ocid.Derive("image", _cloud.Options.Region, name), name, "Oracle Linux", version, architecture, date);
    }

    private ApiAnswer ListShapes(ApiCall call)
    {
        string? imageId = call.QueryValue("imageId");
        string? architecture = imageId is null ? null
            : Images.FirstOrDefault(image => image.Id == imageId)?.Architecture;
        if ((imageId is not null && architecture is null)
            || (call.QueryValue("availabilityDomain") is { } domain && !_cloud.AvailabilityDomains.Contains(domain)))
        {
            throw ApiError.NotFound();
        }

        return call.List(
            Shapes.Where(shape => architecture is null || shape.Architecture == architecture).Select(Tell),
            new Dictionary<string, string?>
            {
                ["compartmentId"] = null, ["availabilityDomain"] = null, ["imageId"] = null,
            });
    }

    private ApiAnswer ListImages(ApiCall call)
    {
        string? architecture = call.QueryValue("shape") is { } name
            ? Shapes.FirstOrDefault(shape => shape.Name == name)?.Architecture ?? "none"
            : null;
        return call.List(
            Images.Where(image => architecture is null || image.Architecture == architecture).Select(Tell),
            new Dictionary<string, string?> { ["compartmentId"] = null, ["shape"] = null });
    }

    private static JsonObject Tell(PlatformImage image) => new()
    {
        ["compartmentId"] = null, ["createImageAllowed"] = true, ["displayName"] = image.Name, ["id"] = image.Id,
        ["launchMode"] = "NATIVE", ["launchOptions"] = LaunchOptions(true), ["lifecycleState"] = "AVAILABLE",
        ["operatingSystem"] = image.System, ["operatingSystemVersion"] = image.Version, ["agentFeatures"] = null,
        ["listingType"] = null, ["baseImageId"] = null, ["sizeInMBs"] = 47719, ["billableSizeInGBs"] = 5,
        ["timeCreated"] = $"{image.Date.Replace('.', '-')}T06:11:02.345Z", ["freeformTags"] = new JsonObject(),
        ["definedTags"] = new JsonObject(),
    };

    public static JsonObject LaunchOptions(bool isEncryptedInTransit) => new()
    {
        ["bootVolumeType"] = "PARAVIRTUALIZED", ["firmware"] = "UEFI_64", ["networkType"] = "PARAVIRTUALIZED",
        ["remoteDataVolumeType"] = "PARAVIRTUALIZED", ["isPvEncryptionInTransitEnabled"] = isEncryptedInTransit,
        ["isConsistentVolumeNamingEnabled"] = true,
    };

    private static JsonObject Tell(VmShape shape) => new()
    {
        ["shape"] = shape.Name, ["processorDescription"] = shape.Processor, ["ocpus"] = 1,
        ["memoryInGBs"] = shape.MemoryPerOcpuGb, ["networkingBandwidthInGbps"] = 1, ["maxVnicAttachments"] = 2,
        ["gpus"] = 0, ["localDisks"] = 0, ["isLiveMigrationSupported"] = true, ["isBilledForStoppedInstance"] = false,
        ["billingType"] = shape.QuotaWord == "standard-a1" ? "LIMITED_FREE" : "PAID", ["isFlexible"] = true,
        ["isSubcore"] = false, ["networkPorts"] = 1, ["rdmaPorts"] = 0, ["rdmaBandwidthInGbps"] = 0,
        ["quotaNames"] = JsonAccess.ToArray([$"{shape.QuotaWord}-core-count", $"{shape.QuotaWord}-memory-count"]),
        ["resizeCompatibleShapes"] = JsonAccess.ToArray([shape.Name]),
        ["ocpuOptions"] = new JsonObject
        {
            ["min"] = 1, ["max"] = shape.MaxOcpus, ["maxPerNumaNode"] = shape.MaxOcpus,
        },
        ["memoryOptions"] = new JsonObject
        {
            ["minInGBs"] = 1, ["maxInGBs"] = shape.MaxMemoryGb, ["defaultPerOcpuInGBs"] = shape.MemoryPerOcpuGb,
            ["minPerOcpuInGBs"] = 1, ["maxPerOcpuInGBs"] = 64, ["maxPerNumaNodeInGBs"] = shape.MaxMemoryGb,
        },
        ["networkingBandwidthOptions"] = new JsonObject
        {
            ["minInGbps"] = 1, ["maxInGbps"] = shape.MaxGbps, ["defaultPerOcpuInGbps"] = 1,
        },
        ["maxVnicAttachmentOptions"] = new JsonObject { ["min"] = 2, ["max"] = 24, ["defaultPerOcpu"] = 1 },
    };
}

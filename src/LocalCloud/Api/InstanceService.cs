using System.Text.Json.Nodes;
using MoodleNodeAgent.LocalCloud.Faults;

namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>Instances with their primary VNIC.</summary>
internal sealed class InstanceService(Cloud cloud, ComputeCatalog catalog, AddressService addresses)
{
    public void AddTo(Handlers handlers)
    {
        handlers.Add("LaunchInstance", Launch);
        handlers.AddReads("GetInstance", "ListInstances", Kinds.Instance, new Dictionary<string, string?>
        {
            ["capacityReservationId"] = null, ["computeClusterId"] = null,
        });
        handlers.Add("UpdateInstance", Update);
        handlers.Add("InstanceAction", Act);
        handlers.Add("TerminateInstance", Terminate);
        handlers.Add("ListVnicAttachments", call => call.List(cloud.Resources
            .Where(resource => resource.Kind == Kinds.VnicAttachment).Select(resource => resource.Document)));
    }

    private ApiAnswer Launch(ApiCall call)
    {
        JsonObject body = call.Body;
        string shape = body.TextOrNull("shape") ?? throw ApiError.MissingParameter("shape");
        string domain = body.Text("availabilityDomain");
        if (!cloud.AvailabilityDomains.Contains(domain))
        {
            throw ApiError.NotFound();
        }

        JsonObject vnicDetails = body.Part("createVnicDetails") ?? [];
        Resource subnet = SubnetService.ReadySubnet(cloud, vnicDetails.TextOrNull("subnetId")
            ?? body.TextOrNull("subnetId") ?? throw ApiError.MissingParameter("createVnicDetails.subnetId"));
        SubnetService.CheckGroups(cloud, vnicDetails.Texts("nsgIds"), subnet);
        string imageId = body.Part("sourceDetails")?.TextOrNull("imageId") ?? body.TextOrNull("imageId")
            ?? throw ApiError.MissingParameter("sourceDetails.imageId");
        bool hasPublicAddress = HasPublicAddress(vnicDetails, subnet);
        InstanceLaunch.CheckMetadata(body);
        JsonObject config = catalog.Configure(shape, body.Part("shapeConfig"));
        catalog.CheckImage(imageId, shape);
        string? label = vnicDetails.TextOrNull("hostnameLabel") ?? body.TextOrNull("hostnameLabel");
        string faultDomain = FaultDomain(body.TextOrNull("faultDomain"), domain, shape, config);
        if (cloud.Capacity.FailsLater(shape, domain, faultDomain))
        {
            cloud.NextFailure ??= CapacityTable.Message;
        }

        Resource ip = addresses.AddPrivateIp(subnet, vnicDetails.TextOrNull("privateIp"), label, null);

        Resource instance = cloud.Add(Kinds.Instance, body.Text("compartmentId"), "instance", body, new JsonObject
        {
            ["availabilityDomain"] = domain,
            ["faultDomain"] = faultDomain,
            ["extendedMetadata"] = body["extendedMetadata"]?.DeepClone() ?? new JsonObject(),
            ["metadata"] = body["metadata"]?.DeepClone() ?? new JsonObject(),
            ["imageId"] = imageId, ["launchMode"] = "PARAVIRTUALIZED",
            ["launchOptions"] = ComputeCatalog.LaunchOptions(body.Flag("isPvEncryptionInTransitEnabled")),
            ["instanceOptions"] = body["instanceOptions"]?.DeepClone()
                ?? new JsonObject { ["areLegacyImdsEndpointsDisabled"] = false },
            ["availabilityConfig"] = body["availabilityConfig"]?.DeepClone()
                ?? new JsonObject { ["recoveryAction"] = "RESTORE_INSTANCE" },
            ["region"] = cloud.Options.Region, ["shape"] = shape, ["shapeConfig"] = config,
            ["sourceDetails"] = WithDefaults(body.Part("sourceDetails"), new JsonObject
            {
                ["sourceType"] = "image", ["imageId"] = imageId, ["bootVolumeSizeInGBs"] = 47,
                ["bootVolumeVpusPerGB"] = 10,
            }),
            ["agentConfig"] = WithDefaults(body.Part("agentConfig"), new JsonObject
            {
                ["isMonitoringDisabled"] = false, ["isManagementDisabled"] = false, ["areAllPluginsDisabled"] = false,
                ["pluginsConfig"] = new JsonArray(),
            }),
            ["systemTags"] = new JsonObject(),
        });
        Resource vnic = AddVnic(instance, subnet, ip, vnicDetails, label);
        string? publicAddress = hasPublicAddress ? addresses.AddEphemeral(ip).Document.Text("ipAddress") : null;
        vnic.Document["publicIp"] = publicAddress;
        InstanceSpec spec = Spec(instance, subnet, vnic, label, publicAddress);
        WorkRequest request = Request("LaunchInstance", instance, "CREATED", cloud.Latencies.InstanceLaunch);
        cloud.Start(Change.Create(instance, cloud.Latencies.InstanceLaunch) with
        {
            Work = token => cloud.DataPlane.LaunchInstanceAsync(spec, token),
            Request = request,
            Released = () => Release(instance),
        });
        return ApiAnswer.Of(instance, request);
    }

    private static JsonObject WithDefaults(JsonObject? given, JsonObject defaults)
    {
        foreach ((string name, JsonNode? value) in given ?? [])
        {
            defaults[name] = value?.DeepClone();
        }

        return defaults;
    }

    private static bool HasPublicAddress(JsonObject details, Resource subnet)
    {
        bool isProhibited = subnet.Document.Flag("prohibitPublicIpOnVnic");
        return details.Flag("assignPublicIp", !isProhibited) && isProhibited
            ? throw ApiError.InvalidParameter($"The subnet {subnet.Id} prohibits public IPs on VNICs.")
            : details.Flag("assignPublicIp", !isProhibited);
    }

    private string FaultDomain(string? wanted, string domain, string shape, JsonObject config)
    {
        if (wanted is not null && !cloud.FaultDomains.Contains(wanted))
        {
            throw ApiError.InvalidParameter($"Invalid value for parameter faultDomain: {wanted}");
        }

        IEnumerable<string> withRoom = (wanted is null ? cloud.FaultDomains : [wanted])
            .Where(name => cloud.Capacity.Count(
            shape, domain, name, config.Real("ocpus") ?? 1, config.Real("memoryInGBs") ?? 1) > 0);
        return withRoom.MinBy(name => cloud.Live(Kinds.Instance).Count(instance =>
                instance.Document.Text("availabilityDomain") == domain
                    && instance.Document.Text("faultDomain") == name))
            ?? throw new ApiError(500, "InternalError", CapacityTable.Message);
    }

    private Resource AddVnic(Resource instance, Resource subnet, Resource ip, JsonObject details, string? label)
    {
        string name = details.TextOrNull("displayName") ?? instance.DisplayName;
        var named = new JsonObject { ["displayName"] = name };
        named.Take(details, "freeformTags", "definedTags");
        string domain = instance.Document.Text("availabilityDomain");
        Resource vnic = cloud.Add(Kinds.Vnic, instance.CompartmentId, "vnic", named, new JsonObject
        {
            ["availabilityDomain"] = domain, ["hostnameLabel"] = label, ["isPrimary"] = true,
            ["macAddress"] = AddressService.MakeMac(), ["nsgIds"] = details["nsgIds"]?.DeepClone() ?? new JsonArray(),
            ["privateIp"] = ip.Document.Text("ipAddress"),
            ["skipSourceDestCheck"] = details.Flag("skipSourceDestCheck"), ["subnetId"] = subnet.Id,
        });
        ip.Document["vnicId"] = vnic.Id;
        ip.Document["availabilityDomain"] = domain;
        Resource attachment = cloud.Add(
            Kinds.VnicAttachment, instance.CompartmentId, "vnicattachment", [], new JsonObject
            {
                ["displayName"] = null, ["availabilityDomain"] = domain, ["instanceId"] = instance.Id, ["nicIndex"] = 0,
                ["subnetId"] = subnet.Id,
            });
        // The SDK's model of an attachment has no tags.
        attachment.Document.Remove("freeformTags");
        attachment.Document.Remove("definedTags");
        attachment.Inside["vnicId"] = vnic.Id;
        attachment.Inside["privateIpId"] = ip.Id;
        string? fault = cloud.NextFailure;
        cloud.NextFailure = null;
        cloud.Start(Change.Create(vnic, cloud.Latencies.VnicAttach));
        cloud.Start(Change.Create(attachment, cloud.Latencies.VnicAttach) with
        {
            Then = () =>
            {
                attachment.Document["vnicId"] = vnic.Id;
                attachment.Document["vlanTag"] = 2184;
            },
        });
        cloud.NextFailure = fault;
        return vnic;
    }

    private InstanceSpec Spec(Resource instance, Resource subnet, Resource vnic, string? label, string? publicAddress)
    {
        string hostName = label ?? instance.DisplayName;
        return new InstanceSpec
        {
            InstanceId = instance.Id, DisplayName = instance.DisplayName, HostName = hostName,
            CompartmentId = instance.CompartmentId,
            AvailabilityDomain = instance.Document.Text("availabilityDomain"),
            FaultDomain = instance.Document.Text("faultDomain"), Region = cloud.Options.Region,
            Shape = instance.Document.Text("shape"), VcnId = subnet.Document.Text("vcnId"), SubnetId = subnet.Id,
            VnicId = vnic.Id, PrivateAddress = vnic.Document.Text("privateIp"),
            MacAddress = vnic.Document.Text("macAddress"), PublicAddress = publicAddress,
            Metadata = instance.Document.Part("metadata")!.ToDictionary(
                pair => pair.Key, pair => pair.Value!.GetValue<string>()),
            MetadataDocument = InstanceLaunch.MetadataDocument(cloud, instance, hostName).ToJsonString(),
            IssueIdentity = () =>
            {
                var identity = cloud.Principals.Certificates.Issue(instance, cloud.TenancyId);
                return new Dictionary<string, string>
                {
                    ["cert.pem"] = identity.Certificate, ["key.pem"] = identity.Key,
                    ["intermediate.pem"] = identity.Intermediate,
                };
            },
        };
    }

    private ApiAnswer Update(ApiCall call)
    {
        Resource instance = call.Target(Kinds.Instance, "RUNNING", "STOPPED");
        InstanceLaunch.CheckMetadata(call.Body);
        string shape = call.Body.TextOrNull("shape") ?? instance.Document.Text("shape");
        bool isReshaped = call.Body["shapeConfig"] is not null || shape != instance.Document.Text("shape");
        JsonObject? config = isReshaped
            ? catalog.Configure(shape, call.Body.Part("shapeConfig") ?? instance.Document.Part("shapeConfig"))
            : null;
        instance.Document.Take(call.Body, "displayName", "metadata", "extendedMetadata", "faultDomain",
            "instanceOptions", "availabilityConfig", "agentConfig", "freeformTags", "definedTags");
        WorkRequest request = Request("UpdateInstance", instance, "UPDATED", cloud.Latencies.InstanceUpdate);
        cloud.Start(new Change
        {
            Resource = instance, During = instance.State, After = instance.State, IfFailed = instance.State,
            Takes = cloud.Latencies.InstanceUpdate, Request = request,
            Then = () =>
            {
                if (config is not null)
                {
                    instance.Document["shape"] = shape;
                    instance.Document["shapeConfig"] = config;
                }
            },
        });
        return ApiAnswer.Of(instance, request);
    }

    private ApiAnswer Act(ApiCall call)
    {
        string action = call.QueryValue("action")!;
        Resource instance = call.Target(Kinds.Instance);
        IDataPlane plane = cloud.DataPlane;
        Change change = action switch
        {
            "START" => Power("STOPPED", "STARTING", "RUNNING", token => plane.StartInstanceAsync(instance.Id, token)),
            "STOP" or "SOFTSTOP" =>
                Power("RUNNING", "STOPPING", "STOPPED", token => plane.StopInstanceAsync(instance.Id, token)),
            "RESET" or "SOFTRESET" => Power("RUNNING", "STARTING", "RUNNING", async token =>
            {
                await plane.StopInstanceAsync(instance.Id, token);
                await plane.StartInstanceAsync(instance.Id, token);
            }),
            "SENDDIAGNOSTICINTERRUPT" or "DIAGNOSTICREBOOT" or "REBOOTMIGRATE" => throw new ApiError(
                501, "MethodNotImplemented", $"The local cloud does not offer the action {action}."),
            _ => throw ApiError.InvalidParameter($"Invalid value for parameter action: {action}"),
        };
        cloud.Start(change);
        return ApiAnswer.Of(instance);

        Change Power(string needed, string during, string after, Func<CancellationToken, Task> work) => new()
        {
            Resource = call.Target(Kinds.Instance, needed), During = during, After = after, IfFailed = needed,
            Takes = cloud.Latencies.InstancePower, Work = work,
        };
    }

    private ApiAnswer Terminate(ApiCall call)
    {
        Resource instance = call.Target(Kinds.Instance);
        if (!instance.IsLive)
        {
            return instance.TimeEnded is null ? ApiAnswer.Empty : throw ApiError.NotFound();
        }

        Attachment(instance)?.State = "DETACHING";
        WorkRequest request = Request("TerminateInstance", instance, "DELETED", cloud.Latencies.InstanceTerminate);
        cloud.Start(Change.Delete(instance, cloud.Latencies.InstanceTerminate) with
        {
            Work = token => cloud.DataPlane.TerminateInstanceAsync(instance.Id, token),
            Released = () => Release(instance),
            Request = request,
        });
        return ApiAnswer.Accepted(request);
    }

    private void Release(Resource instance)
    {
        if (Attachment(instance) is not { } attachment)
        {
            return;
        }

        addresses.End(cloud.Get(Kinds.PrivateIp, attachment.Inside.Text("privateIpId")));
        cloud.End(cloud.Get(Kinds.Vnic, attachment.Inside.Text("vnicId")));
        cloud.End(attachment);
    }

    private Resource? Attachment(Resource instance) => cloud.All(Kinds.VnicAttachment)
        .FirstOrDefault(attachment => attachment.Document.Text("instanceId") == instance.Id);

    private WorkRequest Request(string operation, Resource instance, string action, TimeSpan takes) =>
        cloud.AddWorkRequest(
            WorkService.Core, operation, instance, "instance", action, $"/instances/{instance.Id}", takes);
}

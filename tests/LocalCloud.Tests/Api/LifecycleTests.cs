using System.Text.Json.Nodes;
using MoodleNodeAgent.LocalCloud.Api;

namespace MoodleNodeAgent.LocalCloud.Tests.Api;

public sealed class LifecycleTests
{
    [Fact]
    public async Task An_instance_tells_its_address_only_when_its_vnic_is_attached()
    {
        await using var cloud = new TestCloud();
        string vcn = await cloud.VcnAsync();
        string subnet = await cloud.SubnetAsync(vcn, "10.0.1.0/24");
        WireAnswer launched = cloud.Send("POST", "/20160918/instances", cloud.Instance(subnet));
        string id = (string)JsonNode.Parse(launched.Body!)!["id"]!;
        string attachments = $"/20160918/vnicAttachments?compartmentId={cloud.Compartment}&instanceId={id}";
        string work = $"/20160918/workRequests/{launched.Headers["opc-work-request-id"]}";

        var trace = new List<string>();
        for (int second = 0; second <= 46; second++)
        {
            JsonNode attachment = cloud.List(attachments)[0]!;
            string line = $"{cloud.Get($"/20160918/instances/{id}")["lifecycleState"]} {attachment["lifecycleState"]} "
                + $"{(attachment["vnicId"] is null ? "without" : "with")} VNIC, work {cloud.Get(work)["status"]}";
            if (trace.LastOrDefault() != line)
            {
                trace.Add(line);
            }

            await cloud.PassAsync(1);
        }

        Assert.Equal(
            ["PROVISIONING ATTACHING without VNIC, work ACCEPTED",
                "PROVISIONING ATTACHING without VNIC, work IN_PROGRESS",
                "PROVISIONING ATTACHED with VNIC, work IN_PROGRESS", "RUNNING ATTACHED with VNIC, work SUCCEEDED"],
                    trace);
        InstanceSpec spec = cloud.DataPlane.Last<InstanceSpec>();
        Assert.Equal(("10.0.1.2", "web-1", vcn), (spec.PrivateAddress, spec.HostName, spec.VcnId));
        Assert.Equal(id, (string)JsonNode.Parse(spec.MetadataDocument)!["id"]!);
    }

    [Fact]
    public async Task A_resource_waits_for_the_data_plane_however_late_it_is()
    {
        await using var cloud = new TestCloud();
        string subnet = await cloud.SubnetAsync(await cloud.VcnAsync(), "10.0.1.0/24");
        TaskCompletionSource held = cloud.DataPlane.Hold("LaunchInstance");
        string id = (string)cloud.Do("POST", "/20160918/instances", cloud.Instance(subnet))["id"]!;
        cloud.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("PROVISIONING", (string)cloud.Get($"/20160918/instances/{id}")["lifecycleState"]!);
        held.SetResult();
        await cloud.PassAsync(0);
        Assert.Equal("RUNNING", (string)cloud.Get($"/20160918/instances/{id}")["lifecycleState"]!);
    }

    [Fact]
    public async Task When_the_data_plane_fails_the_work_request_tells_why()
    {
        await using var cloud = new TestCloud();
        string subnet = await cloud.SubnetAsync(await cloud.VcnAsync(), "10.0.1.0/24");
        cloud.DataPlane.Fail("LaunchInstance", "no base image");
        WireAnswer launched = cloud.Send("POST", "/20160918/instances", cloud.Instance(subnet));
        await cloud.PassAsync(60);
        string work = $"/20160918/workRequests/{launched.Headers["opc-work-request-id"]}";
        Assert.Equal("FAILED", (string)cloud.Get(work)["status"]!);
        Assert.Equal("no base image", (string)cloud.List(work + "/errors")[0]!["message"]!);
        cloud.Do("DELETE", $"/20160918/subnets/{subnet}");
    }

    [Fact]
    public async Task A_mount_target_has_its_export_set_and_address_only_when_active_and_takes_three_addresses()
    {
        await using var cloud = new TestCloud();
        string subnet = await cloud.SubnetAsync(await cloud.VcnAsync(), "10.0.1.0/24");
        var body = new JsonObject
        {
            ["compartmentId"] = cloud.Compartment, ["availabilityDomain"] = cloud.Domain, ["subnetId"] = subnet,
        };
        JsonObject made = cloud.Do("POST", "/20171215/mountTargets", body);
        Assert.Null(made["exportSetId"]);
        Assert.Empty(made["privateIpIds"]!.AsArray());
        await cloud.PassAsync(20);
        JsonObject active = cloud.Get($"/20171215/mountTargets/{made["id"]}");
        Assert.Equal("ACTIVE", (string)active["lifecycleState"]!);
        JsonObject ip = cloud.Get($"/20160918/privateIps/{active["privateIpIds"]![0]}");
        Assert.Equal("10.0.1.2", (string)ip["ipAddress"]!);
        string next = await cloud.CreateAsync("/20160918/instances", cloud.Instance(subnet));
        Assert.NotNull(next);
        Assert.Equal("10.0.1.5", cloud.DataPlane.Last<InstanceSpec>().PrivateAddress);
    }

    [Fact]
    public async Task The_control_address_is_never_handed_out()
    {
        await using var cloud = new TestCloud();
        string subnet = await cloud.SubnetAsync(await cloud.VcnAsync(), "10.0.0.0/29");
        foreach (int number in Enumerable.Range(1, 4))
        {
            JsonObject body = cloud.Instance(subnet);
            body["createVnicDetails"]!["hostnameLabel"] = $"web-{number}";
            await cloud.CreateAsync("/20160918/instances", body);
            Assert.NotEqual("10.0.0.5", cloud.DataPlane.Last<InstanceSpec>().PrivateAddress);
        }

        JsonObject last = cloud.Instance(subnet);
        last["createVnicDetails"]!["hostnameLabel"] = "web-5";
        cloud.Refused(400, "LimitExceeded", "POST", "/20160918/instances", last);
    }

    [Fact]
    public async Task A_highly_available_db_system_gets_endpoints_replicas_and_a_balancer()
    {
        await using var cloud = new TestCloud();
        string subnet = await cloud.SubnetAsync(await cloud.VcnAsync(), "10.0.2.0/24", label: "db");
        JsonObject made = cloud.Do("POST", "/20190415/dbSystems", cloud.DbSystem(subnet, isHighlyAvailable: true));
        string path = $"/20190415/dbSystems/{made["id"]}";
        Assert.Empty(made["endpoints"]!.AsArray());
        cloud.Refused(409, "IncorrectState", "POST", "/20190415/replicas",
            new JsonObject { ["dbSystemId"] = (string)made["id"]! });
        await cloud.PassAsync(1199);
        Assert.Equal("CREATING", (string)cloud.Get(path)["lifecycleState"]!);
        await cloud.PassAsync(1);
        JsonNode primary = Assert.Single(cloud.Get(path)["endpoints"]!.AsArray())!;
        Assert.Equal("DBSYSTEM db.db.moodle.oraclevcn.com", $"{primary["resourceType"]} {primary["hostname"]}");
        Assert.Equal(2, cloud.DataPlane.Last<DbSystemSpec>().MemberAddresses.Count);

        foreach (int _ in Enumerable.Range(1, 2))
        {
            await cloud.CreateAsync("/20190415/replicas", new JsonObject { ["dbSystemId"] = (string)made["id"]! }, 720);
        }

        Assert.Equal(
            ["DBSYSTEM", "READ_REPLICA", "READ_REPLICA", "LOAD_BALANCER"],
            cloud.Get(path)["endpoints"]!.AsArray().Select(endpoint => (string)endpoint!["resourceType"]!));
        Assert.Equal(2, cloud.DataPlane.Last<ReplicaBalancerSpec>().ReplicaAddresses.Count);

        cloud.Do("PUT", path, new JsonObject { ["availabilityDomain"] = cloud.Cloud.AvailabilityDomains[1] });
        Assert.Equal("UPDATING", (string)cloud.Get(path)["lifecycleState"]!);
        await cloud.PassAsync(180);
        Assert.Contains("SwitchOverDbSystem", cloud.DataPlane.Calls);
        Assert.Equal(cloud.Cloud.AvailabilityDomains[1],
            (string)cloud.Get(path)["currentPlacement"]!["availabilityDomain"]!);

        cloud.Do("DELETE", path);
        await cloud.PassAsync(300);
        Assert.Equal("DELETED", (string)cloud.Get(path)["lifecycleState"]!);
        Assert.Equal(2, cloud.DataPlane.Calls.Count(call => call == "DeleteReplica"));
        cloud.Do("DELETE", $"/20160918/subnets/{subnet}");
    }

    [Fact]
    public async Task A_balancer_gets_addresses_when_active_and_takes_one_change_at_a_time()
    {
        await using var cloud = new TestCloud();
        string subnet = await cloud.SubnetAsync(await cloud.VcnAsync(), "10.0.0.0/24", isPrivate: false);
        JsonObject made = cloud.Do("POST", "/20200501/networkLoadBalancers", cloud.Balancer(subnet));
        string path = $"/20200501/networkLoadBalancers/{made["id"]}";
        Assert.Empty(made["ipAddresses"]!.AsArray());
        await cloud.PassAsync(21);
        Assert.Equal("127.77.0.10", (string)cloud.Get(path)["ipAddresses"]![0]!["ipAddress"]!);

        string backend = $"{path}/backendSets/web/backends/10.0.1.2%3A80";
        cloud.Do("PUT", backend, new JsonObject { ["isDrain"] = true });
        cloud.Refused(409, "IncorrectState", "PUT", backend, new JsonObject { ["isDrain"] = false });
        Assert.False((bool)cloud.Get(backend)["isDrain"]!);
        await cloud.PassAsync(10);
        Assert.True((bool)cloud.Get(backend)["isDrain"]!);
        Assert.True(cloud.DataPlane.Last<LoadBalancerSpec>().BackendSets[0].Backends[0].IsDrain);

        Assert.Equal("UNKNOWN", (string)cloud.Get($"{path}/backendSets/web/health")["status"]!);
        cloud.DataPlane.Health = [new HealthCheck(cloud.Clock.GetUtcNow(), "OK")];
        Assert.Equal("OK", (string)cloud.Get($"{path}/health")["status"]!);
    }

    [Fact]
    public async Task A_deleted_network_leaves_nothing_behind()
    {
        await using var cloud = new TestCloud();
        string vcn = await cloud.VcnAsync();
        string subnet = await cloud.SubnetAsync(vcn, "10.0.1.0/24");
        cloud.Refused(409, "Conflict", "DELETE", $"/20160918/vcns/{vcn}");
        string instance = await cloud.CreateAsync("/20160918/instances", cloud.Instance(subnet));
        cloud.Refused(409, "Conflict", "DELETE", $"/20160918/subnets/{subnet}");
        cloud.Do("DELETE", $"/20160918/instances/{instance}");
        await cloud.PassAsync(40);
        Assert.Equal("TERMINATED", (string)cloud.Get($"/20160918/instances/{instance}")["lifecycleState"]!);
        cloud.Do("DELETE", $"/20160918/subnets/{subnet}");
        await cloud.PassAsync(3);
        cloud.Do("DELETE", $"/20160918/vcns/{vcn}");
        await cloud.PassAsync(100);
        cloud.Refused(404, "NotAuthorizedOrNotFound", "GET", $"/20160918/vcns/{vcn}");
        Assert.Contains("DeleteNetwork", cloud.DataPlane.Calls);
    }

    [Fact]
    public async Task The_data_plane_gets_the_whole_picture_of_a_network_with_its_rules()
    {
        await using var cloud = new TestCloud();
        string vcn = await cloud.VcnAsync();
        await cloud.SubnetAsync(vcn, "10.0.1.0/24");
        await cloud.SubnetAsync(vcn, "10.0.2.0/24");
        NetworkSpec network = cloud.DataPlane.Last<NetworkSpec>();
        Assert.Equal(["10.0.1.0/24", "10.0.2.0/24"], network.Subnets.Select(subnet => subnet.CidrBlock));
        Assert.Equal("10.0.2.1", network.Subnets[1].RouterAddress);
        SecurityRuleSpec ssh = network.Subnets[0].Ingress[0];
        Assert.Equal(("6", "0.0.0.0/0", new PortRangeSpec(22, 22)), (ssh.Protocol, ssh.Peer, ssh.DestinationPorts));
    }
}

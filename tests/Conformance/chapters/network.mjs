import { expect, gone } from "../run.mjs";

export async function build(run) {
    await run.step("VCN", async (site, { network }) => {
        const { vcn } = await network.createVcn({
            createVcnDetails: {
                compartmentId: site.compartmentId, cidrBlocks: ["10.0.0.0/16"], displayName: "campus", dnsLabel: "campus",
                freeformTags: { site: "campus" },
            },
            opcRetryToken: "vcn-of-campus",
        });
        expect("The first state", vcn.lifecycleState, "PROVISIONING");
        site.vcnId = vcn.id;
        const waited = await network.getWaiters().forVcn({ vcnId: vcn.id }, "AVAILABLE");
        expect("The tag", waited.vcn.freeformTags.site, "campus");
        site.defaultRouteTableId = waited.vcn.defaultRouteTableId;
    });
    await run.step("gateways", async (site, { network }) => {
        const common = { compartmentId: site.compartmentId, vcnId: site.vcnId };
        const { internetGateway } = await network.createInternetGateway({
            createInternetGatewayDetails: { ...common, displayName: "internet", isEnabled: true },
        });
        site.internetGatewayId = internetGateway.id;
        await network.getWaiters().forInternetGateway({ igId: internetGateway.id }, "AVAILABLE");
        const { natGateway } = await network.createNatGateway({
            createNatGatewayDetails: { ...common, displayName: "nat" },
        });
        site.natGatewayId = natGateway.id;
        await network.getWaiters().forNatGateway({ natGatewayId: natGateway.id }, "AVAILABLE");
        const { items } = await network.listServices({});
        const all = items.find(service => service.cidrBlock.startsWith("all-")) ?? items[0];
        site.serviceCidr = all.cidrBlock;
        const { serviceGateway } = await network.createServiceGateway({
            createServiceGatewayDetails: { ...common, displayName: "services", services: [{ serviceId: all.id }] },
        });
        site.serviceGatewayId = serviceGateway.id;
        await network.getWaiters().forServiceGateway({ serviceGatewayId: serviceGateway.id }, "AVAILABLE");
    });
    await run.step("route tables", async (site, { network }) => {
        const { routeTable } = await network.createRouteTable({
            createRouteTableDetails: {
                compartmentId: site.compartmentId, vcnId: site.vcnId, displayName: "private",
                routeRules: [
                    { destination: "0.0.0.0/0", destinationType: "CIDR_BLOCK", networkEntityId: site.natGatewayId },
                    {
                        destination: site.serviceCidr, destinationType: "SERVICE_CIDR_BLOCK",
                        networkEntityId: site.serviceGatewayId,
                    },
                ],
            },
        });
        site.routeTableId = routeTable.id;
        await network.getWaiters().forRouteTable({ rtId: routeTable.id }, "AVAILABLE");
        const read = await network.getRouteTable({ rtId: site.defaultRouteTableId });
        const updated = await network.updateRouteTable({
            rtId: site.defaultRouteTableId, ifMatch: read.etag,
            updateRouteTableDetails: {
                routeRules: [
                    { destination: "0.0.0.0/0", destinationType: "CIDR_BLOCK", networkEntityId: site.internetGatewayId },
                ],
            },
        });
        expect("The number of routes", updated.routeTable.routeRules.length, 1);
        expect("An etag that is the same after a change", updated.etag === read.etag, false);
    });
    await run.step("security list", async (site, { network }) => {
        const { securityList } = await network.createSecurityList({
            createSecurityListDetails: {
                compartmentId: site.compartmentId, vcnId: site.vcnId, displayName: "web",
                ingressSecurityRules: [
                    {
                        source: "0.0.0.0/0", protocol: "6", isStateless: false,
                        tcpOptions: { destinationPortRange: { min: 443, max: 443 } },
                    },
                    { source: "10.0.0.0/16", protocol: "1", icmpOptions: { type: 3, code: 4 } },
                ],
                egressSecurityRules: [{ destination: "0.0.0.0/0", protocol: "all" }],
            },
        });
        site.securityListId = securityList.id;
        await network.getWaiters().forSecurityList({ securityListId: securityList.id }, "AVAILABLE");
        const updated = await network.updateSecurityList({
            securityListId: securityList.id,
            updateSecurityListDetails: { ingressSecurityRules: securityList.ingressSecurityRules.slice(0, 1) },
        });
        expect("The number of rules", updated.securityList.ingressSecurityRules.length, 1);
        const { items } = await network.listSecurityLists({ compartmentId: site.compartmentId, vcnId: site.vcnId });
        expect("The number of security lists", items.length, 2);
    });
    await run.step("network security group", async (site, { network }) => {
        const { networkSecurityGroup } = await network.createNetworkSecurityGroup({
            createNetworkSecurityGroupDetails: {
                compartmentId: site.compartmentId, vcnId: site.vcnId, displayName: "database",
            },
        });
        site.groupId = networkSecurityGroup.id;
        const networkSecurityGroupId = site.groupId;
        await network.getWaiters().forNetworkSecurityGroup({ networkSecurityGroupId }, "AVAILABLE");
        await network.addNetworkSecurityGroupSecurityRules({
            networkSecurityGroupId,
            addNetworkSecurityGroupSecurityRulesDetails: {
                securityRules: [{
                    direction: "INGRESS", protocol: "6", source: "10.0.1.0/24", sourceType: "CIDR_BLOCK",
                    tcpOptions: { destinationPortRange: { min: 3306, max: 3306 } },
                }],
            },
        });
        const { items } = await network.listNetworkSecurityGroupSecurityRules({ networkSecurityGroupId });
        expect("The number of rules", items.length, 1);
        await network.updateNetworkSecurityGroupSecurityRules({
            networkSecurityGroupId,
            updateNetworkSecurityGroupSecurityRulesDetails: {
                securityRules: [{
                    id: items[0].id, direction: "INGRESS", protocol: "6", source: "10.0.1.0/24", sourceType: "CIDR_BLOCK",
                    tcpOptions: { destinationPortRange: { min: 3306, max: 3307 } },
                }],
            },
        });
        await network.removeNetworkSecurityGroupSecurityRules({
            networkSecurityGroupId,
            removeNetworkSecurityGroupSecurityRulesDetails: { securityRuleIds: [items[0].id] },
        });
        const left = await network.listNetworkSecurityGroupSecurityRules({ networkSecurityGroupId });
        expect("The number of rules", left.items.length, 0);
    });
    await run.step("subnets", async (site, { network }) => {
        site.subnets = {};
        for (const [name, block, isPrivate] of [["public", "10.0.0.0/24", false], ["nodes", "10.0.1.0/24", true],
            ["database", "10.0.2.0/24", true]]) {
            const { subnet } = await network.createSubnet({
                createSubnetDetails: {
                    compartmentId: site.compartmentId, vcnId: site.vcnId, cidrBlock: block, displayName: name,
                    dnsLabel: name, prohibitPublicIpOnVnic: isPrivate, securityListIds: [site.securityListId],
                    routeTableId: isPrivate ? site.routeTableId : site.defaultRouteTableId,
                },
            });
            site.subnets[name] = subnet.id;
            await network.getWaiters().forSubnet({ subnetId: subnet.id }, "AVAILABLE");
        }
    });
    await run.step("subnets one a page", async (site, { network }) => {
        const names = [];
        for await (const subnet of network.listAllSubnets({
            compartmentId: site.compartmentId, vcnId: site.vcnId, limit: 1, sortBy: "DISPLAYNAME", sortOrder: "ASC",
        })) {
            names.push(subnet.displayName);
        }

        expect("The names", names.join(), "database,nodes,public");
    });
    await run.step("changed names and tags", async (site, { network }) => {
        await network.updateVcn({
            vcnId: site.vcnId, updateVcnDetails: { displayName: "campus ä", freeformTags: { site: "campus", step: "2" } },
        });
        expect("The name", (await network.getVcn({ vcnId: site.vcnId })).vcn.displayName, "campus ä");
        const { subnet } = await network.updateSubnet({
            subnetId: site.subnets.nodes, updateSubnetDetails: { displayName: "web nodes" },
        });
        expect("The name", subnet.displayName, "web nodes");
    });
    await run.step("reserved public address", async (site, { network }) => {
        const { publicIp } = await network.createPublicIp({
            createPublicIpDetails: { compartmentId: site.compartmentId, lifetime: "RESERVED", displayName: "campus" },
        });
        site.publicIpId = publicIp.id;
        const waited = await network.getWaiters().forPublicIp({ publicIpId: publicIp.id }, "AVAILABLE");
        site.publicAddress = waited.publicIp.ipAddress;
        const { items } = await network.listPublicIps({ scope: "REGION", compartmentId: site.compartmentId });
        expect("The number of addresses", items.filter(item => item.lifetime === "RESERVED").length, 1);
    });
}

export async function remove(run) {
    await run.step("delete public address", async (site, { network }) => {
        await network.deletePublicIp({ publicIpId: site.publicIpId });
        await gone(() => network.getWaiters().forPublicIp({ publicIpId: site.publicIpId }, "TERMINATED"));
    });
    await run.step("delete subnets", async (site, { network }) => {
        for (const subnetId of Object.values(site.subnets)) {
            await network.deleteSubnet({ subnetId });
            await gone(() => network.getWaiters().forSubnet({ subnetId }, "TERMINATED"));
        }
    });
    await run.step("delete security", async (site, { network }) => {
        await network.deleteNetworkSecurityGroup({ networkSecurityGroupId: site.groupId });
        await gone(() => network.getWaiters().forNetworkSecurityGroup(
            { networkSecurityGroupId: site.groupId }, "TERMINATED"));
        await network.deleteSecurityList({ securityListId: site.securityListId });
        await gone(() => network.getWaiters().forSecurityList({ securityListId: site.securityListId }, "TERMINATED"));
    });
    await run.step("delete routes and gateways", async (site, { network }) => {
        await network.updateRouteTable({ rtId: site.defaultRouteTableId, updateRouteTableDetails: { routeRules: [] } });
        await network.deleteRouteTable({ rtId: site.routeTableId });
        await gone(() => network.getWaiters().forRouteTable({ rtId: site.routeTableId }, "TERMINATED"));
        await network.deleteInternetGateway({ igId: site.internetGatewayId });
        await gone(() => network.getWaiters().forInternetGateway({ igId: site.internetGatewayId }, "TERMINATED"));
        await network.deleteNatGateway({ natGatewayId: site.natGatewayId });
        await gone(() => network.getWaiters().forNatGateway({ natGatewayId: site.natGatewayId }, "TERMINATED"));
        await network.deleteServiceGateway({ serviceGatewayId: site.serviceGatewayId });
        await gone(() => network.getWaiters().forServiceGateway(
            { serviceGatewayId: site.serviceGatewayId }, "TERMINATED"));
    });
    await run.step("delete VCN", async (site, { network }) => {
        const { etag } = await network.getVcn({ vcnId: site.vcnId });
        await network.deleteVcn({ vcnId: site.vcnId, ifMatch: etag });
        await gone(() => network.getWaiters().forVcn({ vcnId: site.vcnId }, "TERMINATED"));
    });
}

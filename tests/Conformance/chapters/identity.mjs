import { expect, gone } from "../run.mjs";

/** Reads what is there before a site is made. */
export async function look(run, provider) {
    run.site.tenancyId = provider.getTenantId();
    await run.step("availability and fault domains", async (site, { identity }) => {
        const { items } = await identity.listAvailabilityDomains({ compartmentId: site.tenancyId });
        site.availabilityDomain = items[0].name;
        const faultDomains = await identity.listFaultDomains({
            compartmentId: site.tenancyId, availabilityDomain: site.availabilityDomain,
        });
        expect("The number of fault domains", faultDomains.items.length, 3);
    });
    await run.step("tenancy, region and compartments", async (site, { identity }) => {
        await identity.getTenancy({ tenancyId: site.tenancyId });
        const { items } = await identity.listRegionSubscriptions({ tenancyId: site.tenancyId });
        expect("The home region", items.some(region => region.isHomeRegion), true);
        const compartments = await identity.listCompartments({ compartmentId: site.tenancyId });
        site.compartmentId = compartments.items[0].id;
        await identity.getCompartment({ compartmentId: site.compartmentId });
    });
    await run.step("limits", async (site, { limits }) => {
        const services = await limits.listServices({ compartmentId: site.tenancyId });
        expect("The service compute", services.items.some(service => service.name === "compute"), true);
        const values = await limits.listLimitValues({ compartmentId: site.tenancyId, serviceName: "compute" });
        const limit = values.items.find(value => value.name === "standard-e5-core-count") ?? values.items[0];
        await limits.getResourceAvailability({
            compartmentId: site.tenancyId, serviceName: "compute", limitName: limit.name,
            availabilityDomain: limit.availabilityDomain,
        });
    });
}

export async function build(run) {
    await run.step("dynamic group", async (site, { identity }) => {
        const { dynamicGroup } = await identity.createDynamicGroup({
            createDynamicGroupDetails: {
                compartmentId: site.tenancyId, name: "site-nodes", description: "Nodes of the site",
                matchingRule: `instance.compartment.id = '${site.compartmentId}'`,
            },
        });
        site.dynamicGroupId = dynamicGroup.id;
        await identity.getWaiters().forDynamicGroup({ dynamicGroupId: dynamicGroup.id }, "ACTIVE");
        const { items } = await identity.listDynamicGroups({ compartmentId: site.tenancyId, name: "site-nodes" });
        expect("The number of groups", items.length, 1);
    });
    await run.step("policy", async (site, { identity }) => {
        const { policy } = await identity.createPolicy({
            createPolicyDetails: {
                compartmentId: site.compartmentId, name: "site-nodes", description: "What nodes may do",
                statements: [`Allow dynamic-group site-nodes to read objects in compartment id ${site.compartmentId}`],
            },
        });
        site.policyId = policy.id;
        await identity.getWaiters().forPolicy({ policyId: policy.id }, "ACTIVE");
        const { items } = await identity.listPolicies({ compartmentId: site.compartmentId });
        expect("The number of policies", items.length, 1);
    });
}

export async function remove(run) {
    await run.step("delete policy and dynamic group", async (site, { identity }) => {
        await identity.deletePolicy({ policyId: site.policyId });
        await gone(() => identity.getWaiters().forPolicy({ policyId: site.policyId }, "DELETED"));
        await identity.deleteDynamicGroup({ dynamicGroupId: site.dynamicGroupId });
        await gone(() => identity.getWaiters().forDynamicGroup({ dynamicGroupId: site.dynamicGroupId }, "DELETED"));
    });
}

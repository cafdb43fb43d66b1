import { expect } from "../run.mjs";

const ENDED = new Set(["TERMINATED", "DELETED", "DETACHED"]);

/** Lists every kind: what is told has to be gone. */
export async function check(run) {
    await run.step("nothing is left", async (site, clients) => {
        const { network, compute, files, databases, replicas, backups, balancers, identity } = clients;
        const inCompartment = { compartmentId: site.compartmentId };
        const inDomain = { ...inCompartment, availabilityDomain: site.availabilityDomain };
        const lists = {
            VCNs: () => network.listVcns(inCompartment),
            subnets: () => network.listSubnets(inCompartment),
            "internet gateways": () => network.listInternetGateways(inCompartment),
            "NAT gateways": () => network.listNatGateways(inCompartment),
            "service gateways": () => network.listServiceGateways(inCompartment),
            "route tables": () => network.listRouteTables(inCompartment),
            "security lists": () => network.listSecurityLists(inCompartment),
            "security groups": () => network.listNetworkSecurityGroups(inCompartment),
            "public addresses": () => network.listPublicIps({ ...inCompartment, scope: "REGION" }),
            instances: () => compute.listInstances(inCompartment),
            "VNIC attachments": () => compute.listVnicAttachments(inCompartment),
            "file systems": () => files.listFileSystems(inDomain),
            "mount targets": () => files.listMountTargets(inDomain),
            "export sets": () => files.listExportSets(inDomain),
            exports: () => files.listExports(inCompartment),
            "DB systems": () => databases.listDbSystems(inCompartment),
            replicas: () => replicas.listReplicas(inCompartment),
            backups: () => backups.listBackups(inCompartment),
            balancers: () => balancers.listNetworkLoadBalancers(inCompartment),
            policies: () => identity.listPolicies(inCompartment),
            "dynamic groups": () => identity.listDynamicGroups({ compartmentId: site.tenancyId }),
        };
        const found = [];
        for (const [name, call] of Object.entries(lists)) {
            const answer = await call();
            const items = answer.items ?? answer.networkLoadBalancerCollection.items;
            found.push(...items.filter(item => !ENDED.has(item.lifecycleState)).map(item =>
                `${name}: ${item.id} ${item.lifecycleState}`));
        }

        expect("What is left", found.join("; "), "");
    });
}

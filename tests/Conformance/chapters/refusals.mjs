import { generateKeyPairSync } from "node:crypto";
import { expect, refused } from "../run.mjs";

/** Requests that have to be refused, with the status and the code that OCI gives. */
export async function check(run, provider) {
    await run.step("a wrong key is 401", async site => {
        const { SimpleAuthenticationDetailsProvider, Region } = run.sdk.common;
        const { privateKey } = generateKeyPairSync("rsa", {
            modulusLength: 2048, privateKeyEncoding: { type: "pkcs8", format: "pem" },
            publicKeyEncoding: { type: "spki", format: "pem" },
        });
        const stranger = run.sdk.clients(new SimpleAuthenticationDetailsProvider(
            provider.getTenantId(), provider.getUser(), provider.getFingerprint(), privateKey, null,
            Region.EU_FRANKFURT_1));
        await refused(401, "NotAuthenticated", () => stranger.network.getVcn({ vcnId: site.vcnId }));
        await refused(401, "NotAuthenticated", () => stranger.network.createVcn({
            createVcnDetails: { compartmentId: site.compartmentId, cidrBlocks: ["10.9.0.0/16"] },
        }));
    });
    await run.step("an unknown identifier in the path is 404", async (site, clients) => {
        const unknown = kind => `ocid1.${kind}.oc1.eu-frankfurt-1.${"a".repeat(60)}`;
        await refused(404, "NotAuthorizedOrNotFound", () => clients.network.getVcn({ vcnId: unknown("vcn") }));
        await refused(404, "NotAuthorizedOrNotFound", () => clients.network.getVcn({ vcnId: site.internetGatewayId }));
        await refused(404, "NotAuthorizedOrNotFound",
            () => clients.compute.getInstance({ instanceId: unknown("instance") }));
        await refused(404, "NotAuthorizedOrNotFound",
            () => clients.files.getFileSystem({ fileSystemId: unknown("filesystem") }));
        await refused(404, "NotAuthorizedOrNotFound",
            () => clients.databases.getDbSystem({ dbSystemId: unknown("mysqldbsystem") }));
        await refused(404, "NotAuthorizedOrNotFound", () => clients.balancers.getNetworkLoadBalancer({
            networkLoadBalancerId: unknown("networkloadbalancer"),
        }));
    });
    await run.step("an unknown identifier in the body is 400", async (site, { network }) => {
        await refused(400, "RelatedResourceNotAuthorizedOrNotFound", () => network.createSubnet({
            createSubnetDetails: {
                compartmentId: site.compartmentId, cidrBlock: "10.0.9.0/24",
                vcnId: `ocid1.vcn.oc1.eu-frankfurt-1.${"a".repeat(60)}`,
            },
        }));
    });
    await run.step("a retry token that is used again gives the same resource", async (site, { network, compute }) => {
        const details = { compartmentId: site.compartmentId, cidrBlocks: ["10.8.0.0/16"], displayName: "token" };
        const first = await network.createVcn({ createVcnDetails: details, opcRetryToken: "token-1" });
        const second = await network.createVcn({ createVcnDetails: details, opcRetryToken: "token-1" });
        expect("The second identifier", second.vcn.id, first.vcn.id);
        await refused(409, "InvalidatedRetryToken", () => network.createVcn({
            createVcnDetails: { ...details, displayName: "another" }, opcRetryToken: "token-1",
        }));
        await network.getWaiters().forVcn({ vcnId: first.vcn.id }, "AVAILABLE");
        await network.deleteVcn({ vcnId: first.vcn.id });
        await network.getWaiters().forVcn({ vcnId: first.vcn.id }, "TERMINATED");
        await refused(409, "InvalidatedRetryToken",
            () => network.createVcn({ createVcnDetails: details, opcRetryToken: "token-1" }));
        const { items } = await compute.listInstances({ compartmentId: site.compartmentId });
        expect("The number of instances", items.length, 2);
    });
    await run.step("an etag that does not match is 412", async (site, clients) => {
        await refused(412, "NoEtagMatch", () => clients.network.updateVcn({
            vcnId: site.vcnId, ifMatch: "0123", updateVcnDetails: { displayName: "never" },
        }));
        await refused(412, "NoEtagMatch", () => clients.databases.updateDbSystem({
            dbSystemId: site.dbSystemId, ifMatch: "0123", updateDbSystemDetails: { displayName: "never" },
        }));
        await refused(412, "NoEtagMatch", () => clients.balancers.deleteNetworkLoadBalancer({
            networkLoadBalancerId: site.balancerId, ifMatch: "0123",
        }));
        await refused(412, "NoEtagMatch", () => clients.files.deleteFileSystem({
            fileSystemId: site.fileSystemId, ifMatch: "0123",
        }));
    });
    await run.step("an etag that is known already is 304", async (site, { databases, balancers }) => {
        // The SDK takes an answer without a body for an error without a code.
        const system = await databases.getDbSystem({ dbSystemId: site.dbSystemId });
        await refused(304, "None",
            () => databases.getDbSystem({ dbSystemId: site.dbSystemId, ifNoneMatch: system.etag }));
        const balancer = await balancers.getNetworkLoadBalancer({ networkLoadBalancerId: site.balancerId });
        await refused(304, "None", () => balancers.getNetworkLoadBalancer({
            networkLoadBalancerId: site.balancerId, ifNoneMatch: balancer.etag,
        }));
    });
    await run.step("what is in use cannot be deleted", async (site, clients) => {
        await refused(409, "Conflict", () => clients.network.deleteVcn({ vcnId: site.vcnId }));
        await refused(409, "Conflict", () => clients.network.deleteSubnet({ subnetId: site.subnets.nodes }));
        await refused(409, "Conflict",
            () => clients.files.deleteMountTarget({ mountTargetId: site.mountTargetId }));
        await refused(409, "Conflict", () => clients.databases.deleteDbSystem({ dbSystemId: site.dbSystemId }));
    });
    await run.step("a body that breaks the rules is 400", async (site, { network, compute }) => {
        const subnet = cidrBlock => () => network.createSubnet({
            createSubnetDetails: { compartmentId: site.compartmentId, vcnId: site.vcnId, cidrBlock },
        });
        await refused(400, "InvalidParameter", subnet("10.5.0.0/99"));
        await refused(400, "InvalidParameter", subnet("192.168.0.0/24"));
        await refused(400, "MissingParameter", () => network.createVcn({
            createVcnDetails: { compartmentId: site.compartmentId },
        }));
        await refused(400, "InvalidParameter", () => network.listVcns({
            compartmentId: site.compartmentId, page: "no-page",
        }));
        await refused(400, "InvalidParameter", () => compute.instanceAction({
            instanceId: site.instanceIds[0], action: "DANCE",
        }));
    });
    await run.step("an operation that is not there is 501", async (site, { pools }) => {
        await refused(501, "MethodNotImplemented", () => pools.listInstancePools({ compartmentId: site.compartmentId }));
    });
}

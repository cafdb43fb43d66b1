import { expect, gone } from "../run.mjs";

export async function build(run) {
    const changed = async ({ balancers }, response) => {
        await balancers.getWaiters().forWorkRequest({ workRequestId: response.opcWorkRequestId });
        await balancers.getWaiters().forNetworkLoadBalancer(
            { networkLoadBalancerId: run.site.balancerId }, "ACTIVE");
    };
    const inSet = () => ({ networkLoadBalancerId: run.site.balancerId, backendSetName: "web" });

    await run.step("balancer", async (site, clients) => {
        const { balancers } = clients;
        const created = await balancers.createNetworkLoadBalancer({
            createNetworkLoadBalancerDetails: {
                compartmentId: site.compartmentId, displayName: "campus", subnetId: site.subnets.public,
                isPrivate: false, reservedIps: [{ id: site.publicIpId }],
            },
            opcRetryToken: "balancer-of-campus",
        });
        expect("The first state", created.networkLoadBalancer.lifecycleState, "CREATING");
        site.balancerId = created.networkLoadBalancer.id;
        await changed(clients, created);
        const { networkLoadBalancer } = await balancers.getNetworkLoadBalancer({
            networkLoadBalancerId: site.balancerId,
        });
        expect("The public address", networkLoadBalancer.ipAddresses.find(address => address.isPublic).ipAddress,
            site.publicAddress);
        const { items } = await clients.network.listPrivateIps({ subnetId: site.subnets.public });
        const { publicIp } = await clients.network.getPublicIpByPrivateIpId({
            getPublicIpByPrivateIpIdDetails: { privateIpId: items[0].id },
        });
        expect("The reserved address", publicIp.id, site.publicIpId);
        const { networkLoadBalancerCollection } = await balancers.listNetworkLoadBalancers({
            compartmentId: site.compartmentId,
        });
        expect("The number of balancers", networkLoadBalancerCollection.items.length, 1);
    });
    await run.step("backend set", async (site, clients) => {
        const { balancers } = clients;
        await changed(clients, await balancers.createBackendSet({
            networkLoadBalancerId: site.balancerId,
            createBackendSetDetails: {
                name: "web", policy: "FIVE_TUPLE", isPreserveSource: false,
                healthChecker: { protocol: "HTTP", port: 80, urlPath: "/login/index.php", returnCode: 200,
                    intervalInMillis: 10000, timeoutInMillis: 3000, retries: 3 },
            },
        }));
        await balancers.getBackendSet(inSet());
        await changed(clients, await balancers.updateBackendSet({
            ...inSet(), updateBackendSetDetails: { policy: "THREE_TUPLE" },
        }));
        await changed(clients, await balancers.updateHealthChecker({
            ...inSet(), updateHealthCheckerDetails: { intervalInMillis: 5000 },
        }));
        const { healthChecker } = await balancers.getHealthChecker(inSet());
        expect("The interval", healthChecker.intervalInMillis, 5000);
    });
    await run.step("backends", async (site, clients) => {
        const { balancers } = clients;
        for (const [at, ipAddress] of site.addresses.entries()) {
            await changed(clients, await balancers.createBackend({
                ...inSet(), createBackendDetails: { name: `web-${at + 1}`, ipAddress, port: 80 },
            }));
        }

        const { backendCollection } = await balancers.listBackends(inSet());
        expect("The number of backends", backendCollection.items.length, 2);
    });
    await run.step("listener", async (site, clients) => {
        const { balancers } = clients;
        await changed(clients, await balancers.createListener({
            networkLoadBalancerId: site.balancerId,
            createListenerDetails: { name: "https", defaultBackendSetName: "web", port: 443, protocol: "TCP" },
        }));
        await changed(clients, await balancers.updateListener({
            networkLoadBalancerId: site.balancerId, listenerName: "https", updateListenerDetails: { port: 8443 },
        }));
    });
    await run.step("health", async (site, { balancers }) => {
        const backend = await balancers.getBackendHealth({ ...inSet(), backendName: "web-1" });
        expect("The status of a backend", backend.backendHealth.status, "OK");
        const set = await balancers.getBackendSetHealth(inSet());
        expect("The number of backends", set.backendSetHealth.totalBackendCount, 2);
        const all = await balancers.getNetworkLoadBalancerHealth({ networkLoadBalancerId: site.balancerId });
        expect("The status of the balancer", all.networkLoadBalancerHealth.status, "OK");
    });
    await run.step("drained backend", async (site, clients) => {
        const { balancers } = clients;
        await changed(clients, await balancers.updateBackend({
            ...inSet(), backendName: "web-2", updateBackendDetails: { isDrain: true },
        }));
        const { backend } = await balancers.getBackend({ ...inSet(), backendName: "web-2" });
        expect("isDrain", backend.isDrain, true);
    });
    await run.step("work requests of the balancer", async (site, { balancers }) => {
        const { workRequestCollection } = await balancers.listWorkRequests({ compartmentId: site.compartmentId });
        const workRequestId = workRequestCollection.items[0].id;
        const { workRequest } = await balancers.getWorkRequest({ workRequestId });
        expect("The status", workRequest.status, "SUCCEEDED");
        const { compartmentId } = site;
        await balancers.listWorkRequestErrors({ workRequestId, compartmentId });
        await balancers.listWorkRequestLogs({ workRequestId, compartmentId });
    });
    await run.step("changed balancer", async (site, clients) => {
        await changed(clients, await clients.balancers.updateNetworkLoadBalancer({
            networkLoadBalancerId: site.balancerId, updateNetworkLoadBalancerDetails: { displayName: "campus-web" },
        }));
    });
}

export async function remove(run) {
    const networkLoadBalancerId = () => run.site.balancerId;
    const changed = async ({ balancers }, response) => {
        await balancers.getWaiters().forWorkRequest({ workRequestId: response.opcWorkRequestId });
        await balancers.getWaiters().forNetworkLoadBalancer(
            { networkLoadBalancerId: networkLoadBalancerId() }, "ACTIVE");
    };
    await run.step("delete listener, backends and backend set", async (site, clients) => {
        const { balancers } = clients;
        const of = { networkLoadBalancerId: networkLoadBalancerId() };
        await changed(clients, await balancers.deleteListener({ ...of, listenerName: "https" }));
        for (const backendName of ["web-1", "web-2"]) {
            await changed(clients, await balancers.deleteBackend({ ...of, backendSetName: "web", backendName }));
        }

        await changed(clients, await balancers.deleteBackendSet({ ...of, backendSetName: "web" }));
    });
    await run.step("delete balancer", async (site, { balancers }) => {
        const of = { networkLoadBalancerId: networkLoadBalancerId() };
        const deleted = await balancers.deleteNetworkLoadBalancer(of);
        await balancers.getWaiters().forWorkRequest({ workRequestId: deleted.opcWorkRequestId });
        await gone(() => balancers.getWaiters().forNetworkLoadBalancer(of, "DELETED"));
    });
}

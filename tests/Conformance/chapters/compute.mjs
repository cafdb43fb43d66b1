import { expect, gone } from "../run.mjs";

const SHAPE = "VM.Standard.E5.Flex";

export async function build(run) {
    await run.step("shapes and images", async (site, { compute }) => {
        const { items } = await compute.listImages({
            compartmentId: site.compartmentId, operatingSystem: "Oracle Linux", operatingSystemVersion: "9", shape: SHAPE,
            sortBy: "TIMECREATED", sortOrder: "DESC",
        });
        site.imageId = items[0].id;
        await compute.getImage({ imageId: site.imageId });
        const shapes = await compute.listShapes({ compartmentId: site.compartmentId, imageId: site.imageId });
        expect("The shape", shapes.items.some(shape => shape.shape === SHAPE), true);
    });
    await run.step("capacity report", async (site, { compute }) => {
        const { computeCapacityReport } = await compute.createComputeCapacityReport({
            createComputeCapacityReportDetails: {
                compartmentId: site.tenancyId, availabilityDomain: site.availabilityDomain,
                shapeAvailabilities: [{ instanceShape: SHAPE, instanceShapeConfig: { ocpus: 1, memoryInGBs: 8 } }],
            },
        });
        expect("The status", computeCapacityReport.shapeAvailabilities[0].availabilityStatus, "AVAILABLE");
    });
    await run.step("instances", async (site, { compute }) => {
        site.instanceIds = [];
        for (const name of ["web-1", "web-2"]) {
            const launched = await compute.getWaiters().forLaunchInstance({
                launchInstanceDetails: {
                    compartmentId: site.compartmentId, availabilityDomain: site.availabilityDomain, displayName: name,
                    shape: SHAPE, shapeConfig: { ocpus: 1, memoryInGBs: 8 },
                    sourceDetails: { sourceType: "image", imageId: site.imageId, bootVolumeSizeInGBs: 50 },
                    createVnicDetails: { subnetId: site.subnets.nodes, assignPublicIp: false, hostnameLabel: name },
                    metadata: { user_data: Buffer.from("#cloud-config\n").toString("base64") },
                },
                opcRetryToken: `launch-${name}`,
            });
            expect("The first state", launched.response.instance.lifecycleState, "PROVISIONING");
            site.instanceIds.push(launched.response.instance.id);
            const waited = await compute.getWaiters().forInstance(
                { instanceId: launched.response.instance.id }, "RUNNING");
            expect("The boot volume", waited.instance.sourceDetails.bootVolumeSizeInGBs, 50);
        }
    });
    await run.step("VNICs", async (site, { compute, network }) => {
        site.addresses = [];
        for (const instanceId of site.instanceIds) {
            const { items } = await compute.listVnicAttachments({ compartmentId: site.compartmentId, instanceId });
            const { vnic } = await network.getVnic({ vnicId: items[0].vnicId });
            site.addresses.push(vnic.privateIp);
            await network.updateVnic({ vnicId: vnic.id, updateVnicDetails: { nsgIds: [site.groupId] } });
            const addresses = await network.listPrivateIps({ vnicId: vnic.id });
            expect("The number of addresses", addresses.items.length, 1);
        }

        expect("The number of VNICs", site.addresses.length, 2);
    });
    await run.step("work request of a launch", async (site, { workRequests }) => {
        const { items } = await workRequests.listWorkRequests({
            compartmentId: site.compartmentId, resourceId: site.instanceIds[0],
        });
        const { workRequest } = await workRequests.getWorkRequest({ workRequestId: items[0].id });
        expect("The status", workRequest.status, "SUCCEEDED");
        expect("The resource", workRequest.resources[0].identifier, site.instanceIds[0]);
        await workRequests.listWorkRequestErrors({ workRequestId: workRequest.id });
        await workRequests.listWorkRequestLogs({ workRequestId: workRequest.id });
    });
    await run.step("changed instance", async (site, { compute }) => {
        const [instanceId] = site.instanceIds;
        const { etag } = await compute.getInstance({ instanceId });
        await compute.updateInstance({
            instanceId, ifMatch: etag, updateInstanceDetails: { shapeConfig: { ocpus: 2, memoryInGBs: 16 } },
        });
        const waited = await compute.getWaiters().forInstance({ instanceId }, "RUNNING");
        expect("The state", waited.instance.lifecycleState, "RUNNING");
    });
    await run.step("stop and start", async (site, { compute }) => {
        const [instanceId] = site.instanceIds;
        await compute.instanceAction({ instanceId, action: "SOFTSTOP" });
        await compute.getWaiters().forInstance({ instanceId }, "STOPPED");
        await compute.instanceAction({ instanceId, action: "START" });
        await compute.getWaiters().forInstance({ instanceId }, "RUNNING");
    });
    await run.step("console history", async (site, { compute }) => {
        const { consoleHistory } = await compute.captureConsoleHistory({
            captureConsoleHistoryDetails: { instanceId: site.instanceIds[0] },
        });
        const instanceConsoleHistoryId = consoleHistory.id;
        await compute.getWaiters().forConsoleHistory({ instanceConsoleHistoryId }, "SUCCEEDED");
        // This SDK reads the plain text as JSON and fails: what was sent is looked at instead.
        await compute.getConsoleHistoryContent({ instanceConsoleHistoryId }).catch(error => {
            expect("The error", error.name, "SyntaxError");
        });
        expect("The type", compute.lastAnswer.headers.get("content-type"), "text/plain");
        expect("The rest", compute.lastAnswer.headers.get("opc-bytes-remaining"), "0");
        expect("Whether there is text", compute.lastAnswer.text.length > 0, true);
        await compute.deleteConsoleHistory({ instanceConsoleHistoryId });
    });
}

export async function remove(run) {
    await run.step("terminate instances", async (site, { compute }) => {
        for (const instanceId of site.instanceIds) {
            await compute.getWaiters().forTerminateInstance({ instanceId, preserveBootVolume: false });
            await gone(() => compute.getWaiters().forInstance({ instanceId }, "TERMINATED"));
        }
    });
}

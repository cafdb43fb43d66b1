import { expect, gone } from "../run.mjs";

export async function build(run) {
    await run.step("file system", async (site, { files }) => {
        const { fileSystem } = await files.createFileSystem({
            createFileSystemDetails: {
                compartmentId: site.compartmentId, availabilityDomain: site.availabilityDomain, displayName: "moodledata",
            },
        });
        expect("The first state", fileSystem.lifecycleState, "CREATING");
        site.fileSystemId = fileSystem.id;
        await files.getWaiters().forFileSystem({ fileSystemId: fileSystem.id }, "ACTIVE");
        const { items } = await files.listFileSystems({
            compartmentId: site.compartmentId, availabilityDomain: site.availabilityDomain, displayName: "moodledata",
        });
        expect("The number of file systems", items.length, 1);
    });
    await run.step("mount target", async (site, { files, network }) => {
        const { mountTarget } = await files.createMountTarget({
            createMountTargetDetails: {
                compartmentId: site.compartmentId, availabilityDomain: site.availabilityDomain,
                subnetId: site.subnets.nodes, displayName: "storage", hostnameLabel: "storage", ipAddress: "10.0.1.7",
            },
        });
        site.mountTargetId = mountTarget.id;
        const waited = await files.getWaiters().forMountTarget({ mountTargetId: mountTarget.id }, "ACTIVE");
        site.exportSetId = waited.mountTarget.exportSetId;
        const { privateIp } = await network.getPrivateIp({ privateIpId: waited.mountTarget.privateIpIds[0] });
        expect("The address", privateIp.ipAddress, "10.0.1.7");
        await files.listMountTargets({
            compartmentId: site.compartmentId, availabilityDomain: site.availabilityDomain,
        });
    });
    await run.step("export", async (site, { files }) => {
        const { exportSet } = await files.getExportSet({ exportSetId: site.exportSetId });
        expect("The state of the export set", exportSet.lifecycleState, "ACTIVE");
        await files.listExportSets({ compartmentId: site.compartmentId, availabilityDomain: site.availabilityDomain });
        await files.updateExportSet({
            exportSetId: site.exportSetId, updateExportSetDetails: { maxFsStatBytes: 1099511627776 },
        });
        const created = await files.createExport({
            createExportDetails: {
                exportSetId: site.exportSetId, fileSystemId: site.fileSystemId, path: "/moodledata",
                exportOptions: [{ source: "10.0.1.0/24", access: "READ_WRITE", identitySquash: "NONE" }],
            },
        });
        site.exportId = created.export.id;
        await files.getWaiters().forExport({ exportId: site.exportId }, "ACTIVE");
        const updated = await files.updateExport({
            exportId: site.exportId,
            updateExportDetails: {
                exportOptions: [{ source: "10.0.1.0/24", access: "READ_WRITE", identitySquash: "NONE",
                    requirePrivilegedSourcePort: true }],
            },
        });
        expect("The port rule", updated.export.exportOptions[0].requirePrivilegedSourcePort, true);
        const { items } = await files.listExports({ exportSetId: site.exportSetId });
        expect("The number of exports", items.length, 1);
    });
    await run.step("snapshot", async (site, { files }) => {
        const { snapshot } = await files.createSnapshot({
            createSnapshotDetails: { fileSystemId: site.fileSystemId, name: "before-upgrade" },
        });
        site.snapshotId = snapshot.id;
        await files.getWaiters().forSnapshot({ snapshotId: snapshot.id }, "ACTIVE");
        const { items } = await files.listSnapshots({ fileSystemId: site.fileSystemId });
        expect("The number of snapshots", items.length, 1);
    });
}

export async function remove(run) {
    await run.step("delete snapshot", async (site, { files }) => {
        await files.deleteSnapshot({ snapshotId: site.snapshotId });
        await gone(() => files.getWaiters().forSnapshot({ snapshotId: site.snapshotId }, "DELETED"));
    });
    await run.step("delete export, mount target and file system", async (site, { files }) => {
        await files.deleteExport({ exportId: site.exportId });
        await gone(() => files.getWaiters().forExport({ exportId: site.exportId }, "DELETED"));
        await files.deleteMountTarget({ mountTargetId: site.mountTargetId });
        await gone(() => files.getWaiters().forMountTarget({ mountTargetId: site.mountTargetId }, "DELETED"));
        await files.deleteFileSystem({ fileSystemId: site.fileSystemId });
        await gone(() => files.getWaiters().forFileSystem({ fileSystemId: site.fileSystemId }, "DELETED"));
    });
}

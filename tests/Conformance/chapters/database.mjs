import { expect, gone } from "../run.mjs";

const SHAPE = "MySQL.8";

export async function build(run) {
    await run.step("shapes, versions and configurations", async (site, { mysql }) => {
        const { compartmentId } = site;
        const shapes = await mysql.listShapes({ compartmentId, isSupportedFor: ["DBSYSTEM"] });
        expect("The shape", shapes.items.some(shape => shape.name === SHAPE), true);
        const versions = await mysql.listVersions({ compartmentId });
        site.mysqlVersion = versions.items.find(family => family.versionFamily.startsWith("8.4")).versions[0].version;
        const configurations = await mysql.listConfigurations({ compartmentId, shapeName: SHAPE, type: ["DEFAULT"] });
        site.configurationId = configurations.items.find(item => item.displayName === `${SHAPE}.HA`).id;
    });
    await run.step("highly available DB system", async (site, { databases, mysqlRequests }) => {
        const created = await databases.createDbSystem({
            createDbSystemDetails: {
                compartmentId: site.compartmentId, subnetId: site.subnets.database, displayName: "campus-db",
                shapeName: SHAPE, configurationId: site.configurationId, mysqlVersion: site.mysqlVersion,
                availabilityDomain: site.availabilityDomain, faultDomain: "FAULT-DOMAIN-1",
                adminUsername: "admin", adminPassword: "Conformance-2026!", dataStorageSizeInGBs: 50,
                isHighlyAvailable: true, hostnameLabel: "db", nsgIds: [site.groupId],
                backupPolicy: { isEnabled: true, retentionInDays: 7, windowStartTime: "02:00" },
                maintenance: { windowStartTime: "sun 04:00" }, readEndpoint: { isEnabled: true },
                deletionPolicy: {
                    automaticBackupRetention: "DELETE", finalBackup: "SKIP_FINAL_BACKUP", isDeleteProtected: true,
                },
            },
            opcRetryToken: "db-of-campus",
        });
        expect("The first state", created.dbSystem.lifecycleState, "CREATING");
        site.dbSystemId = created.dbSystem.id;
        await mysqlRequests.getWaiters().forWorkRequest({ workRequestId: created.opcWorkRequestId });
        const { dbSystem } = await databases.getWaiters().forDbSystem({ dbSystemId: site.dbSystemId }, "ACTIVE");
        expect("The primary's modes", dbSystem.endpoints.find(end => end.resourceType === "DBSYSTEM").modes.join(),
            "READ,WRITE");
        expect("The fault domain", dbSystem.currentPlacement.faultDomain, "FAULT-DOMAIN-1");
        const { items } = await databases.listDbSystems({ compartmentId: site.compartmentId });
        expect("The number of DB systems", items.length, 1);
    });
    await run.step("work request of the DB system", async (site, { mysqlRequests }) => {
        const { items } = await mysqlRequests.listWorkRequests({ compartmentId: site.compartmentId });
        const { workRequest } = await mysqlRequests.getWorkRequest({ workRequestId: items[0].id });
        expect("The status", workRequest.status, "SUCCEEDED");
        await mysqlRequests.listWorkRequestErrors({ workRequestId: workRequest.id });
        await mysqlRequests.listWorkRequestLogs({ workRequestId: workRequest.id });
    });
    await run.step("changed DB system", async (site, { databases, mysqlRequests }) => {
        const { dbSystemId } = site;
        const { etag } = await databases.getDbSystem({ dbSystemId });
        const updated = await databases.updateDbSystem({
            dbSystemId, ifMatch: etag, updateDbSystemDetails: { description: "Campus", dataStorageSizeInGBs: 100 },
        });
        await mysqlRequests.getWaiters().forWorkRequest({ workRequestId: updated.opcWorkRequestId });
        const { dbSystem } = await databases.getWaiters().forDbSystem({ dbSystemId }, "ACTIVE");
        expect("The storage", dbSystem.dataStorage.dataStorageSizeInGBs, 100);
    });
    await run.step("switchover", async (site, { databases, mysqlRequests }) => {
        const { dbSystemId } = site;
        const switched = await databases.updateDbSystem({
            dbSystemId, updateDbSystemDetails: { faultDomain: "FAULT-DOMAIN-2" },
        });
        await mysqlRequests.getWaiters().forWorkRequest({ workRequestId: switched.opcWorkRequestId });
        const { dbSystem } = await databases.getWaiters().forDbSystem({ dbSystemId }, "ACTIVE");
        expect("The fault domain", dbSystem.currentPlacement.faultDomain, "FAULT-DOMAIN-2");
    });
    await run.step("replica", async (site, { databases, replicas, mysqlRequests }) => {
        const created = await replicas.createReplica({
            createReplicaDetails: { dbSystemId: site.dbSystemId, displayName: "campus-replica" },
        });
        site.replicaId = created.replica.id;
        await mysqlRequests.getWaiters().forWorkRequest({ workRequestId: created.opcWorkRequestId });
        await replicas.getWaiters().forReplica({ replicaId: site.replicaId }, "ACTIVE");
        const { dbSystem } = await databases.getDbSystem({ dbSystemId: site.dbSystemId });
        expect("The replica's endpoint", dbSystem.endpoints.some(end => end.resourceId === site.replicaId), true);
        const { items } = await replicas.listReplicas({
            compartmentId: site.compartmentId, dbSystemId: site.dbSystemId,
        });
        expect("The number of replicas", items.length, 1);
        const updated = await replicas.updateReplica({
            replicaId: site.replicaId, updateReplicaDetails: { displayName: "campus-reader" },
        });
        await mysqlRequests.getWaiters().forWorkRequest({ workRequestId: updated.opcWorkRequestId });
        await replicas.getWaiters().forReplica({ replicaId: site.replicaId }, "ACTIVE");
    });
    await run.step("HeatWave cluster", async (site, { databases, mysql, mysqlRequests }) => {
        const { dbSystemId, compartmentId } = site;
        const shapes = await mysql.listShapes({ compartmentId, isSupportedFor: ["HEATWAVECLUSTER"] });
        const added = await databases.addHeatWaveCluster({
            dbSystemId, addHeatWaveClusterDetails: { shapeName: shapes.items[0].name, clusterSize: 1 },
        });
        site.hasHeatWave = true;
        await mysqlRequests.getWaiters().forWorkRequest({ workRequestId: added.opcWorkRequestId });
        await databases.getWaiters().forHeatWaveCluster({ dbSystemId }, "ACTIVE");
        const { dbSystem } = await databases.getWaiters().forDbSystem({ dbSystemId }, "ACTIVE");
        expect("isHeatWaveClusterAttached", dbSystem.isHeatWaveClusterAttached, true);
        const updated = await databases.updateHeatWaveCluster({
            dbSystemId, updateHeatWaveClusterDetails: { clusterSize: 2 },
        });
        await mysqlRequests.getWaiters().forWorkRequest({ workRequestId: updated.opcWorkRequestId });
        const { heatWaveCluster } = await databases.getWaiters().forHeatWaveCluster({ dbSystemId }, "ACTIVE");
        expect("The number of nodes", heatWaveCluster.clusterNodes.length, 2);
    });
    await run.step("backup", async (site, { backups, mysqlRequests, databases }) => {
        await databases.getWaiters().forDbSystem({ dbSystemId: site.dbSystemId }, "ACTIVE");
        const created = await backups.createBackup({
            createBackupDetails: { dbSystemId: site.dbSystemId, displayName: "before-upgrade", backupType: "FULL" },
        });
        site.backupId = created.backup.id;
        await mysqlRequests.getWaiters().forWorkRequest({ workRequestId: created.opcWorkRequestId });
        await backups.getWaiters().forBackup({ backupId: site.backupId }, "ACTIVE");
        const { items } = await backups.listBackups({ compartmentId: site.compartmentId, dbSystemId: site.dbSystemId });
        expect("The number of backups", items.length, 1);
    });
    await run.step("stop, start and restart the DB system", async (site, { databases, mysqlRequests }) => {
        const { dbSystemId } = site;
        const stopped = await databases.stopDbSystem({ dbSystemId, stopDbSystemDetails: { shutdownType: "FAST" } });
        await mysqlRequests.getWaiters().forWorkRequest({ workRequestId: stopped.opcWorkRequestId });
        await databases.getWaiters().forDbSystem({ dbSystemId }, "INACTIVE");
        const started = await databases.startDbSystem({ dbSystemId });
        await mysqlRequests.getWaiters().forWorkRequest({ workRequestId: started.opcWorkRequestId });
        await databases.getWaiters().forDbSystem({ dbSystemId }, "ACTIVE");
        const again = await databases.restartDbSystem({
            dbSystemId, restartDbSystemDetails: { shutdownType: "SLOW" },
        });
        await mysqlRequests.getWaiters().forWorkRequest({ workRequestId: again.opcWorkRequestId });
        await databases.getWaiters().forDbSystem({ dbSystemId }, "ACTIVE");
    });
}

export async function remove(run) {
    await run.step("delete backup", async (site, { backups }) => {
        await backups.deleteBackup({ backupId: site.backupId });
        await gone(() => backups.getWaiters().forBackup({ backupId: site.backupId }, "DELETED"));
    });
    await run.step("delete HeatWave cluster", async (site, { databases, mysqlRequests }) => {
        const { dbSystemId } = site;
        const deleted = await databases.deleteHeatWaveCluster({ dbSystemId });
        await mysqlRequests.getWaiters().forWorkRequest({ workRequestId: deleted.opcWorkRequestId });
        await gone(() => databases.getWaiters().forHeatWaveCluster({ dbSystemId }, "DELETED"));
        const { dbSystem } = await databases.getWaiters().forDbSystem({ dbSystemId }, "ACTIVE");
        expect("isHeatWaveClusterAttached", dbSystem.isHeatWaveClusterAttached, false);
    });
    await run.step("delete replica", async (site, { replicas, mysqlRequests }) => {
        const deleted = await replicas.deleteReplica({ replicaId: site.replicaId });
        await mysqlRequests.getWaiters().forWorkRequest({ workRequestId: deleted.opcWorkRequestId });
        await gone(() => replicas.getWaiters().forReplica({ replicaId: site.replicaId }, "DELETED"));
    });
    await run.step("delete DB system", async (site, { databases, mysqlRequests }) => {
        const { dbSystemId } = site;
        const updated = await databases.updateDbSystem({
            dbSystemId, updateDbSystemDetails: { deletionPolicy: { isDeleteProtected: false } },
        });
        await mysqlRequests.getWaiters().forWorkRequest({ workRequestId: updated.opcWorkRequestId });
        await databases.getWaiters().forDbSystem({ dbSystemId }, "ACTIVE");
        const deleted = await databases.deleteDbSystem({ dbSystemId });
        await mysqlRequests.getWaiters().forWorkRequest({ workRequestId: deleted.opcWorkRequestId });
        await gone(() => databases.getWaiters().forDbSystem({ dbSystemId }, "DELETED"));
    });
}

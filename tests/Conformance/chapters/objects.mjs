import { expect, refused } from "../run.mjs";

const TEXT = "moodle ä".repeat(1000);

export async function build(run) {
    await run.step("bucket", async (site, { objects }) => {
        const { value } = await objects.getNamespace({});
        site.namespaceName = value;
        await objects.createBucket({
            namespaceName: value,
            createBucketDetails: { compartmentId: site.compartmentId, name: "campus", storageTier: "Standard" },
        });
        await objects.getBucket({ namespaceName: value, bucketName: "campus" });
    });
    await run.step("object", async (site, { objects }) => {
        const inBucket = { namespaceName: site.namespaceName, bucketName: "campus" };
        const named = { ...inBucket, objectName: "backups/first file.txt" };
        await objects.putObject({ ...named, putObjectBody: TEXT, contentLength: Buffer.byteLength(TEXT) });
        const head = await objects.headObject(named);
        expect("The length", head.contentLength, Buffer.byteLength(TEXT));
        const { value } = await objects.getObject(named);
        expect("The content", await new Response(value).text(), TEXT);
        const { listObjects } = await objects.listObjects({ ...inBucket, prefix: "backups/", fields: "name,size" });
        expect("The objects", listObjects.objects.map(object => object.name).join(), "backups/first file.txt");
    });
    await run.step("pre-authenticated request", async (site, { objects }) => {
        const inBucket = { namespaceName: site.namespaceName, bucketName: "campus" };
        const { preauthenticatedRequest } = await objects.createPreauthenticatedRequest({
            ...inBucket,
            createPreauthenticatedRequestDetails: {
                name: "first", objectName: "backups/first file.txt", accessType: "ObjectRead",
                timeExpires: new Date(Date.now() + 3600_000),
            },
        });
        const address = new URL(preauthenticatedRequest.accessUri, run.endpoint);
        expect("The content", await (await fetch(address)).text(), TEXT);
        await objects.deletePreauthenticatedRequest({ ...inBucket, parId: preauthenticatedRequest.id });
        expect("The status without it", (await fetch(address)).status, 404);
    });
}

export async function remove(run) {
    await run.step("delete object and bucket", async (site, { objects }) => {
        const inBucket = { namespaceName: site.namespaceName, bucketName: "campus" };
        await refused(409, "BucketNotEmpty", () => objects.deleteBucket(inBucket));
        await objects.deleteObject({ ...inBucket, objectName: "backups/first file.txt" });
        await objects.deleteBucket(inBucket);
        await refused(404, "BucketNotFound", () => objects.getBucket(inBucket));
    });
}

// Answers that are wrong have to be found: node --test declarations.test.mjs, with PACKAGES=FOLDER/node_modules.
import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { Declarations } from "./declarations.mjs";

const packages = process.env.PACKAGES ?? join(dirname(fileURLToPath(import.meta.url)), "node_modules");
const core = new Declarations(packages, "oci-core");
const mysql = new Declarations(packages, "oci-mysql");
const rightGateway = {
    compartmentId: "c", id: "i", lifecycleState: "AVAILABLE", vcnId: "v", isEnabled: true, displayName: null,
    timeCreated: "2026-11-22T10:15:30.123Z", freeformTags: { site: "campus" }, definedTags: { a: { b: 1 } },
};
const gateway = changes => core.check("model.InternetGateway", { ...rightGateway, ...changes }, "gateway");

test("a right answer has no findings", () => assert.deepEqual(gateway({}), []));

for (const [name, changes, finding] of [
    ["a required member that is missing", { vcnId: undefined }, "gateway.vcnId is missing (required in InternetGateway)"],
    ["a required member that is null", { vcnId: null }, "gateway.vcnId is null"],
    ["a value that the enumeration does not have", { lifecycleState: "ACTIVE" },
        'gateway.lifecycleState is none of InternetGateway.LifecycleState: "ACTIVE"'],
    ["a date without milliseconds", { timeCreated: "2026-11-22T10:15:30Z" },
        'gateway.timeCreated is no date: "2026-11-22T10:15:30Z"'],
    ["a text where a boolean belongs", { isEnabled: "true" }, 'gateway.isEnabled is no boolean: "true"'],
    ["a tag that is no text", { freeformTags: { site: 1 } }, "gateway.freeformTags.site is no string: 1"],
    ["a member that the model does not have", { vcnID: "v" }, "gateway.vcnID is unknown to InternetGateway"],
]) {
    test(`${name} is found`, () => assert.deepEqual(gateway(changes), [finding]));
}

test("models inside of lists and maps are looked into", () => {
    const table = {
        compartmentId: "c", id: "i", lifecycleState: "AVAILABLE", vcnId: "v",
        routeRules: [{ networkEntityId: "n", destinationType: "CIDR" }],
    };
    assert.deepEqual(core.check("model.RouteTable", table, "table"),
        ['table.routeRules[0].destinationType is none of RouteRule.DestinationType: "CIDR"']);
});

test("a value of several kinds is held against the kind that it says it is", () => {
    assert.deepEqual(
        core.check("model.InstanceSourceDetails", { sourceType: "image", imageId: 1 }, "source"),
        ["source.imageId is no string: 1"]);
    assert.deepEqual(
        mysql.check("model.DbSystemSourceFromBackup | model.DbSystemSourceFromNone", { sourceType: "NONE" }, "source"), []);
});

test("every member of a response is known", () => {
    assert.deepEqual([...mysql.response("createReplica").keys()],
        ["location", "etag", "opcRequestId", "opcWorkRequestId", "replica"]);
});

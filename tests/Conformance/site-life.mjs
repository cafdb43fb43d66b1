// A whole site's life through Oracle's TypeScript SDK: everything that a site is made of is made, changed, read and
// deleted, and nothing is left. Usage:
//
//   node site-life.mjs --config STATE/oci/config --endpoint http://127.0.0.1:PORT [--packages FOLDER/node_modules]
//
// Prints a line of JSON for each step and one at the end: {"steps","failed","milliseconds"}. Exit code 1 when a step failed.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import * as balancer from "./chapters/balancer.mjs";
import * as compute from "./chapters/compute.mjs";
import * as database from "./chapters/database.mjs";
import * as identity from "./chapters/identity.mjs";
import * as left from "./chapters/left.mjs";
import * as network from "./chapters/network.mjs";
import * as objects from "./chapters/objects.mjs";
import * as refusals from "./chapters/refusals.mjs";
import * as storage from "./chapters/storage.mjs";
import { Sdk } from "./clients.mjs";
import { Run } from "./run.mjs";

const { values: options } = parseArgs({
    options: {
        config: { type: "string" },
        endpoint: { type: "string" },
        packages: { type: "string", default: join(dirname(fileURLToPath(import.meta.url)), "node_modules") },
    },
});
if (!options.config || !options.endpoint) {
    console.error("Give --config STATE/oci/config and --endpoint http://127.0.0.1:PORT.");
    process.exit(2);
}

const began = performance.now();
const sdk = new Sdk(options.packages, options.endpoint);
const provider = new sdk.common.ConfigFileAuthenticationDetailsProvider(options.config, "DEFAULT");
const run = new Run(sdk, sdk.clients(provider), options.endpoint);

await identity.look(run, provider);
await identity.build(run);
await network.build(run);
await storage.build(run);
await compute.build(run);
await database.build(run);
await balancer.build(run);
await objects.build(run);
await refusals.check(run, provider);

await objects.remove(run);
await balancer.remove(run);
await database.remove(run);
await compute.remove(run);
await storage.remove(run);
await network.remove(run);
await identity.remove(run);
await left.check(run);

console.log(JSON.stringify({
    steps: run.steps, failed: run.failed, milliseconds: Math.round(performance.now() - began),
}));

// The SDK keeps timers that would hold the process.
process.exit(run.failed === 0 ? 0 : 1);

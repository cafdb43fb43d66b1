// The SDK's clients, each pointed at the endpoint, with every answer checked against the SDK's declarations.
import { createRequire } from "node:module";
import { join } from "node:path";
import { Declarations } from "./declarations.mjs";

const CLIENTS = {
    identity: ["oci-identity", "IdentityClient"],
    network: ["oci-core", "VirtualNetworkClient"],
    compute: ["oci-core", "ComputeClient"],
    pools: ["oci-core", "ComputeManagementClient"],
    files: ["oci-filestorage", "FileStorageClient"],
    databases: ["oci-mysql", "DbSystemClient"],
    replicas: ["oci-mysql", "ReplicasClient"],
    backups: ["oci-mysql", "DbBackupsClient"],
    mysql: ["oci-mysql", "MysqlaasClient"],
    mysqlRequests: ["oci-mysql", "WorkRequestsClient"],
    balancers: ["oci-networkloadbalancer", "NetworkLoadBalancerClient"],
    limits: ["oci-limits", "LimitsClient"],
    objects: ["oci-objectstorage", "ObjectStorageClient"],
    workRequests: ["oci-workrequests", "WorkRequestClient"],
};

export class Sdk {
    #packages;
    #require;
    #endpoint;
    #declarations = new Map();

    /** Findings of the step under way: what the answers lack or have wrong. */
    findings = [];

    constructor(packages, endpoint) {
        this.#packages = packages;
        this.#require = createRequire(join(packages, "any.js"));
        this.#endpoint = endpoint;
        this.common = this.#require("oci-common");
    }

    /** Clients that sign with this provider. */
    clients(provider) {
        const made = {};
        for (const [name, [packageName, className]] of Object.entries(CLIENTS)) {
            made[name] = this.#client(packageName, className, provider);
        }

        // Waiters of the SDK poll every 20 ms here and give up after a minute.
        const waiting = {
            terminationStrategy: new this.common.MaxTimeTerminationStrategy(60),
            delayStrategy: new this.common.FixedTimeDelayStrategy(0.02),
        };
        for (const name of ["mysqlRequests", "balancers", "databases", "replicas", "backups", "files", "identity",
            "workRequests"]) {
            made[name].createWaiters(waiting);
        }

        for (const name of ["network", "compute"]) {
            made[name].createWaiters(made.workRequests, waiting);
        }

        return made;
    }

    #client(packageName, className, provider) {
        const inner = new this.common.FetchHttpClient(new this.common.DefaultRequestSigner(provider));
        let last;
        const httpClient = {
            async send(...request) {
                const answer = await inner.send(...request);
                last = { status: answer.status, headers: answer.headers, text: await answer.clone().text() };
                return answer;
            },
        };
        const client = new (this.#require(packageName)[className])({ authenticationDetailsProvider: provider, httpClient });
        client.endpoint = this.#endpoint;
        const check = (operation, answer) => this.#check(packageName, operation, answer);
        return new Proxy(client, {
            get(target, name, self) {
                // { status, headers, text } as they came
                if (name === "lastAnswer") {
                    return last;
                }

                const member = target[name];
                if (typeof member !== "function") {
                    return member;
                }

                // Waiters and iterators call the client they are given: it has to be the one that checks.
                if (/^(create|get)Waiters$|^close|^listAll/.test(String(name))) {
                    return member.bind(self);
                }

                return async (...request) => {
                    const answer = await member.apply(target, request);
                    check(name, last);
                    return answer;
                };
            },
        });
    }

    #check(packageName, operation, answer) {
        if (!this.#declarations.has(packageName)) {
            this.#declarations.set(packageName, new Declarations(this.#packages, packageName));
        }

        const declarations = this.#declarations.get(packageName);
        for (const [member, { type }] of declarations.response(operation)) {
            if (/\bmodel\./.test(type)) {
                const value = answer.text === "" ? undefined : JSON.parse(answer.text);
                this.findings.push(...(value === undefined
                    ? [`${operation}: no body`]
                    : declarations.check(type, value, `${operation}: ${member}`)));
            } else if (member === "etag" || member === "opcRequestId" || member === "opcWorkRequestId") {
                const header = member.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);
                if (!answer.headers.get(header)) {
                    this.findings.push(`${operation}: no header ${header}`);
                }
            }
        }
    }
}

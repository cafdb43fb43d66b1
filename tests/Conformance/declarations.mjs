// What an answer has to look like, read from the type declarations that the SDK's packages carry: members that are
// required, types, values of enumerations, dates. The SDK itself takes any answer without a word.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

// The real service answers null in these members although the SDK calls them required; a replica has its address only
// once it is made.
const NULL_IS_FINE = new Set(["Image.compartmentId", "ConfigurationSummary.compartmentId", "Compartment.compartmentId",
    "Replica.ipAddress", "ReplicaSummary.ipAddress"]);

// RFC 3339 in UTC with milliseconds: 2026-11-22T10:15:30.123Z
const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

export class Declarations {
    #folder;
    #models = new Map();
    #files;

    /** @param {string} packages folder of node_modules @param {string} name such as oci-core */
    constructor(packages, name) {
        this.#folder = join(packages, name, "lib");
        // Sample: import * as DbSystem from "./db-system";
        const index = readFileSync(join(this.#folder, "model/index.d.ts"), "utf8");
        this.#files = new Map([...index.matchAll(/import \* as (\w+) from "\.\/([\w-]+)"/g)].map(hit => [hit[1], hit[2]]));
    }

    /** Members of an operation's response, such as vcn, etag, opcRequestId, with their types. */
    response(operation) {
        const file = operation.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);
        const path = join(this.#folder, `response/${file}-response.d.ts`);
        return existsSync(path) ? members(withoutComments(readFileSync(path, "utf8"))) : new Map();
    }

    /** What is wrong with the JSON value of this type; empty when nothing is. */
    check(type, value, where, nullIsFine = false) {
        if (value === null) {
            return nullIsFine ? [] : [`${where} is null`];
        }

        const list = /^Array<(.*)>$/s.exec(type) ?? /^([^|{]*)\[\]$/s.exec(type);
        if (list) {
            return Array.isArray(value)
                ? value.flatMap((item, at) => this.check(list[1].trim(), item, `${where}[${at}]`))
                : [`${where} is not a list`];
        }

        const map = /^\{\s*\[key: string\]:\s*(.*?);?\s*\}$/s.exec(type);
        if (map) {
            return isObject(value)
                ? Object.entries(value).flatMap(([key, item]) => this.check(map[1].trim(), item, `${where}.${key}`, true))
                : [`${where} is not a map`];
        }

        return this.#checkPlain(type, value, where);
    }

    #checkPlain(type, value, where) {
        switch (type) {
            case "any": return [];
            case "Date":
                return typeof value === "string" && DATE.test(value) ? [] : [`${where} is no date: ${JSON.stringify(value)}`];
            case "string": case "number": case "boolean":
                return typeof value === type ? [] : [`${where} is no ${type}: ${JSON.stringify(value)}`];
        }

        const names = type.split("|").map(part => part.trim().replace(/^model\./, ""));
        if (names.length > 1) {
            const results = names.map(name => this.#checkModel(name, value, where));
            return results.sort((one, other) => one.length - other.length)[0];
        }

        return this.#checkModel(names[0], value, where);
    }

    #checkModel(name, value, where) {
        const [owner, inner] = name.split(".");
        const model = this.#model(owner);
        const values = inner ? model.enums.get(inner) : model.enums.get(owner);
        if (values) {
            return values.includes(value) ? [] : [`${where} is none of ${name}: ${JSON.stringify(value)}`];
        }

        if (!isObject(value)) {
            return [`${where} is no ${name}`];
        }

        const kind = model.kinds.get(value[model.discriminator]);
        if (kind && kind !== name) {
            return this.#checkModel(kind, value, where);
        }

        const problems = [];
        const known = this.#allMembers(name);
        for (const [member, { type, isRequired }] of known) {
            const path = `${where}.${member}`;
            const isNullFine = !isRequired || NULL_IS_FINE.has(`${name}.${member}`);
            if (value[member] === undefined) {
                if (isRequired) {
                    problems.push(`${path} is missing (required in ${name})`);
                }
            } else {
                problems.push(...this.check(type, value[member], path, isNullFine));
            }
        }

        for (const member of Object.keys(value).filter(member => !known.has(member))) {
            problems.push(`${where}.${member} is unknown to ${name}`);
        }

        return problems;
    }

    #allMembers(name) {
        const model = this.#model(name);
        return new Map([...(model.base ? this.#allMembers(model.base) : []), ...model.members]);
    }

    #model(name) {
        let model = this.#models.get(name);
        if (!model) {
            const path = join(this.#folder, "model", this.#files.get(name) ?? `no-file-of-${name}`);
            const text = withoutComments(readFileSync(`${path}.d.ts`, "utf8"));
            const script = readFileSync(`${path}.js`, "utf8");
            model = {
                members: members(text),
                base: /export interface \w+ extends model\.(\w+)/.exec(text)?.[1],
                // Sample: enum LifecycleState { Provisioning = "PROVISIONING", ... }
                enums: new Map([...text.matchAll(/enum (\w+) \{(.*?)\}/gs)].map(hit =>
                    [hit[1], [...hit[2].matchAll(/= "(.*?)"/g)].map(value => value[1])])),
                // Sample: switch (obj.sourceType) { case "image": return model.InstanceSourceViaImageDetails.get...
                discriminator: /switch \(obj\.(\w+)\)/.exec(script)?.[1],
                kinds: new Map([...script.matchAll(/case "(.*?)":\s*return model\.(\w+)\./g)].map(hit => [hit[1], hit[2]])),
            };
            this.#models.set(name, model);
        }

        return model;
    }
}

function isObject(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

function withoutComments(text) {
    return text.replace(/\/\*.*?\*\//gs, "");
}

// Sample: "lifecycleState": Subnet.LifecycleState;   "dnsLabel"?: string;
function members(text) {
    const body = /export interface [^{]*\{(.*?)\n\}/s.exec(text)?.[1] ?? "";
    return new Map([...body.matchAll(/^ {4}"(\w+)"(\??): (.*?);$(?=\s*(?:^ {4}"|(?![\s\S])))/gms)].map(hit =>
        [hit[1], { type: hit[3].trim(), isRequired: hit[2] === "" }]));
}

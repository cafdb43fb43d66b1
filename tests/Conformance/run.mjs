// One run: its steps, what they made, and a line of JSON for each.

export class Run {
    #sdk;
    #made = {};
    #failed = 0;
    #steps = 0;

    /** Clients of the SDK by name. */
    clients;

    /** What the steps made, by name. Reading what is not there ends the step. */
    site;

    /** Where the API is. */
    endpoint;

    constructor(sdk, clients, endpoint) {
        this.endpoint = endpoint;
        this.#sdk = sdk;
        this.clients = clients;
        this.site = new Proxy(this.#made, {
            get(made, name) {
                if (!(name in made)) {
                    throw new Error(`This needs ${String(name)}, which an earlier step should have made.`);
                }

                return made[name];
            },
        });
    }

    get sdk() { return this.#sdk; }
    get failed() { return this.#failed; }
    get steps() { return this.#steps; }

    has(name) {
        return name in this.#made;
    }

    /** Runs a step and prints {"step","ok","milliseconds"} with "error" and "findings" where there are any. */
    async step(name, work) {
        this.#sdk.findings = [];
        const began = performance.now();
        const line = { step: name, ok: true };
        try {
            await work(this.site, this.clients);
        } catch (error) {
            line.error = error.statusCode
                ? `${error.statusCode} ${error.serviceCode}: ${error.message}`
                : error.message ?? String(error);
        }

        const findings = [...new Set(this.#sdk.findings)];
        if (findings.length > 0) {
            line.findings = findings;
        }

        line.ok = line.error === undefined && findings.length === 0;
        line.milliseconds = Math.round(performance.now() - began);
        this.#steps += 1;
        this.#failed += line.ok ? 0 : 1;
        console.log(JSON.stringify(line));
    }
}

/** Ends the step unless both are the same. */
export function expect(what, actual, wanted) {
    if (actual !== wanted) {
        throw new Error(`${what} is ${JSON.stringify(actual)}, not ${JSON.stringify(wanted)}.`);
    }
}

/** Ends the step unless the call is refused with this status and code. */
export async function refused(status, code, call) {
    try {
        await call();
    } catch (error) {
        if (!error.statusCode) {
            throw error;
        }

        expect("The refusal", `${error.statusCode} ${error.serviceCode}`, `${status} ${code}`);
        if (!error.opcRequestId) {
            throw new Error("The refusal has no opc-request-id.");
        }

        return;
    }

    throw new Error(`The call should have been refused with ${status} ${code}.`);
}

/** Waits until the resource is in the state Deleted or Terminated, or is not there any more. */
export async function gone(wait) {
    try {
        await wait();
    } catch (error) {
        if (error.statusCode !== 404) {
            throw error;
        }
    }
}

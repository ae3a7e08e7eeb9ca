import { AuxiliaryError, type Problem } from "@aux/core";
import type { Domain } from "./domain.ts";
import { isOff } from "./domain-state.ts";
import { libvirtProblem } from "./libvirt-problems.ts";
import { untilOff } from "./until-off.ts";

const LOOK_MS = 100;
/** How long libvirt may take to end a domain by force: QEMU gets SIGTERM, then SIGKILL 15 s later. */
const DESTROY_MS = 20_000;

/** Takes one domain off: by its power button where there is time, else by force, until it is really off. */
export class PowerDown {
  readonly #domain: Domain;

  constructor(domain: Domain) {
    this.#domain = domain;
  }

  /**
   * @param politeMs how long the guest may take by itself; 0: by force at once
   * @param hurry ends the polite time
   * @returns AUX_LIBVIRT_FORCED when the guest had its polite time and did not use it
   * @throws AUX_LIBVIRT_TIMEOUT when it is not even off after being ended by force, and what virsh's calls throw
   */
  async run(politeMs: number, hurry: AbortSignal): Promise<Problem | undefined> {
    const state = await this.#domain.state();
    if (isOff(state)) return undefined;
    const isPolite = politeMs > 0 && state === "running" && !hurry.aborted;
    const reason = isPolite ? await this.#ask(politeMs, hurry) : undefined;
    if (isPolite && reason === undefined) return undefined;
    await this.#force();
    return reason === undefined || hurry.aborted ? undefined : forced(this.#domain.name, reason);
  }

  /** Undefined once it is off; else why that did not work. */
  async #ask(politeMs: number, hurry: AbortSignal): Promise<string | undefined> {
    const deadline = AbortSignal.timeout(politeMs);
    const signal = AbortSignal.any([deadline, hurry]);
    try {
      await this.#domain.shutDown({ signal });
      if (await untilOff(this.#domain, { everyMs: LOOK_MS, signal })) return undefined;
    } catch (error) {
      if (!signal.aborted) return AuxiliaryError.is(error) ? error.message : String(error);
    }
    return `it had not shut down after ${politeMs} ms`;
  }

  async #force(): Promise<void> {
    const signal = AbortSignal.timeout(DESTROY_MS);
    await this.#domain.destroy({ timeoutMs: DESTROY_MS });
    if (await untilOff(this.#domain, { everyMs: LOOK_MS, signal })) return;
    const message = `the domain ${this.#domain.name} was not off ${DESTROY_MS} ms after it was ended by force`;
    throw new AuxiliaryError(libvirtProblem("AUX_LIBVIRT_TIMEOUT", message));
  }
}

function forced(name: string, reason: string): Problem {
  return libvirtProblem("AUX_LIBVIRT_FORCED", `the domain ${name} was ended by force: ${reason}`);
}

import { AuxiliaryError } from "@aux/core";
import { type DomainInterface, parseDomainInterfaces } from "./domain-interface.ts";
import { parseDomainState } from "./domain-state.ts";
import type { CallLimits, Virsh } from "./virsh.ts";

/** One domain of one libvirt; each method is one call of virsh and throws what `Virsh.call` throws. */
export class Domain {
  readonly name: string;
  readonly #virsh: Virsh;

  constructor(virsh: Virsh, name: string) {
    this.#virsh = virsh;
    this.name = name;
  }

  async state(limits?: CallLimits): Promise<string> {
    return parseDomainState(await this.#call("domstate", [], limits));
  }

  /** As the domain is defined: a tap that libvirt names only at the start is not there. */
  async interfaces(): Promise<readonly DomainInterface[]> {
    return parseDomainInterfaces(await this.#call("domiflist", ["--inactive"]));
  }

  /** The bridge behind a network of libvirt's; undefined where it has none. */
  async bridgeOf(network: string): Promise<string | undefined> {
    const text = await this.#virsh.call(["net-info", "--network", network]);
    return /^Bridge:\s+(\S+)$/m.exec(text)?.[1];
  }

  /** Makes sure that a snapshot is there; without a name it is the domain's current one. Returns its name. */
  async findSnapshot(name: string | undefined): Promise<string> {
    if (name === undefined) return (await this.#call("snapshot-current", ["--name"])).trim();
    await this.#call("snapshot-dumpxml", ["--snapshotname", name]);
    return name;
  }

  async revert(snapshot: string, limits: CallLimits): Promise<void> {
    await this.#call("snapshot-revert", ["--snapshotname", snapshot], limits);
  }

  async start(limits: CallLimits): Promise<void> {
    await this.#call("start", [], limits);
  }

  async resume(limits: CallLimits): Promise<void> {
    await this.#call("resume", [], limits);
  }

  /** Presses the guest's power button. */
  async shutDown(limits: CallLimits): Promise<void> {
    await this.#call("shutdown", [], limits);
  }

  /** Ends it by force; one that has just gone off by itself is as good. */
  async destroy(limits: CallLimits): Promise<void> {
    try {
      await this.#call("destroy", [], limits);
    } catch (error) {
      if (AuxiliaryError.is(error) && /is not running/.test(error.message)) return;
      throw error;
    }
  }

  /** `destroy` as data, for when this process is gone. */
  describeDestroy(): { readonly run: readonly string[]; readonly gone: string } {
    return { run: this.#virsh.describeCall(["destroy", "--domain", this.name]), gone: "is not running" };
  }

  #call(command: string, args: readonly string[], limits?: CallLimits): Promise<string> {
    return this.#virsh.call([command, "--domain", this.name, ...args], limits);
  }
}

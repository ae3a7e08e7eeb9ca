/** One network interface of a domain, as `virsh domiflist` shows it; `-` there is undefined here. */
export interface DomainInterface {
  /** The host's side: a tap's name where the domain's own XML chooses one. */
  readonly target: string | undefined;
  /** `bridge`, `network`, `user`, `direct`, … */
  readonly type: string;
  /** Of a bridge or network: its name. */
  readonly source: string | undefined;
  readonly mac: string;
}

const ROW = /^\s*(\S+)\s+(\S+)\s+(\S.*?)\s+(\S+)\s+([0-9a-f]{2}(?::[0-9a-f]{2}){5})\s*$/i;

/** Reads the rows of `virsh domiflist`: interface, type, source, model, MAC. Source: virsh(1). */
export function parseDomainInterfaces(text: string): readonly DomainInterface[] {
  return text.split("\n").flatMap((line) => {
    const [, target = "-", type = "", source = "-", , mac = ""] = ROW.exec(line) ?? [];
    if (mac === "") return [];
    return [{ target: known(target), type, source: known(source), mac: mac.toLowerCase() }];
  });
}

function known(cell: string): string | undefined {
  return cell === "-" ? undefined : cell;
}

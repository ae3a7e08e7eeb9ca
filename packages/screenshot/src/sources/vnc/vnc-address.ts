import type { RfbAddress } from "@aux/rfb";

const HIGHEST_PORT = 65_535;

/** A unix socket's path (it holds a `/`), `host:port` or `[IPv6]:port`; undefined for any other text. */
export function parseVncAddress(text: string): RfbAddress | undefined {
  if (text.includes("\0")) return undefined;
  if (text.includes("/")) return { path: text };
  const { name, ipv6, port } =
    /^(?:(?<name>[A-Za-z0-9._-]{1,253})|\[(?<ipv6>[0-9A-Fa-f:.%]{2,64})\]):(?<port>\d{1,5})$/.exec(text)
      ?.groups ?? {};
  const host = name ?? ipv6;
  const number = Number(port);
  return host === undefined || number < 1 || number > HIGHEST_PORT ? undefined : { host, port: number };
}

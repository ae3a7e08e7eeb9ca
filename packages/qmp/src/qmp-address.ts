/** Where a monitor is: a unix socket, or a TCP port (host default `127.0.0.1`). */
export type QmpAddress = { readonly path: string } | { readonly host?: string; readonly port: number };

/** The address for a person. */
export function formatAddress(address: QmpAddress): string {
  return "path" in address ? address.path : `${address.host ?? "127.0.0.1"}:${address.port}`;
}

/** Where a VNC server is: a unix socket, or a TCP port (host default `127.0.0.1`; display `:1` is port 5901). */
export type RfbAddress = { readonly path: string } | { readonly host?: string; readonly port: number };

/** The address for a person. */
export function formatAddress(address: RfbAddress): string {
  return "path" in address ? address.path : `${address.host ?? "127.0.0.1"}:${address.port}`;
}

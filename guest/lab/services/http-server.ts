import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Undos } from "../undos.ts";
import type { ServiceLog } from "./service-log.ts";

/** Where the server listens. */
export interface HttpServerOptions {
  readonly ip: string;
  /** 0 takes a free one. */
  readonly port: number;
}

/** A web server that has every page; resolves to its port. */
export async function startHttpServer(
  { ip, port }: HttpServerOptions,
  log: ServiceLog,
  undos: Undos,
): Promise<number> {
  const server = createServer((request, response) => {
    const { remoteAddress, remotePort } = request.socket;
    const what = request.url ?? "";
    log({ service: "http", atMs: Date.now(), from: `${remoteAddress}:${remotePort}`, what });
    response.setHeader("connection", "close");
    response.end(`page ${what}\n`);
  });
  undos.add(() => {
    server.close();
    server.closeAllConnections();
  });
  server.listen(port, ip);
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

/** Something that a server of the lab was asked. */
export interface ServiceEntry {
  readonly service: "dhcp" | "dns" | "http";
  /** Milliseconds since 1970. */
  readonly atMs: number;
  /** Address and port of the one who asked; empty where the server does not say it. */
  readonly from: string;
  /** The name, the path, or the server's own words. */
  readonly what: string;
}

/** Hears of each request as it is answered. */
export type ServiceLog = (entry: ServiceEntry) => void;

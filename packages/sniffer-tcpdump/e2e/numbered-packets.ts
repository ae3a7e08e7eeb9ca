import { readFileSync } from "node:fs";

/** What packet `number` carries. */
export function buildPayload(number: number): Buffer {
  return Buffer.from(`<packet ${number}>`);
}

/** The numbers of all packets in a pcap file, in its order, whatever its link type. */
export function readNumbers(pcapPath: string): readonly number[] {
  const text = readFileSync(pcapPath, "latin1");
  return [...text.matchAll(/<packet (\d+)>/g)].map((match) => Number(match[1]));
}

/** `count` numbers from `from`. */
export function listNumbers(from: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => from + index);
}

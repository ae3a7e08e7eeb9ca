import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { countPackets } from "@aux/core";
import { expect, it } from "vitest";

const PACKET_BYTES = 262_144;
const RECORD_BYTES = 16 + PACKET_BYTES;

/** A file with holes where its packets' bytes would be: large, and small on disk. */
function writeSparsePcap(path: string, packets: number): void {
  const header = Buffer.from("d4c3b2a10200040000000000000000000000040001000000", "hex");
  const record = Buffer.alloc(16);
  record.writeUInt32LE(PACKET_BYTES, 8);
  record.writeUInt32LE(PACKET_BYTES, 12);
  const descriptor = openSync(path, "w");
  try {
    writeSync(descriptor, header);
    for (let index = 0; index < packets; index += 1)
      writeSync(descriptor, record, 0, 16, 24 + index * RECORD_BYTES);
    ftruncateSync(descriptor, 24 + packets * RECORD_BYTES);
  } finally {
    closeSync(descriptor);
  }
}

it("counts the packets of a file larger than 2 GiB without holding it in memory", async () => {
  const folder = mkdtempSync(join(tmpdir(), "large-pcap-"));
  try {
    const path = join(folder, "dump.pcap");
    const packets = Math.ceil(2 ** 31 / RECORD_BYTES) + 2;
    writeSparsePcap(path, packets);
    const before = process.memoryUsage().rss;
    expect(await countPackets(path)).toMatchObject({ packets, isCutShort: false });
    expect(process.memoryUsage().rss - before).toBeLessThan(256 * 1024 * 1024);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

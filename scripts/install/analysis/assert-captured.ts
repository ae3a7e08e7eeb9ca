import { loadRecord, takeStopped } from "./load-record.ts";

/** Holds the record of a project's analysis against what a whole capture is, and returns it in short. */
export function assertCaptured(projectPath: string, taskId = "1"): string {
  const record = loadRecord(projectPath, taskId);
  if (record.outcome !== "completed") throw new Error(`the analysis is ${record.outcome}, not completed`);
  const sniffer = takeStopped(record, "sniffer");
  const { packetsCaptured, packetsInFile, packetsDropped } = sniffer.figures;
  const isWhole = Number(packetsCaptured) > 0 && packetsInFile === packetsCaptured && packetsDropped === 0;
  if (!isWhole) throw new Error(`the capture is not whole: ${JSON.stringify(sniffer.figures)}`);
  return `${packetsCaptured} packets, all in the file (sniffer ${sniffer.version})`;
}

const HEADER_BYTES = 12;
const TYPE_A = 1;
const TIME_TO_LIVE_S = 60;

/** What a DNS query asks for. */
export interface DnsQuestion {
  readonly name: string;
  readonly type: number;
  /** Where the question ends in the query. */
  readonly endsAt: number;
}

/** The first question of a DNS message (RFC 1035, section 4.1); undefined where it is none. */
export function parseQuestion(message: Buffer): DnsQuestion | undefined {
  if (message.length < HEADER_BYTES || message.readUInt16BE(4) === 0) return undefined;
  const labels: string[] = [];
  let at = HEADER_BYTES;
  for (let length = message[at]; length !== undefined && length > 0; length = message[at]) {
    labels.push(message.toString("latin1", at + 1, at + 1 + length));
    at += 1 + length;
  }
  if (at + 5 > message.length) return undefined;
  return { name: labels.join("."), type: message.readUInt16BE(at + 1), endsAt: at + 5 };
}

/** The question again and, for an A question, one address; for all others no record. */
export function buildAnswer(query: Buffer, question: DnsQuestion, address: string): Buffer {
  const records = question.type === TYPE_A ? [buildRecord(address)] : [];
  const header = Buffer.alloc(HEADER_BYTES);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(0x8580, 2); // a response, authoritative, recursion available, no error
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(records.length, 6);
  return Buffer.concat([header, query.subarray(HEADER_BYTES, question.endsAt), ...records]);
}

/** Its name is a pointer to the question's. */
function buildRecord(address: string): Buffer {
  const record = Buffer.from([0xc0, HEADER_BYTES, 0, TYPE_A, 0, 1, 0, 0, 0, TIME_TO_LIVE_S, 0, 4]);
  return Buffer.concat([record, Buffer.from(address.split(".").map(Number))]);
}

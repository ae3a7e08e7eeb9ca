// Real network traffic without a network: a web server and a name server on 127.0.0.1, and a dozen requests to them.
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:http";

const LOOPBACK = "127.0.0.1";
const ANSWER_TIMEOUT_MS = 5_000;
const NAMES = ["update.example.com", "mail.example.com", "cdn.example.net", "time.example.org"];
const PATHS = ["/", "/index.html", "/login?user=sandbox", "/download/stage-2.bin", "/beacon/1", "/beacon/2"];

const web = createServer((request, response) => {
  response.setHeader("content-type", "text/plain");
  response.end(`${request.method} ${request.url}: hello from the example server\n`);
});
web.listen(0, LOOPBACK);
await once(web, "listening");

const nameServer = createSocket("udp4");
nameServer.on("message", (query, sender) => nameServer.send(buildAnswer(query), sender.port, sender.address));
nameServer.bind(0, LOOPBACK);
await once(nameServer, "listening");

const webPort = web.address().port;
const namePort = nameServer.address().port;
console.log(`web server on ${LOOPBACK}:${webPort}, name server on ${LOOPBACK}:${namePort}`);

for (const name of NAMES) console.log(`  DNS   ${name} -> ${await askAddress(name)}`);
for (const path of PATHS) console.log(`  HTTP  GET ${path} -> ${await get(path)}`);
console.log(`  HTTP  POST /upload -> ${await get("/upload", { method: "POST", body: "x".repeat(4_096) })}`);
console.log(`  HTTP  POST /report -> ${await get("/report", { method: "POST", body: "all well" })}`);
console.log(`${NAMES.length + PATHS.length + 2} requests made, all on the loopback interface`);

nameServer.close();
web.close();
web.closeAllConnections();

async function get(path, init = {}) {
  const signal = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
  const response = await fetch(`http://${LOOPBACK}:${webPort}${path}`, { ...init, signal });
  const body = await response.text();
  return `${response.status}, ${body.length} bytes`;
}

async function askAddress(name) {
  const client = createSocket("udp4");
  try {
    client.send(buildQuery(name), namePort, LOOPBACK);
    const [answer] = await once(client, "message", { signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) });
    return [...answer.subarray(-4)].join(".");
  } finally {
    client.close();
  }
}

// RFC 1035, section 4.1: a header of 12 bytes, the name as labels with their lengths, type A, class IN.
function buildQuery(name) {
  const header = Buffer.from([0x12, 0x34, 0x01, 0x00, 0, 1, 0, 0, 0, 0, 0, 0]);
  const labels = name.split(".").flatMap((label) => [Buffer.from([label.length]), Buffer.from(label)]);
  return Buffer.concat([header, ...labels, Buffer.from([0, 0, 1, 0, 1])]);
}

// The question again, and one answer: a pointer to the name, type A, class IN, 60 s, an address for documentation (RFC 5737).
function buildAnswer(query) {
  const header = Buffer.concat([query.subarray(0, 2), Buffer.from([0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0])]);
  const address = Buffer.from([192, 0, 2, query.length % 250]);
  const record = Buffer.concat([Buffer.from([0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4]), address]);
  return Buffer.concat([header, query.subarray(12), record]);
}

// The analysed command: numbered packets on lo, one each millisecond, for as many milliseconds as is said first, and of as
// many bytes as is said then.
import { createSocket } from "node:dgram";

const end = performance.now() + Number(process.argv[2] ?? 300);
const filling = ".".repeat(Number(process.argv[3] ?? 0));
const sink = createSocket("udp4");
await new Promise((bound) => sink.bind(0, "127.0.0.1", bound));
const { port } = sink.address();
const socket = createSocket("udp4");
console.log("traffic begins");
for (let number = 0; performance.now() < end; number += 1) {
  socket.send(`packet ${number} ${filling}`, port, "127.0.0.1");
  await new Promise((next) => setTimeout(next, 1));
}
socket.close();
sink.close();

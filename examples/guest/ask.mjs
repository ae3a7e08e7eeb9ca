// Asks the guest's agent (guest/README.md says what it understands) while an analysis runs, as the analysis' command:
//   auxiliary run --machine guest -- node ask.mjs "dns hello" "http page" "date now"
import { createConnection } from "node:net";
import { createInterface } from "node:readline";

const ANSWER_TIMEOUT_MS = 30_000;
const commands = process.argv.slice(2);
const timer = setTimeout(() => {
  console.error(`the guest did not answer within ${ANSWER_TIMEOUT_MS} ms`);
  process.exit(1);
}, ANSWER_TIMEOUT_MS);

const agent = createConnection(await findAgentSocket(process.env.AUX_MACHINE_QMP));
const answers = createInterface({ input: agent });
let isWell = true;
let id = 0;
for (const command of commands) {
  id += 1;
  agent.write(`${id} ${command.replace(/\bnow$/, String(Math.floor(Date.now() / 1000)))}\n`);
  const answer = await untilLine(answers, (line) => line.startsWith(`${id} `));
  console.log(`${command} -> ${answer.slice(`${id} `.length)}`);
  isWell &&= answer.startsWith(`${id} ok`);
}
clearTimeout(timer);
agent.destroy();
process.exitCode = isWell ? 0 : 1;

/** QEMU knows where the agent's port goes: asked by its own protocol, whose words are lines of JSON. */
async function findAgentSocket(qmpPath) {
  if (!qmpPath) throw new Error("run it as the command of an analysis on a machine of QEMU");
  const monitor = createConnection(qmpPath);
  const lines = createInterface({ input: monitor });
  await untilLine(lines, (line) => "QMP" in JSON.parse(line));
  for (const execute of ["qmp_capabilities", "query-chardev"]) {
    monitor.write(`${JSON.stringify({ execute, id: execute })}\n`);
  }
  const line = await untilLine(lines, (each) => JSON.parse(each).id === "query-chardev");
  monitor.destroy();
  const port = JSON.parse(line).return.find(({ label }) => label === "agent");
  const path = /unix:([^,]+)/.exec(port?.filename ?? "")?.[1];
  if (!path) throw new Error("the machine has no agent: its section says no `agent = on`");
  return path;
}

function untilLine(lines, isWanted) {
  return new Promise((resolve) => {
    const look = (line) => {
      if (!isWanted(line)) return;
      lines.off("line", look);
      resolve(line);
    };
    lines.on("line", look);
  });
}

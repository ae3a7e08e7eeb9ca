import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { AuxiliaryError, type Problem, reasonOf } from "@aux/core";
import { analysisProblem } from "../analysis-problems.ts";
import { buildRequestLine, CONTROL_SOCKET, CONTROL_VERSION, type ControlRequest } from "./protocol.ts";
import { readLine } from "./read-line.ts";
import { type OpenedFolder, openFolder } from "./socket-path.ts";

/** A record of many artifacts is some MiB; more is none. */
const LARGEST_ANSWER_BYTES = 64 * 1024 * 1024;

/** A run's answer: its members, `auxiliary` and `ok` among them. */
export type Answer = Readonly<Record<string, unknown>>;

/**
 * Why there is no answer. `refused`: a socket is there that nobody listens on, so the process that kept the run is
 * gone. `absent`: there is no socket. `broken`: the run went away in the middle.
 */
export type Silence = "refused" | "absent" | "broken";

/** What became of a question. */
export type Reply = { readonly answer: Answer } | { readonly silence: Silence };

/**
 * Asks the run that writes into an analysis folder.
 *
 * @throws what the run refused with (AUX_CONTROL_REFUSED), AUX_CONTROL_INVALID, AUX_CONTROL_UNREACHABLE; the signal's reason
 */
export async function askRun(
  analysisPath: string,
  request: ControlRequest,
  signal: AbortSignal,
): Promise<Reply> {
  let folder: OpenedFolder | undefined;
  let socket: Socket | undefined;
  try {
    folder = openFolder(analysisPath);
    socket = await dial(join(folder.path, CONTROL_SOCKET), signal);
    socket.write(buildRequestLine(request));
    const line = await readLine(socket, { maxBytes: LARGEST_ANSWER_BYTES, signal });
    return line === undefined ? { silence: "broken" } : { answer: parseAnswer(line) };
  } catch (error) {
    if (signal.aborted || AuxiliaryError.is(error)) throw error;
    return { silence: silenceOf(error, analysisPath) };
  } finally {
    socket?.destroy();
    folder?.close();
  }
}

function dial(path: string, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ path });
    const end = (settle: () => void) => {
      signal.removeEventListener("abort", onAbort);
      settle();
    };
    const onAbort = () => {
      socket.destroy();
      end(() => reject(signal.reason));
    };
    socket.on("error", (error) => end(() => reject(error)));
    socket.once("connect", () => end(() => resolve(socket)));
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
  });
}

/** @throws AUX_CONTROL_UNREACHABLE for what has nothing to do with whether the run is there (no permission, say) */
function silenceOf(error: unknown, analysisPath: string): Silence {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const silence = SILENCES.get(code);
  if (silence !== undefined) return silence;
  const message = `the run in ${analysisPath} cannot be asked: ${reasonOf(error)}`;
  throw new AuxiliaryError(analysisProblem("AUX_CONTROL_UNREACHABLE", message), { cause: error });
}

/** EAGAIN: its queue of connections is full. Source: unix(7), connect(2). */
const SILENCES = new Map<string, Silence>([
  ["ECONNREFUSED", "refused"],
  ["ENOENT", "absent"],
  ["ENOTDIR", "absent"],
  ["ECONNRESET", "broken"],
  ["EPIPE", "broken"],
  ["EAGAIN", "broken"],
]);

/** @throws AUX_CONTROL_INVALID, and what the run refused with */
function parseAnswer(line: string): Answer {
  const answer = parseObject(line);
  if (answer?.["auxiliary"] !== CONTROL_VERSION)
    throw invalid(`its answer is none of version ${CONTROL_VERSION}: ${line.slice(0, 80)}`);
  if (answer["ok"] === true) return answer;
  const problem = answer["problem"];
  throw isProblem(problem) ? new AuxiliaryError(problem) : invalid("it refused without saying why");
}

function parseObject(line: string): Answer | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function isProblem(value: unknown): value is Problem {
  if (typeof value !== "object" || value === null) return false;
  return ["code", "message", "remedy"].every((key) => typeof Reflect.get(value, key) === "string");
}

function invalid(message: string): AuxiliaryError {
  return new AuxiliaryError(analysisProblem("AUX_CONTROL_INVALID", `the run was asked, and ${message}`));
}

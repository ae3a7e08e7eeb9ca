export { connectQmp, type QmpConnectOptions } from "./connect-qmp.ts";
export { MOST_WAITING_EVENTS, type QmpEventListener } from "./event-hub.ts";
export { LONGEST_LINE_BYTES } from "./line-buffer.ts";
export type { QmpAddress } from "./qmp-address.ts";
export { QmpClient, type QmpWaitOptions } from "./qmp-client.ts";
export type {
  DumpFormat,
  QmpArguments,
  QmpCommandName,
  QmpCommands,
  QmpResult,
  RunState,
} from "./qmp-commands.ts";
export { QmpError, type QmpProblem } from "./qmp-error.ts";
export type { QmpEvent, QmpEventData, QmpEventName, QmpEvents, ShutdownReason } from "./qmp-events.ts";
export type { QmpGreeting, QmpRefusal, QmpReply } from "./qmp-message.ts";
export { QMP_PROBLEMS, type QmpProblemCode } from "./qmp-problems.ts";
export {
  MOST_UNANSWERED_COMMANDS,
  type QmpAttachOptions,
  QmpSwitchboard,
} from "./switchboard/qmp-switchboard.ts";

/**
 * Why a machine went off or was reset.
 *
 * Source: QEMU QMP Reference Manual, `ShutdownCause`.
 */
export type ShutdownReason =
  | "none"
  | "host-error"
  | "host-qmp-quit"
  | "host-qmp-system-reset"
  | "host-signal"
  | "host-ui"
  | "guest-shutdown"
  | "guest-reset"
  | "guest-panic"
  | "subsystem-reset"
  | "snapshot-load";

/** What the events named here carry. Source: QEMU QMP Reference Manual. */
export interface QmpEvents {
  readonly SHUTDOWN: { readonly guest: boolean; readonly reason: ShutdownReason };
  readonly RESET: { readonly guest: boolean; readonly reason: ShutdownReason };
  readonly POWERDOWN: Readonly<Record<string, never>>;
  readonly STOP: Readonly<Record<string, never>>;
  readonly RESUME: Readonly<Record<string, never>>;
  readonly GUEST_PANICKED: { readonly action: "pause" | "poweroff" | "run" };
  readonly BLOCK_IO_ERROR: {
    readonly device: string;
    readonly "node-name"?: string;
    readonly operation: "read" | "write";
    readonly action: "ignore" | "report" | "stop";
    readonly nospace?: boolean;
    readonly reason: string;
  };
  readonly DUMP_COMPLETED: { readonly result: Readonly<Record<string, unknown>>; readonly error?: string };
  readonly MIGRATION: { readonly status: string };
  readonly JOB_STATUS_CHANGE: { readonly id: string; readonly status: string };
}

/** The name of an event; also one that is not listed here. */
export type QmpEventName = keyof QmpEvents | (string & {});

/** What an event of that name carries. */
export type QmpEventData<Name extends QmpEventName> = Name extends keyof QmpEvents
  ? QmpEvents[Name]
  : Readonly<Record<string, unknown>>;

/** Something that happened to the machine, by QEMU's clock. */
export interface QmpEvent<Name extends QmpEventName = string> {
  readonly event: Name;
  readonly data: QmpEventData<Name>;
  /** Since 1970, on the host's wall clock. */
  readonly timestamp: { readonly seconds: number; readonly microseconds: number };
}

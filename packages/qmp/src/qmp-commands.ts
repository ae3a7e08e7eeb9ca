type Empty = Readonly<Record<string, never>>;
type Data = Readonly<Record<string, unknown>>;

/** What a machine is doing. Source: QEMU QMP Reference Manual, `RunState`. */
export type RunState =
  | "debug"
  | "inmigrate"
  | "internal-error"
  | "io-error"
  | "paused"
  | "postmigrate"
  | "prelaunch"
  | "finish-migrate"
  | "restore-vm"
  | "running"
  | "save-vm"
  | "shutdown"
  | "suspended"
  | "watchdog"
  | "guest-panicked"
  | "colo";

/** Formats of a memory dump. `elf` is uncompressed and can be written without a seekable file. */
export type DumpFormat = "elf" | "kdump-zlib" | "kdump-lzo" | "kdump-snappy" | "win-dmp";

/** Arguments and result of the commands named here. Source: QEMU QMP Reference Manual. */
export interface QmpCommands {
  readonly "query-status": {
    readonly arguments: Empty;
    readonly returns: { readonly status: RunState; readonly running: boolean };
  };
  readonly "query-kvm": {
    readonly arguments: Empty;
    readonly returns: { readonly enabled: boolean; readonly present: boolean };
  };
  readonly cont: { readonly arguments: Empty; readonly returns: Empty };
  readonly stop: { readonly arguments: Empty; readonly returns: Empty };
  readonly quit: { readonly arguments: Empty; readonly returns: Empty };
  readonly system_powerdown: { readonly arguments: Empty; readonly returns: Empty };
  readonly system_reset: { readonly arguments: Empty; readonly returns: Empty };
  readonly migrate: { readonly arguments: { readonly uri: string }; readonly returns: Empty };
  readonly "migrate-incoming": { readonly arguments: { readonly uri: string }; readonly returns: Empty };
  readonly "migrate-set-parameters": {
    readonly arguments: Readonly<Record<string, number | string | boolean>>;
    readonly returns: Empty;
  };
  readonly "query-migrate": {
    readonly arguments: Empty;
    readonly returns: { readonly status?: string; readonly "error-desc"?: string };
  };
  readonly "object-add": {
    readonly arguments: { readonly "qom-type": string; readonly id: string } & Data;
    readonly returns: Empty;
  };
  readonly "object-del": { readonly arguments: { readonly id: string }; readonly returns: Empty };
  readonly screendump: {
    readonly arguments: {
      readonly filename: string;
      readonly device?: string;
      readonly head?: number;
      readonly format?: "ppm" | "png";
    };
    readonly returns: Empty;
  };
  readonly "dump-guest-memory": {
    readonly arguments: {
      readonly paging: boolean;
      readonly protocol: string;
      readonly detach?: boolean;
      readonly format?: DumpFormat;
    };
    readonly returns: Empty;
  };
  readonly "query-dump": {
    readonly arguments: Empty;
    readonly returns: {
      readonly status: "none" | "active" | "completed" | "failed";
      readonly completed: number;
      readonly total: number;
    };
  };
  readonly "query-dump-guest-memory-capability": {
    readonly arguments: Empty;
    readonly returns: { readonly formats: readonly DumpFormat[] };
  };
  readonly "query-memory-size-summary": {
    readonly arguments: Empty;
    readonly returns: { readonly "base-memory": number; readonly "plugged-memory"?: number };
  };
  readonly "human-monitor-command": {
    readonly arguments: { readonly "command-line": string };
    readonly returns: string;
  };
}

/** The name of a command; also one that is not listed here. */
export type QmpCommandName = keyof QmpCommands | (string & {});

/** What a command takes. */
export type QmpArguments<Name extends QmpCommandName> = Name extends keyof QmpCommands
  ? QmpCommands[Name]["arguments"]
  : Data;

/** What a command gives back. */
export type QmpResult<Name extends QmpCommandName> = Name extends keyof QmpCommands
  ? QmpCommands[Name]["returns"]
  : unknown;

/** A line that a fake tool says. */
export interface FakeToolLine {
  readonly stream: "stdout" | "stderr";
  /** Written with a newline after it. */
  readonly text: string;
  /** Milliseconds after its start. Default 0. */
  readonly afterMs?: number;
}

/** A file that a fake tool writes before it says anything. */
export interface FakeToolFile {
  /** The argument that stands before the file's path, for example `-w`. */
  readonly pathAfter: string;
  readonly text: string;
}

/** How a fake tool ends when it gets SIGTERM. */
export interface FakeToolEnd {
  readonly exitCode: number;
  /** Milliseconds between the signal and the end. Default 0. */
  readonly afterMs?: number;
}

/** What a fake tool does: what the real one will not do when a test asks for it. */
export interface FakeToolBehaviour {
  /** Its file's name. Default `fake-tool`. */
  readonly name?: string;
  readonly says?: readonly FakeToolLine[];
  readonly writes?: readonly FakeToolFile[];
  /** `ignore`: only SIGKILL ends it. Default: SIGTERM ends it, as it ends any program. */
  readonly onTerm?: "ignore" | FakeToolEnd;
  /** It ends by itself after so many milliseconds. Default: it runs until it is stopped, for two minutes at most. */
  readonly diesAfterMs?: number;
  /** Exit code of an end by itself. Default 0. */
  readonly exitCode?: number;
  /** Writes without end and without newline to this stream. */
  readonly floods?: "stdout" | "stderr";
  /** Starts a process in a session of its own that outlives the tool, its group and its stop. */
  readonly forksDaemon?: boolean;
  /** Starts a process of its group that ignores SIGTERM and holds stdout and stderr open. */
  readonly keepsPipeOpenByGrandchild?: boolean;
}

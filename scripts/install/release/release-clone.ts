import { join } from "node:path";
import { runStep, type Step, type StepResult, tryStep } from "../process/run-step.ts";

const CLONE_TIMEOUT_MS = 60_000;
const INSTALL_TIMEOUT_MS = 180_000;
const RELEASE_TIMEOUT_MS = 180_000;
const SHORT_TIMEOUT_MS = 60_000;

const IDENTITY = { NAME: "Release rehearsal", EMAIL: "release@rehearsal.invalid" };

/** A clone of the repository's last commit, in which releases are rehearsed: tags and versions stay in it. */
export class ReleaseClone {
  readonly path: string;
  readonly #env: NodeJS.ProcessEnv;

  private constructor(path: string, env: NodeJS.ProcessEnv) {
    this.path = path;
    this.#env = { ...env, ...buildGitIdentity() };
  }

  /** Clones into `clonePath` and installs; `env` has pnpm on PATH and says where the scope's registry is. */
  static async create(rootPath: string, clonePath: string, env: NodeJS.ProcessEnv): Promise<ReleaseClone> {
    const clone = new ReleaseClone(clonePath, env);
    await runStep({
      file: "git",
      args: ["clone", "--quiet", "--", rootPath, clonePath],
      cwd: rootPath,
      env: clone.#env,
      timeoutMs: CLONE_TIMEOUT_MS,
      remedy: "The install test clones this repository's last commit: it must be a git repository with one.",
    });
    await clone.run("pnpm", ["install", "--frozen-lockfile", "--prefer-offline"], INSTALL_TIMEOUT_MS);
    return clone;
  }

  /** The same clone, for a command with another environment: another registry. */
  withEnvironment(env: NodeJS.ProcessEnv): ReleaseClone {
    return new ReleaseClone(this.path, env);
  }

  /** Runs a command in the clone's root and returns its output; throws a `StepError` when it fails. */
  run(file: string, args: readonly string[], timeoutMs = SHORT_TIMEOUT_MS): Promise<string> {
    return runStep(this.#buildStep(file, args, timeoutMs));
  }

  /** Runs a command in the clone's root, whatever its exit code. */
  try(file: string, args: readonly string[], timeoutMs = SHORT_TIMEOUT_MS): Promise<StepResult> {
    return tryStep(this.#buildStep(file, args, timeoutMs));
  }

  #buildStep(file: string, args: readonly string[], timeoutMs: number): Step {
    const remedy = "Mend what it says; the same command fails in the repository itself.";
    return { file, args, cwd: this.path, env: this.#env, timeoutMs, remedy };
  }

  /** Commits everything, as the version pull request would. */
  async commit(message: string): Promise<void> {
    await this.run("git", ["add", "--all"]);
    await this.run("git", ["commit", "--quiet", "--allow-empty", "--message", message]);
  }

  /** Applies the changesets: the command of the version pull request. */
  async version(): Promise<void> {
    await this.run("pnpm", ["run", "version-packages"], RELEASE_TIMEOUT_MS);
    await this.commit("Version packages");
  }

  /** Publishes with the command that CI releases with: build, then changesets. */
  async publish(): Promise<string> {
    return this.run("pnpm", ["run", "release"], RELEASE_TIMEOUT_MS);
  }

  /** The absolute path of a file of the clone. */
  resolve(path: string): string {
    return join(this.path, path);
  }
}

function buildGitIdentity(): Record<string, string> {
  return Object.fromEntries(
    ["AUTHOR", "COMMITTER"].flatMap((role) =>
      Object.entries(IDENTITY).map(([key, value]) => [`GIT_${role}_${key}`, value] as const),
    ),
  );
}

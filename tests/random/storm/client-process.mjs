// A process that runs flows: started, listened to, killed, or waited for until it ends by itself.
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sleep, until, within } from "./flow.mjs";

const PROGRAM = join(import.meta.dirname, "clients.mjs");
/** A process with nothing left to do that has not ended after this never ends. */
const EXIT_MS = 60_000;

export class ClientProcess {
  /** Whether it was killed on purpose. */
  isKilled = false;
  #child;
  #reports;
  #exit;
  #listener;

  /**
   * @param packages See packages.mjs.
   * @param onEvents Takes what is told, in its order.
   */
  constructor(packages, onEvents, execArgv = []) {
    this.#reports = mkdtempSync(join(packages.folder, "reports-"));
    this.#child = fork(PROGRAM, [], {
      stdio: ["ignore", "inherit", "inherit", "ipc"],
      execArgv: ["--report-on-signal", `--report-directory=${this.#reports}`, ...execArgv],
    });
    this.#exit = once(this.#child, "exit");
    this.#child.on("message", ({ events, done }) => {
      if (events) onEvents(events);
      if (done) this.#listener?.(done);
    });
    this.#child.send({ entry: packages.entry });
  }

  /** Runs flows to their end, `atOnce` at a time; resolves with what was measured then, or to nothing where the process has ended before. */
  async run(task) {
    const done = new Promise((resolve) => (this.#listener = resolve));
    this.#child.send({ task });
    return Promise.race([done, this.#exit.then(() => undefined)]);
  }

  /** Lets it end by itself. @returns What is wrong with how it did, if anything. */
  async end() {
    this.#child.send({ isLast: true });
    if (await within(this.#exit, EXIT_MS)) return this.#problem();
    const keeps = await this.#whatKeeps();
    this.#child.kill("SIGKILL");
    return `a process with nothing to do does not end by itself: ${keeps}`;
  }

  /** As `kill -9` does. */
  kill() {
    this.isKilled = true;
    this.#child.kill("SIGKILL");
  }

  /** What is wrong with a process that has ended before it was told to. */
  async #problem() {
    const [code, signal] = await this.#exit;
    return code === 0 ? undefined : `a process has ended with ${code ?? signal}`;
  }

  get problem() {
    return this.#problem();
  }

  /** By Node.js' own report, which a process writes when it is asked to. */
  async #whatKeeps() {
    this.#child.kill("SIGUSR2");
    await until(() => readdirSync(this.#reports).length > 0, 5_000);
    await sleep(500);
    const [file] = readdirSync(this.#reports);
    if (!file) return "it does not answer";
    const { javascriptStack, libuv } = JSON.parse(readFileSync(join(this.#reports, file), "utf8"));
    const handles = libuv.filter((handle) => handle.is_active && handle.is_referenced);
    return JSON.stringify({ stack: javascriptStack.stack, handles });
  }
}

// The emulated service as a process that is started, killed and started again, and its journal.
import { fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const PROGRAM = join(import.meta.dirname, "service.mjs");

export class Service {
  /** `[{port, appId, users: [{accessToken, userId}]}]` */
  pools;
  kills = 0;
  #options;
  #child;

  /** @param options `entry`, `pools`, `users` (in each pool), `folder`, `isKept`: whether its state outlives it. */
  constructor(options) {
    this.#options = { ...options, journal: join(options.folder, "journal.jsonl") };
  }

  async start() {
    const ports = this.pools?.map(({ port }) => port);
    this.#child = fork(PROGRAM, [JSON.stringify({ ...this.#options, ports })], {
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    const ended = once(this.#child, "exit").then(([code]) => {
      throw new Error(`the service has ended with ${code}`);
    });
    const [{ pools }] = await Promise.race([once(this.#child, "message"), ended]);
    ended.catch(() => {});
    this.pools = pools;
    return this;
  }

  /** As `kill -9` does. */
  async kill() {
    this.kills += 1;
    await this.stop();
  }

  async stop() {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exit = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await exit;
  }

  /** What it wrote down, by flow; the restarts are in each. */
  readJournal(flows) {
    const lines = readFileSync(this.#options.journal, "utf8")
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line));
    const byFlow = new Map(flows.map(({ seed }) => [seed, []]));
    for (const line of lines) {
      if (line.kind === "error") throw new Error(`the emulator: ${line.message}`);
      if (line.kind !== "start") byFlow.get(Number(line.client.split("/")[0])).push(line);
    }
    const starts = lines.filter(({ kind }) => kind === "start");
    for (const { seed, user, poolIndex } of flows) {
      for (const { kind, at, pool, phones } of starts) {
        if (pool === poolIndex) byFlow.get(seed).push({ kind, at, phone: phones[user.userId] });
      }
    }
    return byFlow;
  }
}

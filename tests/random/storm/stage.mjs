// What flows are run on, and judged by: the service with its pools, a user for each flow, and the journal at the end.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addCounts } from "../model/totals.mjs";
import { judgeFlow } from "./flow-log.mjs";
import { phoneOfUser, poolsOf, targetsOfUser } from "./pools.mjs";
import { Service } from "./service-process.mjs";

export class Stage {
  /** With all that a process of clients has to know of them. */
  flows;
  service;
  #plan;
  #pools;
  #folder = mkdtempSync(join(tmpdir(), "storm-"));

  /** @param plan `seeds`; `also`, what flows are given besides, by seed; `keep`, which gets what happened in each; `killService`. */
  constructor({ service, variants }, plan) {
    const { flows, pools, users } = deal(poolsOf(variants), plan.seeds);
    this.#plan = plan;
    this.#pools = pools;
    this.flows = flows;
    const isKept = plan.killService !== undefined;
    this.service = new Service({ entry: service, pools, users, folder: this.#folder, isKept });
  }

  async open() {
    await this.service.start();
    for (const flow of this.flows) {
      const { port, appId, users } = this.service.pools[flow.poolIndex];
      const pool = { port, appId, options: this.#pools[flow.poolIndex] };
      Object.assign(flow, { user: users[flow.nth], pool }, this.#plan.also?.(flow.seed));
    }
  }

  /** @param crew `events`, by seed; `killed`: seeds of flows that were cut off; `troubles`: what is wrong beyond a flow. */
  judge({ events, killed, troubles }) {
    const journal = this.service.readJournal(this.flows);
    const counts = {};
    const violations = troubles.map((text) => ({ seed: undefined, text }));
    for (const { seed, pool } of this.flows) {
      const all = [...events.get(seed), ...journal.get(seed)].sort((a, b) => a.at - b.at);
      this.#plan.keep?.(all);
      const isKilled = killed.has(seed);
      const judged = judgeFlow(all, { isKilled });
      addCounts(counts, judged.counts);
      addCounts(counts, { variants: { [pool.options.variant]: 1 } });
      if (isKilled) addCounts(counts, { "at the end": { "killed with its process": 1 } });
      for (const text of judged.violations) violations.push({ seed, text });
    }
    return { counts, violations };
  }

  async close() {
    await this.service.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Each flow gets a user of the pool that its seed says. */
function deal(all, seeds) {
  const used = new Map();
  const taken = new Map();
  const flows = seeds.map((seed) => {
    const which = seed % all.length;
    if (!used.has(which)) used.set(which, used.size);
    const nth = taken.get(which) ?? 0;
    taken.set(which, nth + 1);
    return { seed, poolIndex: used.get(which), nth, phone: phoneOfUser(nth), targets: targetsOfUser(nth) };
  });
  return { flows, pools: [...used.keys()].map((which) => all[which]), users: Math.max(...taken.values()) };
}

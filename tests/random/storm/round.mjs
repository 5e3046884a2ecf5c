// One round of a storm: a service, flows in one process or in several, kills; then each flow is judged.
import { createRandom } from "../../phone/random.mjs";
import { ClientProcess } from "./client-process.mjs";
import { sleep, until } from "./flow.mjs";
import { Stage } from "./stage.mjs";

/**
 * @param packages `entry` and `service` (addresses of the package's entries), `variants`.
 * @param plan `seeds`; `processes`; `atOnce`, in each; `paceMs`; `timeoutsMs`; `killClients`, `killService`: after how many
 * requests, from and to, a process of clients, or the service, is killed; `seed`, of the kills; `also`, what flows are given besides, by seed; `keep`, which gets what happened in each flow.
 * @returns `{counts, violations: [{seed, text}], kills}`
 */
export async function runRound(packages, plan) {
  const stage = new Stage(packages, plan);
  try {
    await stage.open();
    const crew = new Crew(packages, plan, stage.flows);
    const killing = killNowAndThen(stage.service, plan, crew);
    await crew.run();
    await killing;
    const { clientKills } = crew;
    return { ...stage.judge(crew), kills: { clients: clientKills, service: stage.service.kills } };
  } finally {
    await stage.close();
  }
}

/** Requests decide when, not time: so a busy machine has as many kills as an idle one. */
async function killNowAndThen(service, { killService, seed }, crew) {
  if (!killService) return;
  const random = createRandom(seed);
  for (;;) {
    const next = crew.posted + random.between(...killService);
    await until(() => crew.posted >= next || crew.isOver, Infinity);
    if (crew.isOver) return;
    await service.kill();
    await sleep(random.below(400));
    await service.start();
  }
}

/** The processes that run the flows of a round. */
class Crew {
  isOver = false;
  clientKills = 0;
  /** How many requests the clients have posted. */
  posted = 0;
  events = new Map();
  /** Of flows whose process has ended in the middle of them. */
  killed = new Set();
  /** What is wrong with a process and not with one flow. */
  troubles = [];
  #packages;
  #plan;
  #flows;
  #random;

  constructor(packages, plan, flows) {
    this.#packages = packages;
    this.#plan = plan;
    this.#flows = flows;
    this.#random = createRandom(plan.seed + 1);
    for (const { seed } of flows) this.events.set(seed, []);
  }

  async run() {
    const { processes } = this.#plan;
    const shares = Array.from({ length: processes }, (_, i) => this.#flows.filter((_flow, n) => n % processes === i));
    await Promise.all(shares.map((share) => this.#runShare(share)));
    this.isOver = true;
  }

  /** Until all of them were run, in as many processes as are killed on the way. */
  async #runShare(share) {
    for (let left = share; left.length > 0 && this.troubles.length === 0;) {
      await this.#runProcess(left);
      left = left.filter(({ seed }) => this.events.get(seed).length === 0);
    }
  }

  async #runProcess(flows) {
    const { atOnce, paceMs, timeoutsMs, killClients } = this.#plan;
    const going = new Set();
    let postsLeft = killClients ? this.#random.between(...killClients) : Infinity;
    const clients = new ClientProcess(this.#packages, (events) => {
      this.#note(events, going);
      postsLeft -= events.filter(({ kind }) => kind === "post").length;
      if (postsLeft <= 0 && !clients.isKilled) clients.kill();
    });
    const done = await clients.run({ atOnce, paceMs, timeoutsMs, flows });
    for (const seed of going) this.killed.add(seed);
    const problem = await (done ? clients.end() : clients.problem);
    if (clients.isKilled) this.clientKills += 1;
    else if (problem) this.troubles.push(problem);
  }

  #note(events, going) {
    for (const event of events) {
      this.events.get(event.flow).push(event);
      if (event.kind === "post") this.posted += 1;
      if (event.kind === "begin") going.add(event.flow);
      if (event.kind === "over") going.delete(event.flow);
    }
  }
}

// The proxy's listeners of one process, used again and again: Node.js keeps something for each address that it ever asked.
import { Lane } from "./proxy.mjs";

export class Lanes {
  #free = [];
  /** Over which something is on its way still, of whoever had them last. */
  #resting = [];
  #all = [];

  async take() {
    const isClean = ({ connections, underWay }) => connections.size === 0 && underWay.size === 0;
    this.#free.push(...this.#resting.filter(isClean));
    this.#resting = this.#resting.filter((lane) => !isClean(lane));
    const free = this.#free.pop();
    if (free) return free;
    const lane = await new Lane().open();
    this.#all.push(lane);
    return lane;
  }

  give(lane) {
    lane.release();
    this.#resting.push(lane);
  }

  async close() {
    await Promise.all(this.#all.map((lane) => lane.close()));
  }
}

// The proxy's listeners of one process, used again and again: Node.js keeps something for each address that it ever asked.
import { Lane } from "./proxy.mjs";

export class Lanes {
  #free = [];
  #all = [];

  async take() {
    const free = this.#free.pop();
    if (free) return free;
    const lane = await new Lane().open();
    this.#all.push(lane);
    return lane;
  }

  give(lane) {
    // Who comes next must not meet what is left of somebody else.
    if (lane.connections.size === 0 && lane.underWay.size === 0) this.#free.push(lane);
  }

  get count() {
    return this.#all.length;
  }

  async close() {
    await Promise.all(this.#all.map((lane) => lane.close()));
  }
}

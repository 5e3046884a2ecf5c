import { type Core, discardCore, loadedCore } from "../loading.js";
import type {
  CoolingDown,
  Flow as CoreMachine,
  FlowAnswer,
  FlowEvent,
  FlowView,
  MachineOptions,
} from "../wasm/module.js";

/** What the machine needs of its flow. */
export interface MachineOwner {
  /** Which numbers got a code within the last minute. */
  getCoolingDown(): CoolingDown;
  /** The machine's own call trapped. What was typed may have caused that. */
  onTrap(cause: unknown): void;
  /** Something else trapped in the machine's instance of the module. */
  onInstanceLost(): void;
}

/**
 * The form's machine in the WebAssembly module. It starts when the module is loaded, and is lost when its instance traps: then the
 * owner is notified and may start it again.
 */
export class Machine {
  readonly #owner: MachineOwner;
  #core: Core | undefined;
  #machine: CoreMachine | undefined;
  /** The machine's last view, and the cool-downs that it was made with. */
  #lastView: { view: FlowView; coolingDown: CoolingDown } | undefined;

  constructor(owner: MachineOwner) {
    this.#owner = owner;
  }

  get isStarted(): boolean {
    return this.#machine !== undefined;
  }

  start(core: Core, options: MachineOptions): void {
    this.#machine = new core.Flow(options);
    this.#core = core;
    this.#lastView = undefined;
  }

  /** Hands over an event. Returns `undefined` if the machine is not started, or is lost by this. */
  handle(event: FlowEvent): FlowAnswer | undefined {
    return this.#call((machine, coolingDown) => {
      const answer = machine.handle(event, coolingDown);
      const view = answer.view ?? this.#lastView?.view;
      this.#lastView = view && { view, coolingDown };
      return answer;
    });
  }

  /** The current view. Each answer brings one, so the module is called only when a cool-down has begun or ended since. */
  get view(): FlowView | undefined {
    const { new: isNew, old: isOld } = this.#owner.getCoolingDown();
    const last = this.#liveMachine && this.#lastView?.coolingDown;
    if (this.#machine && (last?.new !== isNew || last.old !== isOld)) {
      this.#call((machine, coolingDown) => {
        this.#lastView = { view: machine.view(coolingDown), coolingDown };
      });
    }
    return this.#machine && this.#lastView?.view;
  }

  /** Gives its memory in the module back. */
  free(): void {
    this.#machine?.free();
    this.#machine = undefined;
  }

  #call<T>(call: (machine: CoreMachine, coolingDown: CoolingDown) => T): T | undefined {
    const coolingDown = this.#owner.getCoolingDown();
    const machine = this.#liveMachine;
    if (!machine) return undefined;
    try {
      return call(machine, coolingDown);
    } catch (cause) {
      discardCore(this.#core as Core, cause);
      this.#machine = undefined;
      this.#owner.onTrap(cause);
      return undefined;
    }
  }

  /** The machine. When its instance was discarded, the owner is notified first, and has usually started another. */
  get #liveMachine(): CoreMachine | undefined {
    if (this.#machine && this.#core !== loadedCore()) {
      this.#machine = undefined;
      this.#owner.onInstanceLost();
    }
    return this.#machine;
  }
}

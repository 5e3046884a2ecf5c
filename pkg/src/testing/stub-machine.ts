import type { PhoneNumber } from "../types.js";
import type { CoolingDown, FlowAnswer, FlowEvent, FlowView, MachineOptions } from "../wasm/module.js";
import type { Instance } from "../wasm/update_phone.js";

/** What an empty form shows. */
export const EDITING: FlowView = {
  state: "editing",
  can: { sendNewCode: false, sendOldCode: false, submit: false, confirm: false, useUnusualNumber: false },
  isOldPhoneRequired: false,
  isUnusualNumberUsed: false,
};

/** A number as the module judges it. The national number is what follows `+86`. */
export function stubPhone(e164: string, more: Partial<PhoneNumber> = {}): PhoneNumber {
  return {
    countryCode: "+86",
    nationalNumber: e164.slice(3),
    e164,
    type: "mobile",
    isPossible: true,
    isValid: true,
    nationalFormat: e164.slice(3),
    internationalFormat: e164,
    ...more,
  };
}

/** The form's machine without the module: shows what the test says, and answers events with what the test says. */
export class StubMachine {
  /** All events, of all instances. */
  readonly events: FlowEvent[] = [];
  readonly instances: { options: MachineOptions; isFreed: boolean }[] = [];
  /** What it shows from the next event on. */
  shown: FlowView = EDITING;
  /** The cool-downs that it was asked for a view with, when no event had happened. */
  readonly viewed: CoolingDown[] = [];
  /** Answers an event. A phone is judged as a valid E.164 number unless this says otherwise. */
  answer: (event: FlowEvent, coolingDown: CoolingDown) => Partial<FlowAnswer> | undefined = () => undefined;

  /** For `loadStub`. */
  get exports(): Pick<Instance, "Flow"> {
    const machine = this;
    class Flow {
      readonly #record: { options: MachineOptions; isFreed: boolean };
      constructor(options: MachineOptions) {
        this.#record = { options, isFreed: false };
        machine.instances.push(this.#record);
      }
      handle(event: FlowEvent, coolingDown: CoolingDown): FlowAnswer {
        machine.events.push(event);
        const phone = event.type === "phone" && event.input !== "" ? stubPhone(event.input as string) : undefined;
        const answer = machine.answer(event, coolingDown);
        return { effects: [], view: { ...machine.shown }, ...(phone && { phone }), ...answer };
      }
      view(coolingDown: CoolingDown): FlowView {
        machine.viewed.push(coolingDown);
        return { ...machine.shown };
      }
      free(): void {
        this.#record.isFreed = true;
      }
    }
    return { Flow: Flow as unknown as Instance["Flow"] };
  }
}

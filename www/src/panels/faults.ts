import type { Fault } from "update-phone/emulator";
import { byId, make } from "../dom.js";
import { onTexts } from "../language.js";
import type { Service } from "../service/service.js";
import type { Texts } from "../texts/en-US.js";

type FaultText = Extract<keyof Texts, `fault${string}`>;

/** More calls than a session makes. */
const ALL = 10_000;

/** The switches, with the faults that each adds. */
const SWITCHES: readonly (readonly [text: Exclude<FaultText, `faults${string}`>, faults: readonly Fault[]])[] = [
  ["faultLostSending", [{ operation: "send-sms", kind: "lost-before" }]],
  ["faultRateLimited", [{ operation: "send-sms", kind: "rate-limited" }]],
  ["faultSlow", [{ operation: "verify-update-phone-request", kind: "delay", delayMs: 3000 }]],
  ["faultShortToken", [{ operation: "verify-update-phone-request", kind: "token-lifetime", tokenLifetimeSeconds: 12 }]],
  ["faultSignedOut", [{ operation: "verify-update-phone-request", kind: "unauthorized-once" }]],
  ["faultGateway", [{ operation: "update-phone", kind: "bad-gateway" }]],
  ["faultLostBefore", [{ operation: "update-phone", kind: "lost-before" }]],
  ["faultLostAfter", [{ operation: "update-phone", kind: "lost-after" }]],
  [
    "faultInDoubt",
    [
      { operation: "update-phone", kind: "lost-after" },
      // The profile is asked more than once.
      { operation: "get-profile", kind: "bad-gateway", times: 3 },
    ],
  ],
  ["faultOffline", [{ operation: "*", kind: "lost-before", times: ALL }]],
];

/** Shows the switches for faults. Returns a function that refreshes which of them are pending. */
export function mountFaults(service: Service): () => Promise<void> {
  const list = byId("faults", HTMLElement);
  const switches = SWITCHES.map(([text, faults]) => {
    const box = make("input", { type: "checkbox", role: "switch" });
    const words = make("span");
    list.append(make("label", { class: "switch" }, box, words));
    box.addEventListener("change", apply);
    return { text, faults, box, words };
  });
  onTexts((texts) => {
    for (const { text, words } of switches) words.textContent = texts[text];
  });

  /** Changes are applied one after another. */
  let applied = Promise.resolve();
  function apply(): void {
    list.ariaBusy = "true";
    const mine = applied.then(replaceFaults, replaceFaults).finally(() => {
      if (applied === mine) list.ariaBusy = "false";
    });
    applied = mine;
  }

  /** Clears all faults and adds the selected ones, since a single fault cannot be removed. */
  async function replaceFaults(): Promise<void> {
    await service.clearFaults();
    for (const { faults, box } of switches) {
      if (!box.checked) continue;
      for (const fault of faults) await service.addFault(fault);
    }
  }

  return async () => {
    const waiting = await service.faults();
    // While a change is applied, the switches are newer than the service's answer.
    if (list.ariaBusy === "true") return;
    for (const { faults, box } of switches) {
      box.checked = faults.some(({ operation, kind }) =>
        waiting.some((other) => other.operation === operation && other.kind === kind),
      );
    }
  };
}

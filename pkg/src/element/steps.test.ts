import { expect, test } from "vitest";
import type { FlowSnapshot } from "../types.js";
import { Steps } from "./steps.js";

const withNumber = (e164: string | undefined): FlowSnapshot => ({ newPhone: e164 && { e164 } }) as FlowSnapshot;

test("a number is folded after its code was sent, and opens again for another number or by hand", () => {
  const steps = new Steps();
  expect(steps.isOpen("new", withNumber("+8613912345678"))).toBe(true);
  expect(steps.hasRequestedCode("new")).toBe(false);

  steps.fold("new", "+8613912345678");
  expect(steps.isOpen("new", withNumber("+8613912345678"))).toBe(false);
  expect(steps.isOpen("new", withNumber("+8613912345679"))).toBe(true);
  expect(steps.isOpen("new", withNumber(undefined))).toBe(true);
  expect(steps.hasRequestedCode("new")).toBe(true);
  expect(steps.hasRequestedCode("old")).toBe(false);

  steps.open("new");
  expect(steps.isOpen("new", withNumber("+8613912345678"))).toBe(true);
});

import { beforeEach, describe, expect, test, vi } from "vitest";
import { requireCore } from "./loading.js";
import { copyPhoneInput, formatAsYouType, isValidPhone, parsePhone } from "./phone.js";
import { VALID_PHONE, writeRecord } from "./testing/phone-record.js";
import { loadStub } from "./testing/stub-module.js";
import type { PhoneInput } from "./types.js";

const refused = (detail: string, more: object = {}): unknown =>
  expect.objectContaining({ code: "ERR_INVALID_ARGUMENT", message: expect.stringContaining(detail), ...more });

const throwing = (name: string): object =>
  Object.defineProperty({}, name, {
    get() {
      throw new Error("of a getter");
    },
  });
const CAUSE = { cause: expect.objectContaining({ message: "of a getter" }) };

/** What is no `PhoneInput`. */
const NO_INPUTS: unknown[] = [
  undefined,
  null,
  7,
  {},
  { number: "188" },
  { number: "188", countryCode: null, region: undefined },
  { number: 188, countryCode: "+86" },
  { countryCode: "+86" },
  { number: "188", countryCode: 86 },
  { number: "188", region: {} },
];

test("before the module is loaded all of them fail with ERR_NOT_READY", () => {
  const notReady = expect.objectContaining({ code: "ERR_NOT_READY" });
  expect(() => parsePhone("1")).toThrow(notReady);
  expect(() => isValidPhone("1")).toThrow(notReady);
  expect(() => formatAsYouType("1")).toThrow(notReady);
});

describe("reading a number", () => {
  const readNumber = vi.fn((..._: unknown[]) => writeRecord(requireCore(), 64, VALID_PHONE));
  const isValidNumber = vi.fn((..._: unknown[]) => true);
  beforeEach(async () => {
    readNumber.mockClear();
    isValidNumber.mockClear();
    await loadStub({ readNumber, isValidNumber, recordAddress: () => 64 });
  });

  test.each<[PhoneInput, { defaultRegion?: string } | undefined, unknown[]]>([
    ["+86 188", undefined, ["+86 188", undefined, undefined, undefined]],
    ["188", { defaultRegion: "CN" }, ["188", undefined, undefined, "CN"]],
    [{ countryCode: "+86", number: "188" }, {}, ["188", "+86", undefined, undefined]],
    [{ region: "CN", number: "188" }, undefined, ["188", undefined, "CN", undefined]],
    [{ countryCode: "", number: "188" }, undefined, ["188", "", undefined, undefined]],
  ])("hands %j to the module, with the options %j", (input, options, args) => {
    expect(parsePhone(input, options).e164).toBe("+8618812345678");
    expect(isValidPhone(input, options)).toBe(true);
    expect([readNumber.mock.calls, isValidNumber.mock.calls]).toStrictEqual([[args], [args]]);
  });

  test("hands null over as left out", () => {
    const input = { number: "188", countryCode: null, region: "CN" } as unknown as PhoneInput;
    parsePhone(input, null as unknown as undefined);
    expect(readNumber.mock.calls).toStrictEqual([["188", undefined, "CN", undefined]]);
  });

  test("cuts texts above 250 characters just above the limit", () => {
    parsePhone("1".repeat(1_000_000), { defaultRegion: "C".repeat(1_000) });
    parsePhone({ number: "2".repeat(250), countryCode: "3".repeat(251) });
    expect(readNumber.mock.calls).toStrictEqual([
      ["1".repeat(251), undefined, undefined, "C".repeat(251)],
      ["2".repeat(250), "3".repeat(251), undefined, undefined],
    ]);
  });

  test.each(NO_INPUTS)("refuses what is no input (case %#), and the module is not called", (input) => {
    for (const read of [parsePhone, isValidPhone]) {
      expect(() => read(input as PhoneInput)).toThrow(refused("phone: "));
    }
    expect([readNumber.mock.calls, isValidNumber.mock.calls]).toStrictEqual([[], []]);
  });

  test("refuses a default region that is no string, and getters that throw, with their exception as cause", () => {
    for (const defaultRegion of [86, null]) {
      expect(() => parsePhone("188", { defaultRegion } as object)).toThrow(refused("defaultRegion: must be a string"));
    }
    expect(() => parsePhone(throwing("number") as PhoneInput)).toThrow(refused("phone: cannot be read", CAUSE));
    expect(() => parsePhone("188", throwing("defaultRegion"))).toThrow(refused("cannot be read", CAUSE));
    expect(readNumber).not.toHaveBeenCalled();
  });

  test("of which the module traps throws ERR_INTERNAL, and works again with the next instance", () => {
    const core = requireCore();
    readNumber.mockImplementationOnce(() => {
      throw new WebAssembly.RuntimeError("unreachable");
    });
    expect(() => parsePhone("188")).toThrow(expect.objectContaining({ code: "ERR_INTERNAL" }));
    expect(requireCore()).not.toBe(core);
    expect(parsePhone("188").e164).toBe("+8618812345678");
  });
});

describe("formatting while typing", () => {
  const formatTyped = vi.fn((..._: unknown[]) => ({ text: "188 1", caret: 5 }));
  beforeEach(async () => {
    formatTyped.mockClear();
    await loadStub({ formatTyped });
  });

  test("hands the text, the country code, the region and the caret to the module", () => {
    expect(formatAsYouType("1881", { countryCode: "+86", defaultRegion: "HK", caret: 4 })).toStrictEqual({
      text: "188 1",
      caret: 5,
    });
    formatAsYouType("1881");
    expect(formatTyped.mock.calls).toStrictEqual([
      ["1881", "+86", "HK", 4],
      ["1881", undefined, undefined, undefined],
    ]);
  });

  test("a caret behind the text is at its end", () => {
    formatAsYouType("1881", { caret: 9 });
    expect(formatTyped.mock.calls).toStrictEqual([["1881", undefined, undefined, 4]]);
  });

  test("a text above 250 characters comes back as it is, with its caret", () => {
    const text = "1".repeat(251);
    expect(formatAsYouType(text)).toStrictEqual({ text, caret: 251 });
    expect(formatAsYouType(text, { caret: 7 })).toStrictEqual({ text, caret: 7 });
    expect(formatTyped).not.toHaveBeenCalled();
    formatAsYouType("1".repeat(250));
    expect(formatTyped).toHaveBeenCalledTimes(1);
  });

  test("arguments of other types are refused by name", () => {
    for (const [input, options, detail] of [
      [undefined, undefined, "input: must be a string"],
      [1881, undefined, "input: must be a string"],
      ["1881", { defaultRegion: 86 }, "defaultRegion: must be a string"],
      ["1881", { countryCode: 86 }, "countryCode: must be a string"],
      ["1881", { caret: -1 }, "caret: must be a place in the text, 0 or more"],
      ["1881", { caret: 1.5 }, "caret: must be a place in the text, 0 or more"],
      ["1881", { caret: "1" }, "caret: must be a place in the text, 0 or more"],
    ]) {
      expect(() => formatAsYouType(input as string, options as object)).toThrow(refused(detail as string));
    }
    expect(() => formatAsYouType("1881", throwing("caret"))).toThrow(refused("options: cannot be read", CAUSE));
    expect(formatTyped).not.toHaveBeenCalled();
  });
});

describe("copying an input", () => {
  test("a text is its own copy, an object is copied and frozen", () => {
    expect(copyPhoneInput("+86 188")).toBe("+86 188");
    const input = { countryCode: "+86", number: "188", color: "red" };
    const copy = copyPhoneInput(input);
    expect(copy).toStrictEqual({ countryCode: "+86", number: "188" });
    expect(copy).not.toBe(input);
    expect(Object.isFrozen(copy)).toBe(true);
    expect(copyPhoneInput({ region: "CN", number: "188" })).toStrictEqual({ region: "CN", number: "188" });
  });

  test("getters are read once", () => {
    const numbers = ["188", "another"];
    const input = {
      countryCode: "+86",
      get number() {
        return numbers.shift() as string;
      },
    };
    expect(copyPhoneInput(input)).toStrictEqual({ countryCode: "+86", number: "188" });
    expect(numbers).toStrictEqual(["another"]);
  });

  test.each(NO_INPUTS)("what is no input is refused (case %#)", (input) => {
    expect(() => copyPhoneInput(input as PhoneInput)).toThrow(refused("phone: "));
  });

  test("a getter that throws is refused, with its exception as cause", () => {
    expect(() => copyPhoneInput(throwing("region") as PhoneInput)).toThrow(refused("phone: cannot be read", CAUSE));
  });
});

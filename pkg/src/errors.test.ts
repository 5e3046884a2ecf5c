import { expect, test } from "vitest";
import { isInstanceOf, isUpdatePhoneError, OWN_CODES, UpdatePhoneError } from "./errors.js";

/** An error as the WebAssembly module throws it. */
const coreError = (fields: object, cause?: unknown): Error =>
  Object.assign(new Error("Wait a moment."), {
    name: "UpdatePhoneError",
    ...fields,
    ...(cause !== undefined && { cause }),
  });

const throwing = (): object =>
  new Proxy(
    {},
    {
      get() {
        throw new Error("of a proxy");
      },
      getPrototypeOf() {
        throw new Error("of a proxy");
      },
    },
  );

test("an error of this layer has its message in the given language, the detail after it, and what can be done", () => {
  const cause = new Error("of a getter");
  const error = UpdatePhoneError.of("ERR_INVALID_ARGUMENT", {
    detail: "caret: must be a place in the text, 0 or more",
    field: "phone",
    cause,
    language: "en-US",
  });
  expect(error.message).toBe(
    "An argument is missing or of the wrong type. Fix the calling code. caret: must be a place in the text, 0 or more",
  );
  expect({ ...error }).toStrictEqual({
    code: "ERR_INVALID_ARGUMENT",
    recovery: "fix-program",
    isRetryable: false,
    field: "phone",
  });
  expect(error.cause).toBe(cause);
  expect(error.name).toBe("UpdatePhoneError");
  expect(error).toBeInstanceOf(Error);
});

test("without a detail and a cause there are none", () => {
  const error = UpdatePhoneError.of("ERR_DISPOSED", { language: "zh-CN" });
  expect(error.message).toBe("该客户端已被释放，请新建一个。");
  expect("cause" in error).toBe(false);
});

test("of the errors of this layer only a failed load can be retried", () => {
  const retryable = Object.entries(OWN_CODES).filter(([, { isRetryable }]) => isRetryable);
  expect(retryable).toStrictEqual([["ERR_WASM_LOAD", { recovery: "retry", isRetryable: true }]]);
});

test("an error of the module keeps its message, its fields and its cause", () => {
  const cause = new TypeError("fetch failed");
  const fields = {
    code: "ERR_RATE_LIMITED",
    recovery: "wait",
    isRetryable: true,
    retryAfterMs: 90_000,
    httpStatus: 429,
  };
  const error = UpdatePhoneError.fromCore(coreError({ ...fields, secret: "eyJ" }, cause));
  expect(error).toBeInstanceOf(UpdatePhoneError);
  expect(error?.message).toBe("Wait a moment.");
  expect({ ...error }).toStrictEqual(fields);
  expect(error?.cause).toBe(cause);
});

test("a cause that is the module's own error is converted too", () => {
  const cause = coreError({ code: "ERR_NETWORK", recovery: "retry", isRetryable: true });
  const error = UpdatePhoneError.fromCore(coreError({ code: "ERR_OUTCOME_UNKNOWN" }, cause));
  expect(error?.cause).toBeInstanceOf(UpdatePhoneError);
  expect(error?.cause).toMatchObject({ code: "ERR_NETWORK" });
});

test("what is no error of the module is not converted, whatever it is", () => {
  for (const other of [undefined, null, "ERR_NETWORK", { name: "UpdatePhoneError" }, new Error("other"), throwing()]) {
    expect(UpdatePhoneError.fromCore(other)).toBe(undefined);
  }
});

test("fields cannot be changed afterwards", () => {
  const error = UpdatePhoneError.of("ERR_DISPOSED");
  expect(() => Object.assign(error, { code: "ERR_NETWORK" })).toThrow(TypeError);
  expect(error.code).toBe("ERR_DISPOSED");
});

test("the JSON for logs has name, message and fields, without stack and cause", () => {
  const error = UpdatePhoneError.fromCore(coreError({ requestId: "r1", code: "ERR_SERVER" }, "a secret"));
  expect(JSON.stringify(error)).toBe(
    '{"name":"UpdatePhoneError","message":"Wait a moment.","code":"ERR_SERVER","requestId":"r1"}',
  );
});

test("isUpdatePhoneError knows the errors of other copies of the package, and nothing that only looks like one", () => {
  expect(isUpdatePhoneError(UpdatePhoneError.of("ERR_DISPOSED"))).toBe(true);
  expect(isUpdatePhoneError({ [Symbol.for("update-phone.error")]: true })).toBe(true);
  for (const other of [undefined, null, "ERR_DISPOSED", coreError({ code: "ERR_NETWORK" }), throwing()]) {
    expect(isUpdatePhoneError(other)).toBe(false);
  }
});

test("isInstanceOf is false for a proxy that throws", () => {
  expect(isInstanceOf(new TypeError("mine"), Error)).toBe(true);
  expect(isInstanceOf({}, Error)).toBe(false);
  expect(isInstanceOf(throwing(), Error)).toBe(false);
});

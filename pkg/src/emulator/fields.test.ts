import { expect, test } from "vitest";
import { Refusal } from "./failures.js";
import { Fields, parseJson } from "./fields.js";

const JSON_TYPE = "application/json";
const read = (body: unknown) => Fields.ofBody(JSON_TYPE, JSON.stringify(body));

test.each([
  ["application/json", true],
  ["application/json; charset=utf-8", true],
  ["APPLICATION/JSON", true],
  ["application/jsonp", false],
  ["text/plain", false],
  [null, false],
])("a body of type %s is read as JSON: %s", (contentType, isRead) => {
  expect(parseJson(contentType, "{}") !== undefined).toBe(isRead);
});

test("only an object is a body", () => {
  for (const body of ["[]", "null", "7", '"text"']) expect(() => Fields.ofBody(JSON_TYPE, body)).toThrow(Refusal);
  expect(() => Fields.ofBody(JSON_TYPE, "{")).toThrow(Refusal);
});

test("null and the empty string count as absent, any other type is refused", () => {
  const fields = read({ none: null, empty: "", text: "t", number: 1 });
  expect(fields.optionalString("none")).toBeUndefined();
  expect(fields.optionalString("empty")).toBeUndefined();
  expect(fields.optionalString("missing")).toBeUndefined();
  expect(fields.optionalString("text")).toBe("t");
  expect(() => fields.optionalString("number")).toThrow(Refusal);
  expect(() => fields.string("empty")).toThrow(Refusal);
});

test("a refusal names the field with its path", () => {
  const refusal = (read: () => unknown): string => {
    try {
      read();
    } catch (error) {
      return (error as Refusal).failure.message["en-US"];
    }
    return "";
  };
  expect(refusal(() => read({ payload: {} }).object("payload").string("code"))).toContain("payload.code");
  expect(refusal(() => read({ payload: 1 }).object("payload"))).toContain("payload");
});

test("a phone has +86 unless it says otherwise, and has to be well-formed", () => {
  expect(read({ phone: "13912345678" }).phone("phone", "code")).toStrictEqual({
    countryCode: "+86",
    number: "13912345678",
  });
  expect(read({ phone: "61234567", code: "+852" }).phone("phone", "code").countryCode).toBe("+852");
  expect(() => read({ phone: "13912345678", code: "86" }).phone("phone", "code")).toThrow(Refusal);
  expect(() => read({ phone: "139" }).phone("phone", "code")).toThrow(Refusal);
});

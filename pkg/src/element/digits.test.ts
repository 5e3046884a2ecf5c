import { expect, test } from "vitest";
import { extractCode, minutesAndSeconds } from "./digits.js";

test.each([
  ["Your code is 123 456", "123456"],
  ["【示例】验证码１２３４５６，5 分钟内有效。", "123456"],
  ["G-123456 is your code, valid for 5 minutes", "123456"],
  ["12-34", "1234"],
])("the code is found in the text %j", (text, code) => {
  expect(extractCode(text)).toBe(code);
});

test("typed text keeps its digits, full-width ones too, and no more than 8", () => {
  expect(extractCode("1a２3 ４")).toBe("1234");
  expect(extractCode("1234567890")).toBe("12345678");
  expect(extractCode("abc")).toBe("");
});

test("seconds are written as minutes and two digits of seconds", () => {
  expect([60, 42, 9, 125].map(minutesAndSeconds)).toEqual(["1:00", "0:42", "0:09", "2:05"]);
});

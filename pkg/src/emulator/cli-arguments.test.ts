import { expect, test } from "vitest";
import { HELP, readArguments, UsageError } from "./cli-arguments.js";

test("without options the command listens on 127.0.0.1, port 3456, and leaves all else to its defaults", () => {
  expect(readArguments([])).toStrictEqual({ action: "server", options: { host: "127.0.0.1", port: 3456 } });
});

test("each flag sets its option", () => {
  const args = "--host 0.0.0.0 --port 0 --control --data state.json --code-length 4 --wrong-tries 2 --daily-cap 3";
  const more =
    "--sms-interval-seconds 0 --fixed-code 1234 --no-verify-old-phone --sms-host app.example --variant legacy";
  const origins = "--allow-origin https://a.example --allow-origin https://b.example";
  expect(readArguments(`${args} ${more} ${origins}`.split(" "))).toStrictEqual({
    action: "server",
    options: {
      host: "0.0.0.0",
      port: 0,
      control: "open",
      data: "state.json",
      codeLength: 4,
      wrongTries: 2,
      dailyCap: 3,
      smsIntervalSeconds: 0,
      fixedCode: "1234",
      verifyOldPhone: false,
      smsHost: "app.example",
      variant: "legacy",
      allowOrigin: ["https://a.example", "https://b.example"],
    },
  });
});

test("--help goes before --version, and both before what is wrong with the other options", () => {
  expect(readArguments(["--help", "--version", "--port", "x"])).toStrictEqual({ action: "help" });
  expect(readArguments(["--version", "--host="])).toStrictEqual({ action: "version" });
});

test("an unknown flag, a stray argument and a malformed value are usage errors that name the flag", () => {
  for (const [args, named] of [
    [["--nonsense"], /--nonsense/],
    [["3456"], /3456/],
    [["--port", "http"], /--port must be a whole number/],
    [["--port", "65536"], /--port must be a number from 0 to 65535/],
    [["--host="], /--host must not be empty/],
    [["--data="], /--data must not be empty/],
    [["--wrong-tries", "1.5"], /--wrong-tries must be a whole number/],
    [["--variant", "nonsense"], /--variant must be one of default, ambiguous/],
  ] as const) {
    expect(() => readArguments(args)).toThrow(named);
    expect(() => readArguments(args)).toThrow(UsageError);
  }
});

test("no line of the help is wider than a terminal", () => {
  for (const line of HELP.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
});

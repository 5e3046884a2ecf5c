import { expect, test } from "vitest";
import { isLoopbackHost } from "./loopback.js";

test("only localhost, 127.0.0.0/8 and ::1 are loopback hosts", () => {
  for (const host of ["localhost", "LOCALHOST", "127.0.0.1", "127.8.9.1", "::1", "[::1]"]) {
    expect(isLoopbackHost(host), host).toBe(true);
  }
  for (const host of [
    "0.0.0.0",
    "::",
    "[::2]",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "app.example",
    "",
  ]) {
    expect(isLoopbackHost(host), host).toBe(false);
  }
});

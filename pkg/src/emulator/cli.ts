#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { isLoopbackHost } from "./loopback.js";
import { type EmulatorServer, serveEmulator } from "./node.js";

const NAME = "update-phone-emulator";
const HELP = `Usage: ${NAME} [--host 127.0.0.1] [--port 3456]

Serves an emulator of Authing's change-phone API, with two users and an inbox
for the codes, until it is stopped with Ctrl-C. Nothing is kept.

  --host HOST   where to listen; on a host that is not loopback the control
                API (users, inbox, clock, reset) is off
  --port PORT   0 takes any free port
  --help        shows this
  --version     shows the version of update-phone
`;

class UsageError extends Error {}

interface Arguments {
  host: string;
  port: number;
  help: boolean;
  version: boolean;
}

function readArguments(): Arguments {
  const { host, port, help, version } = parseOptions();
  if (host === "") throw new UsageError("--host must not be empty");
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw new UsageError("--port must be a number from 0 to 65535");
  return { host, port: Number(port), help, version };
}

function parseOptions() {
  try {
    return parseArgs({
      options: {
        host: { type: "string", default: "127.0.0.1" },
        port: { type: "string", default: "3456" },
        help: { type: "boolean", default: false },
        version: { type: "boolean", default: false },
      },
    }).values;
  } catch (cause) {
    throw new UsageError(messageOf(cause), { cause });
  }
}

function packageVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  return typeof manifest === "object" && manifest !== null && "version" in manifest
    ? String(manifest.version)
    : "unknown";
}

/** What a person needs to begin. The only secrets ever printed are the seeded users' access tokens. */
function banner({ url, emulator }: EmulatorServer, host: string): string {
  const lines = [`Emulator of Authing's change-phone API listening on ${url}`];
  for (const { phoneCountryCode, phone, appId, accessToken } of emulator.users) {
    lines.push(
      "",
      `User with phone ${phoneCountryCode} ${phone}`,
      `  app id        ${appId}`,
      `  access token  ${accessToken}`,
    );
  }
  lines.push(
    "",
    isLoopbackHost(host)
      ? `The codes that it sends are at ${url}/_emulator/inbox`
      : `The control API is off, because ${host} is not a loopback host: nobody can read the codes that it sends`,
    "Stop it with Ctrl-C.",
  );
  return lines.join("\n");
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function main(): Promise<void> {
  const { host, port, help, version } = readArguments();
  if (help) {
    console.log(HELP.trimEnd());
    return;
  }
  if (version) {
    console.log(packageVersion());
    return;
  }
  const server = await serveEmulator({ host, port });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void server.close());
  console.log(banner(server, host));
}

main().catch((error: unknown) => {
  console.error(`${NAME}: ${messageOf(error)}`);
  if (error instanceof UsageError) console.error(`See ${NAME} --help`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
});

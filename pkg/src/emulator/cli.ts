#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { HELP, NAME, readArguments, UsageError } from "./cli-arguments.js";
import { isLoopbackHost } from "./loopback.js";
import { type EmulatorServer, serveEmulator, type ServeOptions } from "./node.js";
import { OptionError } from "./settings.js";

function packageVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  return typeof manifest === "object" && manifest !== null && "version" in manifest
    ? String(manifest.version)
    : "unknown";
}

/** The text printed at the start. The users' access tokens are the only secrets that the command ever prints. */
function banner({ url, emulator }: EmulatorServer, { host = "", control, data }: ServeOptions): string {
  const lines = [`Emulator of Authing's change-phone API listening on ${url}`];
  for (const { phoneCountryCode, phone, appId, accessToken } of emulator.users) {
    lines.push(
      "",
      phone === "" ? "User without a phone" : `User with phone ${phoneCountryCode} ${phone}`,
      `  app id        ${appId}`,
      `  access token  ${accessToken}`,
    );
  }
  lines.push("");
  if (isLoopbackHost(host)) {
    lines.push(`The codes that it sends are at ${url}/_emulator/inbox`);
  } else if (control === "open") {
    lines.push(`Whoever reaches this machine reads the codes that it sends, at ${url}/_emulator/inbox`);
  } else {
    lines.push(
      `The control API is off, because ${host} is not a loopback host: nobody can read the codes that it sends`,
    );
  }
  lines.push(data === undefined ? "Nothing is kept." : `The state is kept in ${data}`, "Stop it with Ctrl-C.");
  return lines.join("\n");
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The command-line flag of an option: `codeLength` is `--code-length`. */
function flagOf(option: string): string {
  return `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

async function serve(options: ServeOptions): Promise<void> {
  const onError = (error: unknown) => console.error(`${NAME}: ${messageOf(error)}`);
  const server = await serveEmulator({ ...options, onError }).catch((error: unknown) => {
    if (error instanceof OptionError) throw new UsageError(`${flagOf(error.option)} must be ${error.expected}`);
    throw error;
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void server.close());
  console.log(banner(server, options));
}

async function main(): Promise<void> {
  const parsed = readArguments(process.argv.slice(2));
  if (parsed.action === "help") console.log(HELP.trimEnd());
  else if (parsed.action === "version") console.log(packageVersion());
  else await serve(parsed.options);
}

main().catch((error: unknown) => {
  console.error(`${NAME}: ${messageOf(error)}`);
  if (error instanceof UsageError) console.error(`See ${NAME} --help`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
});

// The time from the start of the import to the response of a first call, which sends an SMS code: in Node.js and in Workers.
import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { promisify } from "node:util";
import { bundleWorker, serveWorker } from "../../tests/support/workerd.mjs";
import { race } from "./measure.mjs";

const execute = promisify(execFile);

const CLIENT = `appId: "6391bdd2e1d0d9c5c9d3e4f5", appHost: host`;

/** The code that sends an SMS code, by library. `host` is the address of the service. */
const FIRST_CALLS = {
  "update-phone": {
    imports: `import { createClient } from "update-phone";`,
    call: `const client = createClient({ appId: "6391bdd2e1d0d9c5c9d3e4f5", host, accessToken: "token" });
      await client.sendCode({ purpose: "new", phone: "+86 139 1234 5678" });
      client.dispose();`,
  },
  "libphonenumber-js/max and fetch": {
    imports: `import parsePhoneNumber from "libphonenumber-js/max";`,
    call: `const phone = parsePhoneNumber("+86 139 1234 5678");
      if (!phone?.isValid()) throw new Error("not a valid number");
      const body = JSON.stringify({
        channel: "CHANNEL_BIND_PHONE",
        phoneNumber: phone.nationalNumber,
        phoneCountryCode: "+" + phone.countryCallingCode,
      });
      const headers = { "content-type": "application/json", authorization: "Bearer token" };
      const response = await fetch(host + "/api/v3/send-sms", { method: "POST", headers, body });
      const { statusCode, message } = await response.json();
      if (statusCode !== 200) throw new Error(message);`,
  },
  "authing-js-sdk": {
    imports: `import { AuthenticationClient } from "authing-js-sdk";`,
    call: `const authing = new AuthenticationClient({ ${CLIENT}, token: "token" });
      await authing.sendSmsCode("13912345678", "+86");`,
  },
  "authing-node-sdk": {
    imports: `import { AuthenticationClient, Models } from "authing-node-sdk";`,
    call: `const authing = new AuthenticationClient({ ${CLIENT}, accessToken: "token", tokenEndPointAuthMethod: "none" });
      const channel = Models.SendSMSDto.channel.CHANNEL_BIND_PHONE;
      await authing.sendSms({ channel, phoneCountryCode: "+86", phoneNumber: "13912345678" });`,
  },
};

/** The SDKs need modules of Node.js, so all Workers get them. */
const LIKE_NODE = { date: "2026-11-01", flags: ["nodejs_compat"], reachesThisMachine: true };

const NAMES = Object.keys(FIRST_CALLS);

/** Serves a success for every request, with the fields of both versions of the API. */
async function serveAnySending() {
  const server = createServer((request, response) => {
    request.resume().once("end", () => {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ statusCode: 200, code: 200, message: "", data: {} }));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { host: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

/** A program that prints the milliseconds from the start of the import to the response, without the start of Node.js. */
const TIMED = (specifier) => `
  const start = performance.now();
  const { run } = await import(${JSON.stringify(specifier)});
  await run(process.argv[1]);
  console.log(performance.now() - start);
`;

/**
 * Measures Node.js processes with the libraries as npm installs them.
 *
 * @param folderOf By library, the folder from which it can be imported.
 * @returns The result of `race`.
 */
export async function raceFirstCalls(folderOf, rounds) {
  const { host, close } = await serveAnySending();
  const folders = Object.fromEntries(NAMES.map((name) => [name, folderFor(folderOf(name), name)]));
  try {
    for (const name of NAMES) {
      const { imports, call } = FIRST_CALLS[name];
      writeFileSync(join(folders[name], "program.mjs"), `${imports}\nexport async function run(host) {\n${call}\n}\n`);
    }
    const firstCall = async (name) => {
      const program = TIMED(`file://${join(folders[name], "program.mjs")}`);
      const { stdout } = await execute(process.execPath, ["--input-type=module", "-e", program, host]);
      return { overriddenDuration: Number(stdout) };
    };
    return await race(tasksOf(NAMES, firstCall), { rounds });
  } finally {
    close();
    for (const folder of Object.values(folders)) rmSync(folder, { recursive: true, force: true });
  }
}

/** Measures bundled Workers, from the start of workerd to the response of the first request, which makes the call. */
export async function raceFirstCallsOfWorkers(folderOf, rounds) {
  const { host, close } = await serveAnySending();
  const calls = { ...FIRST_CALLS, "a Worker that calls nothing": { imports: "", call: "" } };
  const folders = Object.fromEntries(Object.keys(calls).map((name) => [name, folderFor(folderOf(name), name)]));
  try {
    const files = {};
    for (const [name, { imports, call }] of Object.entries(calls)) {
      const entry = join(folders[name], "worker.mjs");
      writeFileSync(
        entry,
        `${imports}\nconst host = ${JSON.stringify(host)};
export default {
  async fetch() {
${call}
    return new Response("sent");
  },
};\n`,
      );
      ({ files: files[name] } = await bundleWorker(entry, join(folders[name], "out"), { minify: true }));
    }
    const firstCall = async (name) => {
      const start = performance.now();
      const worker = await serveWorker(join(folders[name], "out"), files[name], LIKE_NODE);
      try {
        const response = await fetch(worker.url);
        const text = await response.text();
        if (text !== "sent") throw new Error(`${name}: ${text}`);
        return { overriddenDuration: performance.now() - start };
      } finally {
        await worker.close();
      }
    };
    return await race(tasksOf(Object.keys(calls), firstCall), { rounds });
  } finally {
    close();
    for (const folder of Object.values(folders)) rmSync(folder, { recursive: true, force: true });
  }
}

/** A task for each name. */
const tasksOf = (names, run) => Object.fromEntries(names.map((name) => [name, async () => run(name)]));

/** Creates a folder below `folder`, so that imports find its node_modules. */
function folderFor(folder, name) {
  const created = join(folder, "target", "bench-first-call", name.replaceAll(/\W+/g, "-"));
  mkdirSync(created, { recursive: true });
  return created;
}

// How long it takes from nothing to the answer of a first call, which sends an SMS code: in processes of Node.js, and in Workers.
import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { promisify } from "node:util";
import { bundleWorker, serveWorker } from "../../tests/support/workerd.mjs";
import { raceOfProcesses } from "./measure.mjs";

const execute = promisify(execFile);

const CLIENT = `appId: "6391bdd2e1d0d9c5c9d3e4f5", appHost: host`;

/** What is written by whom to send a code to a number: `host` is where the service is. */
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

/** The SDKs want modules of Node's; all Workers get them. */
const LIKE_NODE = { date: "2026-11-01", flags: ["nodejs_compat"], reachesThisMachine: true };

const NAMES = Object.keys(FIRST_CALLS);

/** Takes every call for a code that was sent, in the words of both versions of the API. */
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

/** Milliseconds from the start of the import to the answer; Node's own start is before. */
const TIMED = (specifier) => `
  const start = performance.now();
  const { run } = await import(${JSON.stringify(specifier)});
  await run(process.argv[1]);
  console.log(performance.now() - start);
`;

/**
 * @param folderOf By library, the folder from which it can be imported.
 * @returns For processes of Node.js, as installed by npm: by library `millis` and `ratio`, as `raceOfProcesses` has them.
 */
export async function raceFirstCalls(folderOf, rounds) {
  const { host, close } = await serveAnySending();
  const folders = Object.fromEntries(NAMES.map((name) => [name, folderFor(folderOf(name), name)]));
  try {
    for (const name of NAMES) {
      const { imports, call } = FIRST_CALLS[name];
      writeFileSync(join(folders[name], "program.mjs"), `${imports}\nexport async function run(host) {\n${call}\n}\n`);
    }
    return await raceOfProcesses(NAMES, rounds, async (name) => {
      const program = TIMED(`file://${join(folders[name], "program.mjs")}`);
      const { stdout } = await execute(process.execPath, ["--input-type=module", "-e", program, host]);
      return Number(stdout);
    });
  } finally {
    close();
    for (const folder of Object.values(folders)) rmSync(folder, { recursive: true, force: true });
  }
}

/** Milliseconds from the start of workerd to the answer of the Worker's first request, which makes the call. Each is bundled as for a Worker. */
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
    return await raceOfProcesses(Object.keys(calls), rounds, async (name) => {
      const start = performance.now();
      const worker = await serveWorker(join(folders[name], "out"), files[name], LIKE_NODE);
      try {
        const response = await fetch(worker.url);
        const text = await response.text();
        if (text !== "sent") throw new Error(`${name}: ${text}`);
        return performance.now() - start;
      } finally {
        await worker.close();
      }
    });
  } finally {
    close();
    for (const folder of Object.values(folders)) rmSync(folder, { recursive: true, force: true });
  }
}

/** Below the folder, so that imports find its node_modules. */
function folderFor(folder, name) {
  const made = join(folder, "target", "bench-first-call", name.replaceAll(/\W+/g, "-"));
  mkdirSync(made, { recursive: true });
  return made;
}

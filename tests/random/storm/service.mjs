// A program of its own: the packed emulator, one for each pool, each on a port and in a data file of its own; and the journal of what
// they did, which outlives it.
//
//   fork(service.mjs, [JSON.stringify({entry, pools, users, ports, folder, journal, isKept})]) → {pools: [{port, appId, users}]}
//
// The journal has a line when a request comes and one when it was done, written before the answer leaves. What the proxy writes beside
// a request says which client it is from, how far that client's time is ahead, and whether the emulator's own fault is to hit it.
import { openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { moment } from "./clock.mjs";
import { phoneOfUser } from "./pools.mjs";

const { entry, pools, users, ports, folder, journal, isKept } = JSON.parse(process.argv[2]);
const { serveEmulator } = await import(entry);

const file = openSync(journal, "a");
const write = (line) => writeSync(file, `${JSON.stringify({ at: moment(), ...line })}\n`);
const e164Of = ({ phoneCountryCode, phone }) => `${phoneCountryCode}${phone}`;

const served = [];
for (const [index, options] of pools.entries()) served.push(await serve(index, options));
process.send({ pools: served });
process.on("disconnect", () => process.exit());

/** Of those that the system gives to nobody by itself: while the service is away, nobody may take its place. */
function somePort() {
  return 10_000 + Math.floor(Math.random() * 22_000);
}

async function serveSomewhere(options, port) {
  for (let tries = 0; ; tries += 1) {
    try {
      return await serveEmulator({ ...options, port: port ?? somePort() });
    } catch (error) {
      if (port !== undefined || error.cause?.code !== "EADDRINUSE" || tries > 20) throw error;
    }
  }
}

async function serve(index, poolOptions) {
  let ahead = 0;
  const options = {
    ...poolOptions,
    ...(isKept && { data: join(folder, `pool-${index}.json`) }),
    clock: { now: () => Date.now() + ahead },
    onError: (error) => {
      // A request that was cut off is what this is about.
      if (error.code !== "ECONNRESET") write({ kind: "error", pool: index, message: error.stack });
    },
  };
  const server = await serveSomewhere(options, ports?.[index]);
  const { emulator } = server;
  while (emulator.users.length < users + 2) emulator.addUser({ phone: phoneOfUser(emulator.users.length - 2) });
  const numbers = Object.fromEntries(emulator.users.map((user) => [user.userId, e164Of(user)]));
  write({ kind: "start", pool: index, phones: numbers });

  const handle = emulator.handle.bind(emulator);
  let turn = Promise.resolve();
  /** One after the other up to where the emulator has done what was asked, so that time and fault are those of the request. */
  emulator.handle = async (request) => {
    const url = new URL(request.url);
    if (url.pathname === "/storm/messages") return messages(emulator, url.searchParams);
    const stamp = request.headers.get("x-storm");
    if (stamp === null) return handle(request);
    const arrived = await withBody(request);
    const work = turn.then(() => answer(arrived, JSON.parse(stamp)));
    turn = work.then(
      ({ done }) => done,
      () => {},
    );
    return (await work).response;
  };

  function answer({ request, text }, { client, aheadMs, fault }) {
    const operation = request.url.slice(request.url.lastIndexOf("/") + 1);
    const { updatePhoneToken: token } = bodyOf(request, text);
    const accessToken = (request.headers.get("authorization") ?? "").replace(/^Bearer /, "");
    const findUser = () => emulator.users.find((each) => each.accessToken === accessToken);
    const user = findUser();
    const line = { pool: index, client, operation, user: user?.userId, fault: fault?.kind, ...(token && { token }) };
    write({ kind: "in", ...line });
    const before = user && e164Of(user);
    const sent = operation === "send-sms" ? emulator.inbox().length : 0;
    ahead = aheadMs;
    if (fault) emulator.faults.add(fault);
    const response = handle(request);
    const done = (async () => {
      // The emulator does what was asked a few microtasks after it was called, and nothing of it later.
      for (let i = 0; i < 8; i += 1) await undefined;
      if (emulator.faults.list().length > 0) throw new Error("a fault has hit nobody");
      const after = user && e164Of(findUser());
      const messages = operation === "send-sms" ? emulator.inbox().slice(sent) : [];
      write({ kind: "out", ...line, before, after, sms: messages.map(({ to, channel }) => `${channel} ${to}`) });
    })();
    // Not before the journal knows.
    return { response: done.then(() => response), done };
  }

  /** Of a request that was cut off nobody expects more. */
  function bodyOf({ signal }, text) {
    try {
      return text === "" ? {} : JSON.parse(text);
    } catch {
      if (!signal.aborted) write({ kind: "error", pool: index, message: `a body that was not cut off: ${text}` });
      return {};
    }
  }

  return {
    port: Number(new URL(server.url).port),
    appId: emulator.users[0].appId,
    users: emulator.users.slice(2).map(({ accessToken, userId }) => ({ accessToken, userId })),
  };
}

/** The emulator reads a body of its own accord; read before, it takes no time of which nobody knows how long it is. */
async function withBody(request) {
  const body = await request.arrayBuffer();
  const { url, method, headers, signal } = request;
  const arrayBuffer = () => Promise.resolve(body);
  return { request: { url, method, headers, signal, arrayBuffer }, text: new TextDecoder().decode(body) };
}

function messages(emulator, parameters) {
  const [to, channel] = [parameters.get("to"), parameters.get("channel")];
  const found = emulator.inbox().filter((message) => message.to === to && message.channel === channel);
  return Response.json(found.map(({ code }) => code));
}

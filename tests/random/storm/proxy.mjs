// A TCP proxy on loopback, one listener for each client, that treats each connection as its client's plan says. Toxiproxy's own server
// is a program that has to be downloaded and treats a listener as a whole; here the request decides.
import { createServer, connect } from "node:net";

const HOST = "127.0.0.1";

/** So many have a request and an answer, more or less; what ends before a limit is not cut. */
const REQUEST_BYTES = 800;
const ANSWER_BYTES = 500;

/** One direction of a connection: chunks come out late, slowly, or not beyond a limit. */
class Pipe {
  #write;
  #delay;
  #bytesPerSecond;
  #freeAt = 0;
  #left;
  #atLimit;
  #atEnd;
  /** What is to come out, in its order: `{at, run}`. */
  #queue = [];
  #timer;

  /**
   * @param write Takes what comes out.
   * @param way `delay()`, milliseconds of each chunk; `bytesPerSecond`; `limit`, bytes, and `atLimit()`.
   */
  constructor(write, { delay = () => 0, bytesPerSecond = Infinity, limit = Infinity, atLimit } = {}) {
    this.#write = write;
    this.#delay = delay;
    this.#bytesPerSecond = bytesPerSecond;
    this.#left = limit;
    this.#atLimit = atLimit;
  }

  push(chunk) {
    if (this.#bytesPerSecond === Infinity) {
      this.#after(this.#delay(), () => this.#deliver(chunk));
      return;
    }
    for (let at = 0; at < chunk.length; at += 128) {
      const slice = chunk.subarray(at, at + 128);
      this.#after((slice.length / this.#bytesPerSecond) * 1_000, () => this.#deliver(slice));
    }
  }

  /** After everything that was pushed. */
  end(atEnd) {
    this.#after(0, atEnd);
  }

  stop() {
    clearTimeout(this.#timer);
    this.#queue = [];
    this.#left = 0;
    this.#atLimit = undefined;
  }

  /** Never before what came before: of timers that are late together, some runtimes run the later one first. */
  #after(ms, run) {
    this.#freeAt = Math.max(performance.now(), this.#freeAt) + ms;
    this.#queue.push({ at: this.#freeAt, run });
    if (this.#queue.length === 1) this.#drain();
  }

  #drain() {
    for (let [next] = this.#queue; next; [next] = this.#queue) {
      const ms = next.at - performance.now();
      if (ms > 0) {
        this.#timer = setTimeout(() => this.#drain(), Math.ceil(ms));
        return;
      }
      next.run();
      // It may have stopped everything.
      if (this.#queue[0] === next) this.#queue.shift();
    }
  }

  #deliver(chunk) {
    const part = chunk.subarray(0, this.#left);
    this.#left -= part.length;
    if (part.length > 0) this.#write(part);
    if (this.#left > 0 || !this.#atLimit) return;
    const atLimit = this.#atLimit;
    this.#atLimit = undefined;
    atLimit();
  }
}

const REQUEST_LINE = /^[A-Z]+ \S*\/([a-z-]+) HTTP\/1\.1\r\n/;

/** One connection, and so one request: the emulator ends each after its answer. */
class Connection {
  #lane;
  #client;
  #service;
  #toxic = {};
  #there;
  #back;
  #head = "";
  #isStamped = false;
  #isServiceOver = false;

  constructor(lane, client) {
    this.#lane = lane;
    this.#client = client;
    client.on("error", () => {});
    client.on("data", (chunk) => this.#asked(chunk));
    client.on("end", () => this.#clientGone());
    client.on("close", () => this.#clientGone());
  }

  /** Node's fetch keeps a connection for later whose request was given up before it was open: it holds nobody. */
  get isIdle() {
    return this.#head === "";
  }

  #asked(chunk) {
    if (this.#there) return this.#there.push(chunk);
    this.#head += chunk.toString("latin1");
    const [line, operation] = REQUEST_LINE.exec(this.#head) ?? [];
    if (!line) return undefined;
    const { toxic = {}, stamp } = this.#lane.admit(operation);
    this.#toxic = toxic;
    if (toxic.kind === "reset" && toxic.when === "accepted") return this.#reset();
    if (toxic.kind === "half-open" && !toxic.isForwarded) {
      // Whatever else comes is swallowed.
      this.#there = new Pipe(() => {});
      return undefined;
    }
    this.#connect();
    this.#openPipes(line, stamp);
    this.#there.push(Buffer.from(this.#head.slice(line.length), "latin1"));
    if (toxic.kind === "reset" && toxic.when === "asked") setTimeout(() => this.#reset(), toxic.ms);
    return undefined;
  }

  #openPipes(line, stamp) {
    const { kind, thereMs, backMs, jitters = [0], bytesPerSecond, after, ms } = this.#toxic;
    let chunks = 0;
    const late = (base) => (base === undefined ? undefined : () => base + jitters[chunks++ % jitters.length]);
    const there = { bytesPerSecond, delay: late(thereMs) };
    const back = { bytesPerSecond, delay: late(backMs) };
    if (kind === "late") there.delay = () => ms;
    if (kind === "cut in the request") {
      Object.assign(there, { limit: Math.floor(REQUEST_BYTES * after), atLimit: () => this.close() });
    }
    if (kind === "cut in the response") {
      Object.assign(back, { limit: 1 + Math.floor(ANSWER_BYTES * after), atLimit: () => this.close() });
    }
    if (kind === "reset" && this.#toxic.when === "answering") {
      Object.assign(back, { limit: 60, atLimit: () => this.#reset() });
    }
    this.#there = new Pipe((part) => {
      // Only now: one that is late arrives at another time than it was sent.
      if (!this.#isStamped) this.#service.write(`${line}x-storm: ${JSON.stringify(stamp())}\r\n`);
      this.#isStamped = true;
      this.#service.write(part);
    }, there);
    this.#back = new Pipe((part) => this.#client.writable && this.#client.write(part), back);
  }

  #connect() {
    this.#lane.underWay.add(this);
    this.#service = connect({ host: HOST, port: this.#lane.servicePort });
    this.#service.on("error", () => {});
    this.#service.on("data", (chunk) => {
      if (this.#toxic.kind !== "half-open") this.#back.push(chunk);
    });
    this.#service.on("close", (isError) => this.#serviceGone(isError));
  }

  #serviceGone(isError) {
    this.#isServiceOver = true;
    this.#lane.underWay.delete(this);
    if (this.#toxic.kind === "half-open") return;
    if (isError) this.#back.end(() => this.#reset());
    else if (this.#toxic.kind === "slow close") setTimeout(() => this.close(), this.#toxic.ms).unref();
    else this.#back.end(() => this.#client.end(() => this.close()));
  }

  #clientGone() {
    this.#lane.connections.delete(this);
    this.#client.destroy();
    if (this.#service && this.#toxic.kind === "late" && !this.#isServiceOver) return;
    this.close();
  }

  #reset() {
    // Not one whose end is on its way: Node.js answers that with EINVAL and then never closes it, nor ends by itself.
    if (!this.#client.writableEnded) this.#client.resetAndDestroy();
    this.close();
  }

  close() {
    this.#there?.stop();
    this.#back?.stop();
    this.#client.destroy();
    if (!this.#isServiceOver) this.#service?.destroy();
    this.#lane.connections.delete(this);
    this.#lane.underWay.delete(this);
  }
}

/** The way of one client to the service: a listener whose connections are treated as its plan says. */
export class Lane {
  /** Those whose client has not gone. */
  connections = new Set();
  /** Those that the service has not answered, also where nobody waits for it any more. */
  underWay = new Set();
  servicePort = 0;
  #server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    const connection = new Connection(this, socket);
    this.connections.add(connection);
    // Of somebody who has gone by the time when it is accepted.
    if (!this.#owner) connection.close();
  });
  #owner;
  #counts = new Map();

  async open() {
    await new Promise((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen({ host: HOST, port: 0 }, resolve);
    });
    return this;
  }

  get url() {
    return `http://${HOST}:${this.#server.address().port}`;
  }

  /**
   * Takes a client's connections from now on.
   *
   * @param owner `plan(operation, nth)`: `{toxic?, fault?}`; `stamp()`: what the service is told beside each request; `tell({operation, toxic, fault})`.
   */
  assign(servicePort, owner) {
    this.servicePort = servicePort;
    this.#owner = owner;
    this.#counts.clear();
  }

  /** Lets go of its client, and of connections that nobody has used. */
  release() {
    this.#owner = undefined;
    for (const connection of this.connections) if (connection.isIdle) connection.close();
  }

  /** Connections that somebody has asked something over and not let go of. */
  get inUse() {
    return [...this.connections].filter(({ isIdle }) => !isIdle).length;
  }

  admit(operation) {
    // Nobody asks anything over a lane that was given back.
    const owner = this.#owner;
    const nth = this.#counts.get(operation) ?? 0;
    this.#counts.set(operation, nth + 1);
    const { toxic, fault } = owner.plan(operation, nth);
    owner.tell({ operation, toxic, fault });
    return { toxic, stamp: () => ({ ...owner.stamp(), ...(fault && { fault }) }) };
  }

  async close() {
    for (const connection of [...this.connections, ...this.underWay]) connection.close();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

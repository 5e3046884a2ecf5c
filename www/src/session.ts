import { type Client, type Countdown, init, isUpdatePhoneError, parsePhone, type PhoneNumber } from "update-phone";
import { afterFailure, type Problem } from "./problem.js";
import { texts } from "./texts.js";

/** Where the person is on the way to the new number. */
export type Stage = "loading" | "number" | "codes" | "confirm" | "expired" | "done";

/** The call that is being made; there is one at a time. */
export type Task = "load" | "send-new" | "send-old" | "verify" | "change";

/** Which of the two phones is meant. */
export type Purpose = "new" | "old";

/** All that is shown. Each change makes a new one. */
export interface State {
  readonly stage: Stage;
  readonly task?: Task | undefined;
  readonly problem?: Problem | undefined;
  /** The account's number; absent when it has none. */
  readonly oldPhone?: PhoneNumber | undefined;
  readonly newPhone?: PhoneNumber | undefined;
  /** What `updatePhoneRequest` answered, until it is spent or over. */
  readonly token?: Awaited<ReturnType<Client["updatePhoneRequest"]>> | undefined;
}

export type Listener = (state: State, previous: State) => void;

/** One person's way from the old number to the new one: makes the calls and holds what came of them. */
export class Session {
  readonly #signIn: () => Promise<Client>;
  readonly #listeners = new Set<Listener>();
  /** By purpose and number, since the person may go back to a number. */
  readonly #cooldowns = new Map<string, Countdown>();
  readonly #codesSent = new Set<string>();
  #client: Client | undefined;
  #state: State = { stage: "loading" };

  /** `signIn`: makes the client; asked again when it failed. */
  constructor(signIn: () => Promise<Client>) {
    this.#signIn = signIn;
  }

  get state(): State {
    return this.#state;
  }

  /** Calls at once, and after each change. */
  subscribe(listener: Listener): void {
    this.#listeners.add(listener);
    listener(this.#state, this.#state);
  }

  /** The wait before the next SMS to that phone; undefined when it is over or never began. */
  cooldown(purpose: Purpose): Countdown | undefined {
    const phone = this.#state[`${purpose}Phone`];
    return phone && this.#runningCooldown(purpose, phone);
  }

  /** Whether a code was sent to that phone that has not been used up. */
  isCodeSent(purpose: Purpose): boolean {
    const phone = this.#state[`${purpose}Phone`];
    return phone !== undefined && this.#codesSent.has(keyOf(purpose, phone));
  }

  /** Loads the WebAssembly module and reads the account's number. */
  async load(): Promise<void> {
    await this.#run("load", async () => {
      this.#client ??= await this.#signIn();
      const [{ phone, phoneCountryCode = "+86" }] = await Promise.all([this.#client.getProfile(), init()]);
      const oldPhone = phone ? parsePhone({ countryCode: phoneCountryCode, number: phone }) : undefined;
      return { stage: "number", oldPhone };
    });
  }

  /** Goes on with this number: sends a code there, unless one was sent less than a minute ago. */
  async chooseNewPhone(phone: PhoneNumber): Promise<void> {
    const isCodeOnItsWay = this.#codesSent.has(keyOf("new", phone)) && this.#runningCooldown("new", phone);
    if (isCodeOnItsWay) this.#set({ stage: "codes", newPhone: phone, problem: undefined });
    else await this.#sendCode("new", phone);
  }

  async resendCode(purpose: Purpose): Promise<void> {
    const phone = this.#state[`${purpose}Phone`];
    if (phone && !this.cooldown(purpose)) await this.#sendCode(purpose, phone);
  }

  async verify(codes: { newCode: string; oldCode: string }): Promise<void> {
    await this.#run("verify", async () => {
      const { newPhone, oldPhone } = this.#state;
      const token = await this.#signedInClient.updatePhoneRequest({
        newPhoneCountryCode: newPhone?.countryCode ?? "",
        newPhoneNumber: newPhone?.nationalNumber ?? "",
        newPhonePassCode: codes.newCode,
        ...(oldPhone && {
          oldPhoneCountryCode: oldPhone.countryCode,
          oldPhoneNumber: oldPhone.nationalNumber,
          oldPhonePassCode: codes.oldCode,
        }),
      });
      token.countdown.signal.addEventListener("abort", () => this.#expire(token));
      this.#codesSent.clear();
      return { stage: "confirm", token };
    });
  }

  async change(): Promise<void> {
    const { token } = this.#state;
    if (!token) return;
    await this.#run("change", async () => {
      await this.#signedInClient.updatePhone(token);
      return { stage: "done", token: undefined };
    });
    // Time may have run out while the call was on its way.
    if (token.countdown.isExpired) this.#expire(token);
  }

  /** Back to the new number; a token for the one before is given up. */
  editNumber(): void {
    if (!this.#state.task) this.#set({ stage: "number", token: undefined, problem: undefined });
  }

  /** Back to the codes, after the token has expired. */
  requestNewCodes(): void {
    this.#set({ stage: "codes", token: undefined, problem: undefined });
  }

  /** From the end to a new beginning, with the number that is the account's now. */
  startOver(): void {
    const { newPhone } = this.#state;
    this.#set({ stage: "number", oldPhone: newPhone, newPhone: undefined, problem: undefined });
  }

  get #signedInClient(): Client {
    if (!this.#client) throw new Error("Nothing can be asked for before the session is loaded.");
    return this.#client;
  }

  async #sendCode(purpose: Purpose, phone: PhoneNumber): Promise<void> {
    await this.#run(`send-${purpose}`, async () => {
      const { countryCode, nationalNumber: number } = phone;
      const sent = await this.#signedInClient.sendCode({ purpose, phone: { countryCode, number } });
      const key = keyOf(purpose, sent.phone);
      this.#cooldowns.set(key, sent.cooldown);
      this.#codesSent.add(key);
      return { stage: "codes", [`${purpose}Phone`]: sent.phone };
    });
  }

  #runningCooldown(purpose: Purpose, phone: PhoneNumber): Countdown | undefined {
    const cooldown = this.#cooldowns.get(keyOf(purpose, phone));
    return cooldown?.isExpired === false ? cooldown : undefined;
  }

  #expire(token: State["token"]): void {
    if (this.#state.token === token && this.#state.task !== "change") {
      this.#set({ stage: "expired", token: undefined, problem: undefined });
    }
  }

  /** Makes a call, unless another one is being made; what it returns is what changes. */
  async #run(task: Task, call: () => Promise<Partial<State>>): Promise<void> {
    if (this.#state.task) return;
    this.#set({ task, problem: undefined });
    let change: Partial<State> = {};
    try {
      change = await call();
    } catch (error) {
      if (isUpdatePhoneError(error)) change = afterFailure(error, task, this.#state.stage);
      else if (task === "load") change = { problem: { place: "start", message: texts.cannotStart } };
      else throw error;
    } finally {
      this.#set({ ...change, task: undefined });
    }
  }

  #set(change: Partial<State>): void {
    const previous = this.#state;
    this.#state = { ...previous, ...change };
    for (const listener of this.#listeners) listener(this.#state, previous);
  }
}

function keyOf(purpose: Purpose, phone: PhoneNumber): string {
  return `${purpose} ${phone.e164}`;
}

import { FAILURES, Refusal } from "./failures.js";
import { Fields } from "./fields.js";
import { headerOf } from "./headers.js";
import type { Service } from "./service.js";
import { type Language, languageOf } from "./texts.js";
import type { User } from "./users.js";

/** One request to an operation. What it asks of the request is checked when it asks, so an operation's lines are the order of its checks. */
export class Call {
  readonly service: Service;
  /** The time of the whole call, epoch milliseconds: one call does not see time pass. */
  readonly now: number;
  /** How long an update token of this call lives, where a fault says so. */
  readonly tokenLifetimeSeconds: number | undefined;
  readonly #request: Request;
  readonly #bodyText: string;

  constructor(service: Service, request: Request, bodyText: string, tokenLifetimeSeconds: number | undefined) {
    this.service = service;
    this.now = service.clock.now();
    this.tokenLifetimeSeconds = tokenLifetimeSeconds;
    this.#request = request;
    this.#bodyText = bodyText;
  }

  /** Refuses a request without the id of a known application. */
  requireApp(): void {
    const appId = headerOf(this.#request, "app-id");
    if (appId === null || !this.service.users.hasApp(appId)) throw new Refusal(FAILURES.appUnknown);
  }

  /** The user whose access token came along, with or without `Bearer` before it: the service takes both. */
  signedInUser(): User {
    const token = (this.#request.headers.get("authorization") ?? "").replace(/^Bearer +/i, "");
    const user = this.service.users.withAccessToken(token);
    if (user === undefined) throw new Refusal(FAILURES.notSignedIn);
    return user;
  }

  body(): Fields {
    return Fields.ofBody(this.#request.headers.get("content-type"), this.#bodyText);
  }

  get language(): Language {
    return languageOf(headerOf(this.#request, "lang"));
  }

  /** The host of the page that sent the request, or the one that it was sent to where no page did. */
  get host(): string {
    const origin = this.#request.headers.get("origin") ?? "";
    return new URL(URL.canParse(origin) ? origin : this.#request.url).hostname;
  }
}

import { FAILURES, Refusal } from "./answers.js";
import { Fields } from "./fields.js";
import type { Service } from "./service.js";
import type { User } from "./users.js";

/** One request to an operation. What it asks of the request is checked when it asks, so an operation's lines are the order of its checks. */
export class Call {
  readonly service: Service;
  /** The time of the whole call, epoch milliseconds: one call does not see time pass. */
  readonly now: number;
  readonly #headers: Headers;
  readonly #bodyText: string;

  constructor(service: Service, headers: Headers, bodyText: string) {
    this.service = service;
    this.now = service.clock.now();
    this.#headers = headers;
    this.#bodyText = bodyText;
  }

  /** Refuses a request without the id of a known application; Authing and GenAuth differ in the header's name only. */
  requireApp(): void {
    const appId = this.#headers.get("x-authing-app-id") ?? this.#headers.get("x-genauth-app-id");
    if (appId === null || !this.service.users.hasApp(appId)) throw new Refusal(FAILURES.appUnknown);
  }

  /** The user whose access token came along, with or without `Bearer` before it: the service takes both. */
  signedInUser(): User {
    const token = (this.#headers.get("authorization") ?? "").replace(/^Bearer +/i, "");
    const user = this.service.users.withAccessToken(token);
    if (user === undefined) throw new Refusal(FAILURES.notSignedIn);
    return user;
  }

  body(): Fields {
    return Fields.ofBody(this.#headers.get("content-type"), this.#bodyText);
  }
}

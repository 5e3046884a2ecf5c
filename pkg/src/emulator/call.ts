import { FAILURES, Refusal } from "./failures.js";
import { Fields } from "./fields.js";
import { headerOf } from "./headers.js";
import type { Service } from "./service.js";
import { type Language, languageOf } from "./texts.js";
import type { User } from "./users.js";

/** One request to an operation. Each method checks the part of the request that it reads, so an operation's lines are the order of its checks. */
export class Call {
  readonly service: Service;
  /** Epoch milliseconds, read once: time stands still during a call. */
  readonly now: number;
  /** The lifetime of an update token that this call issues. Undefined unless a `token-lifetime` fault sets it. */
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

  /** Throws a `Refusal` unless the request names a known application. */
  requireApp(): void {
    const appId = headerOf(this.#request, "app-id");
    if (appId === null || !this.service.users.hasApp(appId)) throw new Refusal(FAILURES.appUnknown);
  }

  /** Returns the owner of the access token. The service accepts it with and without `Bearer`. Throws a `Refusal` for any other token. */
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

  /** The host of the page that sent the request. Without an `Origin` header, the host that received it. */
  get host(): string {
    const origin = this.#request.headers.get("origin") ?? "";
    return new URL(URL.canParse(origin) ? origin : this.#request.url).hostname;
  }
}

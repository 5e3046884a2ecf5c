import type { Phone } from "./phones.js";
import { randomToken } from "./random.js";

/** A token that was issued. */
export interface UpdateToken {
  readonly token: string;
  readonly userId: string;
  readonly newPhone: Phone;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  isSpent: boolean;
}

export type TokenState =
  { state: "usable"; newPhone: Phone } | { state: "unknown" } | { state: "expired" } | { state: "spent" };

/** The update tokens. Each lets one user take one number, once. `now` is epoch milliseconds throughout. */
export class UpdateTokens {
  readonly #tokens: Map<string, UpdateToken>;

  constructor(tokens: readonly UpdateToken[]) {
    this.#tokens = new Map(tokens.map((token) => [token.token, { ...token }]));
  }

  issue(userId: string, newPhone: Phone, lifetimeSeconds: number, now: number): string {
    const token = randomToken({ sub: userId, use: "update-phone" });
    this.#tokens.set(token, { token, userId, newPhone, expiresAt: now + lifetimeSeconds * 1000, isSpent: false });
    return token;
  }

  /** Returns the status of a token. Another user's token is unknown. Changes nothing. */
  look(token: string, userId: string, now: number): TokenState {
    const found = this.#tokens.get(token);
    if (found === undefined || found.userId !== userId) return { state: "unknown" };
    if (found.isSpent) return { state: "spent" };
    if (now >= found.expiresAt) return { state: "expired" };
    return { state: "usable", newPhone: found.newPhone };
  }

  spend(token: string): void {
    const found = this.#tokens.get(token);
    if (found !== undefined) found.isSpent = true;
  }

  all(): readonly UpdateToken[] {
    return [...this.#tokens.values()];
  }
}

import type { Phone } from "./phones.js";
import { randomToken } from "./random.js";
import { UPDATE_TOKEN_LIFE_SECONDS } from "./rules.js";

interface UpdateToken {
  readonly userId: string;
  readonly newPhone: Phone;
  readonly issuedAt: number;
  isSpent: boolean;
}

export type TokenState =
  { state: "usable"; newPhone: Phone } | { state: "unknown" } | { state: "expired" } | { state: "spent" };

/** The tokens that let one user take one number, once. `now` is epoch milliseconds throughout. */
export class UpdateTokens {
  readonly #tokens = new Map<string, UpdateToken>();

  issue(userId: string, newPhone: Phone, now: number): string {
    const token = randomToken({ sub: userId, use: "update-phone" });
    this.#tokens.set(token, { userId, newPhone, issuedAt: now, isSpent: false });
    return token;
  }

  /** Another user's token is as unknown as one that was never issued. */
  look(token: string, userId: string, now: number): TokenState {
    const found = this.#tokens.get(token);
    if (found === undefined || found.userId !== userId) return { state: "unknown" };
    if (found.isSpent) return { state: "spent" };
    if (now - found.issuedAt >= UPDATE_TOKEN_LIFE_SECONDS * 1000) return { state: "expired" };
    return { state: "usable", newPhone: found.newPhone };
  }

  spend(token: string): void {
    const found = this.#tokens.get(token);
    if (found !== undefined) found.isSpent = true;
  }
}

import { e164, type Phone } from "./phones.js";
import { randomObjectId, randomToken } from "./random.js";

/** A user as the service keeps them. */
export interface User {
  readonly userId: string;
  readonly accessToken: string;
  readonly appId: string;
  readonly name: string;
  /** Undefined before the first one is bound. */
  readonly phone: Phone | undefined;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

/**
 * Three users of one application. The second one's phone is from elsewhere, and serves as the number that is taken; the
 * third has none yet, and can bind one.
 */
export function seedUsers(now: number): readonly User[] {
  const appId = randomObjectId();
  const seed = (name: string, phone: Phone | undefined): User => {
    const userId = randomObjectId();
    const accessToken = randomToken({ sub: userId, aud: appId, scope: "openid profile phone" });
    return { userId, accessToken, appId, name, phone, createdAt: now, updatedAt: now };
  };
  return [
    seed("王小明", { countryCode: "+86", number: "18812345678" }),
    seed("陳美玲", { countryCode: "+852", number: "51234567" }),
    seed("Alex Müller", undefined),
  ];
}

export class Users {
  readonly #byId: Map<string, User>;

  constructor(users: readonly User[]) {
    this.#byId = new Map(users.map((user) => [user.userId, user]));
  }

  all(): readonly User[] {
    return [...this.#byId.values()];
  }

  hasApp(appId: string): boolean {
    return this.all().some((user) => user.appId === appId);
  }

  withAccessToken(token: string): User | undefined {
    return this.all().find((user) => user.accessToken === token);
  }

  isTakenByAnother(phone: Phone, user: User): boolean {
    const isTheirs = (other: User) => other.phone !== undefined && e164(other.phone) === e164(phone);
    return this.all().some((other) => other.userId !== user.userId && isTheirs(other));
  }

  setPhone(user: User, phone: Phone, now: number): void {
    this.#byId.set(user.userId, { ...user, phone, updatedAt: now });
  }
}

import { e164, isCountryCode, isWellFormed, type Phone } from "./phones.js";
import { randomObjectId, randomToken } from "./random.js";

/** A user of the service. */
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

/** Creates a user whose access token never expires. */
function newUser(appId: string, name: string, phone: Phone | undefined, now: number): User {
  const userId = randomObjectId();
  const accessToken = randomToken({ sub: userId, aud: appId, scope: "openid profile phone" });
  return { userId, accessToken, appId, name, phone, createdAt: now, updatedAt: now };
}

/** Creates two users of one application. The second one's phone is outside mainland China, and serves as the taken number. */
export function seedUsers(now: number): readonly User[] {
  const appId = randomObjectId();
  return [
    newUser(appId, "王小明", { countryCode: "+86", number: "18812345678" }, now),
    newUser(appId, "陳美玲", { countryCode: "+852", number: "51234567" }, now),
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
    return this.#owners(phone).some((owner) => owner.userId !== user.userId);
  }

  /**
   * Adds a user of the same application, with or without a phone. Throws a `RangeError` for a phone that is malformed or
   * another user's.
   */
  add(phone: Phone | undefined, now: number): User {
    if (phone !== undefined && !(isCountryCode(phone.countryCode) && isWellFormed(phone))) {
      throw new RangeError("phoneCountryCode must be like +86, and phone its digits without it");
    }
    if (phone !== undefined && this.#owners(phone).length > 0) throw new RangeError("phone is another user's");
    const [first] = this.all();
    const user = newUser(first?.appId ?? randomObjectId(), "Alex Müller", phone, now);
    this.#byId.set(user.userId, user);
    return user;
  }

  #owners(phone: Phone): readonly User[] {
    return this.all().filter((user) => user.phone !== undefined && e164(user.phone) === e164(phone));
  }

  setPhone(user: User, phone: Phone, now: number): void {
    this.#byId.set(user.userId, { ...user, phone, updatedAt: now });
  }
}

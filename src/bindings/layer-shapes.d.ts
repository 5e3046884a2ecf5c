/** One moment on both clocks, in milliseconds. */
export interface Instant {
  readonly wall: number;
  readonly monotonic: number;
}

export interface ClientOptions {
  /** Whether another client of the same user has met a trap: what it sent may be in doubt. */
  hasForgotten?: boolean;
}

/** The answer of `sendCode`, and when it was sent. */
export interface CodeSent extends ApiResponse {
  phone: PhoneNumber;
  sentAt: Instant;
}

/** The answer of `updatePhoneRequest`, and when it was sent. */
export interface UpdatePhoneRequestResponse extends ApiResponse {
  data: { updatePhoneToken: string; tokenExpiresIn: number };
  sentAt: Instant;
}

/** The time limit of one try, held in JavaScript. */
export interface LayerLimit {
  readonly signal: AbortSignal;
  readonly isOver: boolean;
  readonly isTimedOut: boolean;
  readonly reason: unknown;
  race(value: unknown): Promise<unknown>;
  raceHalfway(value: unknown): Promise<unknown>;
  end(): void;
}

/** What a prepared call is run with. */
export interface RunOptions {
  /** Starts the limit of a try. */
  startLimit(ms: number): LayerLimit;
  /** For one try. */
  timeoutMs: number;
  /** What is left of the cool-down of a sending, which is refused then. */
  cooldownMs?: number;
}

/** How a form behaves. `autoSubmitLength`: 0 for never. */
export interface MachineOptions {
  verifyOldPhone: boolean | "auto";
  confirm: boolean;
  autoSubmitLength: number;
  phoneCheck: PhoneCheck;
}

/** Which numbers got a code within the last minute. */
export interface CoolingDown {
  new: boolean;
  old: boolean;
}

/** What happened. A failure without a side is about both. */
export type FlowEvent =
  | { type: "phone"; side: Side; input: PhoneInput }
  | { type: "code"; side: Side; code: string }
  | { type: "send" | "sent"; side: Side }
  | { type: "failed"; code: string; side?: Side | undefined }
  | { type: "use-unusual-number" | "submit" | "verified" | "confirm" | "updated" | "token-expired" | "reset" };

/** What is to be done now. `illegal`: the event cannot happen at this step, and nothing has changed. */
export type FlowEffect =
  | "send-new-code"
  | "send-old-code"
  | "verify"
  | "update"
  | "forget-token"
  | "clear-new-code"
  | "clear-old-code"
  | "illegal";

/** What is to be shown. */
export interface FlowView {
  state: FlowState;
  can: {
    sendNewCode: boolean;
    sendOldCode: boolean;
    submit: boolean;
    confirm: boolean;
    useUnusualNumber: boolean;
  };
  isOldPhoneRequired: boolean;
  isUnusualNumberUsed: boolean;
}

/** What an event sets off. `view`: left out when it is the same as before. `phone`: the number that was typed, unless it is blank. */
export interface FlowAnswer {
  effects: FlowEffect[];
  view?: FlowView;
  phone?: PhoneNumber;
}

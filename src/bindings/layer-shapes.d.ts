/** One moment on both clocks, in milliseconds. */
export interface Instant {
  readonly wall: number;
  readonly monotonic: number;
}

export interface ClientOptions {
  /** Whether the memory of an earlier instance was lost in a trap, so that its calls are in doubt. */
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

/** The time limit of one request, kept in JavaScript. */
export interface LayerLimit {
  readonly signal: AbortSignal;
  readonly isOver: boolean;
  readonly isTimedOut: boolean;
  readonly reason: unknown;
  race(value: unknown): Promise<unknown>;
  raceHalfway(value: unknown): Promise<unknown>;
  end(): void;
}

/** The options of `PreparedCall.run`. */
export interface RunOptions {
  /** Starts the limit of one request. */
  startLimit(ms: number): LayerLimit;
  /** For one request. */
  timeoutMs: number;
  /** The remaining cool-down of a sending, which is refused if there is any. */
  cooldownMs?: number;
}

/** How a form behaves. `autoSubmitLength`: 0 for never. */
export interface MachineOptions {
  verifyOldPhone: boolean | "auto";
  confirm: boolean;
  autoSubmitLength: number;
  phoneCheck: PhoneCheck;
}

/** Which numbers are in their cool-down. */
export interface CoolingDown {
  new: boolean;
  old: boolean;
}

/** An event of the state machine. A failure without a side is about both numbers. */
export type FlowEvent =
  | { type: "phone"; side: Side; input: PhoneInput }
  | { type: "code"; side: Side; code: string }
  | { type: "send" | "sent"; side: Side }
  | { type: "failed"; code: string; side?: Side | undefined }
  | { type: "use-unusual-number" | "submit" | "verified" | "confirm" | "updated" | "token-expired" | "reset" };

/** What the driver has to do. `illegal`: the event is not possible in this state, and nothing has changed. */
export type FlowEffect =
  | "send-new-code"
  | "send-old-code"
  | "verify"
  | "update"
  | "forget-token"
  | "clear-new-code"
  | "clear-old-code"
  | "illegal";

/** The part of a snapshot that the state machine decides. */
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

/** The effects of an event. `view`: left out if it has not changed. `phone`: the verdict of the number that was typed, unless it is blank. */
export interface FlowAnswer {
  effects: FlowEffect[];
  view?: FlowView;
  phone?: PhoneNumber;
}

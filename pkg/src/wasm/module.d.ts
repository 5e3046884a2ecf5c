/* tslint:disable */
/* eslint-disable */
/** A number in two parts, as the API takes them; or national digits with an ISO region; or one international string. */
export type PhoneInput = string | { countryCode: string; number: string } | { region: string; number: string };

/** A parsed number and its verdict. */
export interface PhoneNumber {
    /** `+86`; empty if the input cannot be read as a number. */
    readonly countryCode: string;
    /** `18812345678`; empty if the input cannot be read as a number. */
    readonly nationalNumber: string;
    /** `+8618812345678`; empty if the input cannot be read as a number. */
    readonly e164: string;
    /** The digits of an extension. */
    readonly extension?: string;
    /** ISO 3166-1 alpha-2, or `"001"` for non-geographic codes. */
    readonly region?: string;
    readonly type: PhoneNumberType;
    /** Length and calling code fit. */
    readonly isPossible: boolean;
    /** The number lies in a range that libphonenumber knows to be assigned. */
    readonly isValid: boolean;
    /** Why it cannot be used; left out when `isValid`. */
    readonly issue?: PhoneIssue;
    /** `188 1234 5678` */
    readonly nationalFormat: string;
    /** `+86 188 1234 5678` */
    readonly internationalFormat: string;
}

/** A region that has a calling code. */
export interface Country {
    /** ISO 3166-1 alpha-2. */
    readonly region: string;
    /** `+86` */
    readonly countryCode: string;
    /** A national number that a mobile phone may have. */
    readonly exampleMobile?: string;
}

/** The formatted text, the caret's offset in it, and the region of the number as typed so far. */
export interface TypedText {
    text: string;
    caret: number;
    region?: string;
}

/** `now`: epoch ms by the wall clock. `monotonic`: ms since any origin. Timers may be late, never early. */
export interface Clock {
    now(): number;
    monotonic(): number;
    setTimeout(run: () => void, ms: number): unknown;
    clearTimeout(timer: unknown): void;
}

/** The event of the hooks. The members from `httpStatus` on are known in `onResponse` only. */
export interface RequestEvent {
    operation: string;
    method: string;
    path: string;
    /** Counts the requests of a call, from 1. */
    attempt: number;
    httpStatus?: number;
    statusCode?: number;
    requestId?: string;
    elapsedMs?: number;
}

/** The options of a client. */
export interface ClientOptions {
    /** `https://example.authing.cn`; `http:` only for loopback hosts. */
    host: string | URL;
    /** The application's id. */
    appId: string;
    /** The signed-in user's access token, or a function that returns it. It is called before each request, with `{ refresh: true }` after a 401. */
    accessToken?: string | ((context: { refresh: boolean }) => string | Promise<string>);
    userPoolId?: string;
    tenantId?: string;
    /** Of the service's messages and of the errors'. Default `en-US`. */
    language?: Language;
    /** Default `x-authing-`. */
    headerPrefix?: string;
    /** Called as `fetch(url: string, init)`. Default: the runtime's. */
    fetch?: (url: string, init: RequestInit) => Promise<Response>;
    /** For one try, in milliseconds. Default 10 000. */
    timeoutMs?: number;
    /** What a new number must be. Default `mobile`. */
    phoneCheck?: PhoneCheck;
    /** Default: the runtime's. */
    clock?: Clock;
    /** Called before each request, and after each answer. One that throws or rejects breaks nothing. */
    onRequest?(event: RequestEvent): unknown;
    onResponse?(event: RequestEvent): unknown;
}

/** The options of one call. */
export interface CallOptions {
    /** Aborts the call, which then rejects with the signal's reason. A request that was sent may still be carried out. */
    signal?: AbortSignal;
    /** For one try, in milliseconds. Default: the client's. */
    timeoutMs?: number;
}

export interface SendCodeRequest {
    /** `"new"` uses CHANNEL_BIND_PHONE, `"old"` CHANNEL_UNBIND_PHONE. */
    purpose: Purpose;
    phone: PhoneInput;
    /** Overrides the channel of the purpose. */
    channel?: SmsChannel;
}

/** The fields of the API. Numbers are judged and normalised before anything is sent. */
export interface UpdatePhoneRequest {
    /** `+86` */
    newPhoneCountryCode: string;
    newPhoneNumber: string;
    newPhonePassCode: string;
    /** Default `+86`. */
    oldPhoneCountryCode?: string;
    oldPhoneNumber?: string;
    oldPhonePassCode?: string;
}

/** The service's envelope after a success. */
export interface ApiResponse {
    statusCode: 200;
    message: string;
    apiCode?: number;
    requestId?: string;
}

/** `reconciled`: the answer was lost, and the profile proved that the number was changed. */
export interface UpdatePhoneResponse extends ApiResponse {
    outcome: "confirmed" | "reconciled";
}

/** The token, bare or in an object. A token from elsewhere can be reconciled only with `newPhone`. */
export type UpdatePhoneToken =
string | { updatePhoneToken: string; newPhone?: PhoneInput } | { data: { updatePhoneToken: string } };

/** The signed-in user, as the service describes them. */
export interface Profile {
    userId: string;
    phone?: string;
    phoneCountryCode?: string;
    [field: string]: unknown;
}


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


export type ErrorCode = | "ERR_INVALID_ARGUMENT" | "ERR_PHONE_INVALID" | "ERR_PHONE_NOT_MOBILE" | "ERR_PHONE_SAME_AS_OLD" | "ERR_PASS_CODE_FORMAT" | "ERR_PASS_CODE_WRONG" | "ERR_PASS_CODE_EXPIRED" | "ERR_PASS_CODE_SPENT" | "ERR_CODE_SENT_TOO_OFTEN" | "ERR_SMS_QUOTA" | "ERR_CAPTCHA_REQUIRED" | "ERR_PHONE_TAKEN" | "ERR_OLD_PHONE_REQUIRED" | "ERR_OLD_PHONE_MISMATCH" | "ERR_NO_PHONE_BOUND" | "ERR_UPDATE_TOKEN_EXPIRED" | "ERR_UPDATE_TOKEN_SPENT" | "ERR_UPDATE_TOKEN_REJECTED" | "ERR_NOT_SIGNED_IN" | "ERR_FORBIDDEN" | "ERR_RATE_LIMITED" | "ERR_NETWORK" | "ERR_TIMEOUT" | "ERR_BAD_RESPONSE" | "ERR_SERVER" | "ERR_REJECTED" | "ERR_OUTCOME_UNKNOWN";

export type Field = | "newPhoneCountryCode" | "newPhoneNumber" | "newPhonePassCode" | "oldPhoneCountryCode" | "oldPhoneNumber" | "oldPhonePassCode" | "purpose" | "channel" | "phone" | "updatePhoneToken";

export type FlowState = | "editing" | "sending-code" | "verifying" | "confirming" | "updating" | "in-doubt" | "expired" | "done";

export type Language = | "zh-CN" | "zh-TW" | "en-US" | "ja-JP";

export type PhoneCheck = | "mobile" | "valid" | "possible";

export type PhoneIssue = | "empty" | "not-a-number" | "invalid-country-code" | "too-short" | "too-long" | "invalid-length" | "local-only" | "invalid-number";

export type PhoneNumberType = | "fixed-line" | "mobile" | "fixed-line-or-mobile" | "toll-free" | "premium-rate" | "shared-cost" | "voip" | "personal-number" | "pager" | "uan" | "voicemail" | "unknown";

export type Purpose = | "new" | "old";

export type Recovery = | "fix-phone" | "retype-code" | "request-new-code" | "wait" | "sign-in" | "retry" | "check-profile" | "contact-support" | "fix-program";

export type Side = | "new" | "old";

export type SmsChannel = | "CHANNEL_LOGIN" | "CHANNEL_REGISTER" | "CHANNEL_RESET_PASSWORD" | "CHANNEL_BIND_PHONE" | "CHANNEL_UNBIND_PHONE" | "CHANNEL_BIND_MFA" | "CHANNEL_VERIFY_MFA" | "CHANNEL_UNBIND_MFA" | "CHANNEL_COMPLETE_PHONE" | "CHANNEL_IDENTITY_VERIFICATION" | "CHANNEL_DELETE_ACCOUNT";


/**
 * A client of one application for one signed-in user. `free` releases its memory; calls in flight go on.
 */
export class Client {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Reads the signed-in user, with three attempts at most.
     */
    getProfile(options?: CallOptions): Promise<Profile>;
    /**
     * Makes a client. Sends nothing. Throws `ERR_INVALID_OPTIONS`, which names the option.
     */
    constructor(options: ClientOptions);
    /**
     * A read of the profile.
     */
    prepareGetProfile(): PreparedCall;
    /**
     * `phoneCheck`: overrides the client's. Throws the failure if the request cannot be sent.
     */
    prepareSendCode(request: SendCodeRequest, phoneCheck?: PhoneCheck): PreparedCall;
    /**
     * `phoneCheck`: overrides the client's. Throws the failure if the request cannot be sent.
     */
    prepareUpdatePhoneRequest(request: UpdatePhoneRequest, phoneCheck?: PhoneCheck): PreparedCall;
    /**
     * Throws `ERR_INVALID_ARGUMENT` for anything but a token.
     */
    prepareUpdatePhone(token: UpdatePhoneToken): PreparedCall;
    /**
     * Sends a pass code by SMS. The access token is optional: it is sent if there is one.
     */
    sendCode(request: SendCodeRequest, options?: CallOptions): Promise<CodeSent>;
    /**
     * 发起修改手机号的验证请求: verifies the numbers by their pass codes. The answer has the token for `updatePhone`.
     */
    updatePhoneRequest(request: UpdatePhoneRequest, options?: CallOptions): Promise<UpdatePhoneRequestResponse>;
    /**
     * 修改手机号: spends the token. Refuses an expired or spent token of this client without a request. If the answer is lost, the profile
     * decides.
     */
    updatePhone(token: UpdatePhoneToken, options?: CallOptions): Promise<UpdatePhoneResponse>;
}

/**
 * The state machine of one form. `free` releases its memory.
 */
export class Flow {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Handles an event. `coolingDown`: which numbers are in their cool-down.
     */
    handle(event: FlowEvent, coolingDown: CoolingDown): FlowAnswer;
    /**
     * An empty form.
     */
    constructor(options: MachineOptions);
    /**
     * The view after time has passed, without an event.
     */
    view(coolingDown: CoolingDown): FlowView;
}

/**
 * A call whose arguments were read and judged. It keeps the client's memory alive, so that the client may be freed first. `run` frees it;
 * a call that is not run is freed by `free`.
 */
export class PreparedCall {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Makes the call.
     */
    run(options: RunOptions): Promise<unknown>;
    /**
     * Equal calls of a client have equal keys. The key of a sending is also the key of its cool-down.
     */
    readonly key: string;
}

/**
 * All regions that have a calling code.
 */
export function countries(): Country[];

/**
 * Formats a number while it is typed; see the layer's `formatAsYouType`.
 */
export function formatTyped(input: string, countryCode?: string | null, region?: string | null, caret?: number | null): TypedText;

/**
 * Reads the signed-in user: `client.getProfile(options)`.
 */
export function getProfile(client: Client, options?: CallOptions): Promise<Profile>;

/**
 * Whether a number is valid; arguments as for [`read_number`].
 */
export function isValidNumber(number: string, countryCode?: string | null, region?: string | null, defaultRegion?: string | null): boolean;

/**
 * Parses and judges a number, with a separate country code or region if there is one. Writes the record at [`record_address`] and
 * returns its length.
 */
export function readNumber(number: string, countryCode?: string | null, region?: string | null, defaultRegion?: string | null): number;

/**
 * The address of the record in the module's memory.
 */
export function recordAddress(): number;

/**
 * Sends a pass code by SMS: `client.sendCode(request, options)`.
 */
export function sendCode(client: Client, request: SendCodeRequest, options?: CallOptions): Promise<CodeSent>;

/**
 * 修改手机号: `client.updatePhone(token, options)`.
 */
export function updatePhone(client: Client, token: UpdatePhoneToken, options?: CallOptions): Promise<UpdatePhoneResponse>;

/**
 * 发起修改手机号的验证请求: `client.updatePhoneRequest(request, options)`.
 */
export function updatePhoneRequest(client: Client, request: UpdatePhoneRequest, options?: CallOptions): Promise<UpdatePhoneRequestResponse>;

// What answers at once: phone functions, countdowns, errors, and loading.
import { turn } from "./stage.mjs";

const TEXTS = ["+86 188 1234 5678", "188 1234 5678", "(650) 253-0000 ext. 7", "020 7946 0018"];
const isOptionalText = (value) => value === undefined || typeof value === "string";
const isPlain = (value) => typeof value !== "object" && typeof value !== "function";

/** Whether a phone function must refuse its arguments: only where every look at them shows the same. */
function mustRefuse([input, options]) {
  if (!isPlain(input)) return undefined;
  if (typeof input !== "string") return true;
  return options === undefined || options === null ? false : undefined;
}

const TYPES =
  /^(fixed-line|mobile|fixed-line-or-mobile|toll-free|premium-rate|shared-cost|voip|personal-number|pager|uan|voicemail|unknown)$/;
const ISSUES =
  /^(empty|not-a-number|invalid-country-code|too-short|too-long|invalid-length|local-only|invalid-number)$/;

function wrongNumber(number) {
  const { countryCode, nationalNumber, e164, type, isPossible, isValid, issue, nationalFormat, internationalFormat } =
    number;
  const texts = [countryCode, nationalNumber, e164, type, nationalFormat, internationalFormat];
  if (!Object.isFrozen(number) || texts.some((text) => typeof text !== "string")) return "no PhoneNumber";
  if (!TYPES.test(type) || (issue !== undefined && !ISSUES.test(issue))) return "a type or an issue that is none";
  if (isValid !== (issue === undefined) || (isValid && !isPossible)) return "a verdict that contradicts itself";
  if (e164 !== countryCode + nationalNumber || !/^(\+\d{3,20})?$/.test(e164)) return `no E.164: ${e164}`;
  return undefined;
}

function phoneCase(name, core, problem) {
  return {
    name,
    codes: ["ERR_INVALID_ARGUMENT"],
    begin(stage) {
      const { random, hostile } = stage;
      const good =
        name === "formatAsYouType"
          ? TEXTS
          : [...TEXTS, { countryCode: "+86", number: "18812345678" }, { region: "GB", number: "020 7946 0018" }];
      const options =
        name === "formatAsYouType" ? { defaultRegion: "CN", countryCode: "+86", caret: 3 } : { defaultRegion: "US" };
      stage.given = hostile.args(random.oneIn(3) ? [random.pick(good)] : [random.pick(good), options]);
      return core[name](...stage.given);
    },
    problem(value, { given }) {
      if (mustRefuse(given)) return "it should have been refused";
      return problem(value, given);
    },
    /** Whether it was right to refuse. */
    wrongRefusal: ({ given }) => (mustRefuse(given) === false ? "it should not have been refused" : undefined),
  };
}

export function valueCases({ core }) {
  return [
    phoneCase("parsePhone", core, (number, given) => {
      const wrong = wrongNumber(number);
      if (wrong || !given.every(isPlain)) return wrong;
      return core.isValidPhone(...given) === number.isValid ? undefined : "two verdicts";
    }),
    phoneCase("isValidPhone", core, (verdict) => (typeof verdict === "boolean" ? undefined : "no verdict")),
    phoneCase("formatAsYouType", core, ({ text, caret, region }) =>
      typeof text === "string" &&
      Number.isInteger(caret) &&
      caret >= 0 &&
      caret <= text.length &&
      isOptionalText(region)
        ? undefined
        : "no formatted text",
    ),
    {
      name: "countries",
      codes: ["ERR_INVALID_ARGUMENT"],
      begin: ({ hostile, random }) => core.countries(...hostile.args([random.pick(["en", "zh-CN"])])),
      problem: (list) =>
        list.length > 200 && list.every(({ name, region }) => name && region) ? undefined : "no list",
      weight: 0.1,
    },
    {
      name: "createCountdown",
      codes: ["ERR_INVALID_ARGUMENT"],
      begin(stage) {
        const { hostile, clock } = stage;
        return core.createCountdown(...hostile.args([60_000, { startedAt: clock.now(), clock }]));
      },
      problem: ({ remainingMs, remainingSeconds, isExpired, durationMs, expiresAt }) =>
        remainingMs >= 0 &&
        remainingMs <= durationMs &&
        Number.isInteger(remainingSeconds) &&
        typeof isExpired === "boolean" &&
        typeof expiresAt === "number"
          ? undefined
          : "no time left or passed",
    },
    {
      name: "Countdown.subscribe",
      codes: ["ERR_INVALID_ARGUMENT"],
      begin(stage) {
        stage.countdown = core.createCountdown(3_000, { clock: stage.clock });
        return stage.countdown.subscribe(...stage.hostile.args([() => undefined]));
      },
      problem: (stop) => (typeof stop === "function" ? void stop() : "nothing that ends it"),
      after: countsOn,
    },
    ...["cancel", "signal", "asyncIterator"].map((name) => ({
      name: `Countdown.${name}`,
      async begin(stage) {
        const { random, hostile, clock } = stage;
        const lying = {
          ...clock,
          now: () => (random.oneIn(3) ? hostile.value() : clock.now()),
          monotonic: () => (random.oneIn(3) ? hostile.raise() : clock.monotonic()),
        };
        const countdown = core.createCountdown(2_000, { clock: { ...lying, now: clock.now } });
        const seen = [];
        const reading = name === "asyncIterator" ? readAll(countdown, seen) : undefined;
        if (name === "signal") seen.push(countdown.signal);
        if (random.oneIn(2)) countdown.subscribe(hostile.raise);
        await turn();
        if (name === "cancel") countdown.cancel(...hostile.args([]));
        await clock.pass(10_000);
        await reading;
        return { countdown, seen };
      },
      problem({ countdown, seen }) {
        if (!countdown.isExpired || countdown.remainingSeconds !== 0) return "a countdown that never ends";
        if (name === "signal" && !seen[0].aborted) return "a signal that is not aborted at the end";
        return name === "asyncIterator" && seen.at(-1) !== 0 ? "an iteration that does not come to nought" : undefined;
      },
    })),
    {
      name: "isUpdatePhoneError",
      begin: (stage) => core.isUpdatePhoneError(...(stage.given = [stage.hostile.value()])),
      problem: (verdict) => (verdict === false ? undefined : "whatever it is, it is no error of the package"),
    },
    {
      name: "UpdatePhoneError.toJSON",
      begin({ hostile }) {
        const error = failureOf(() =>
          core.createClient({ host: hostile.value(), appId: hostile.value(), fetch: hostile.value() }),
        );
        return error?.toJSON(...hostile.args([]));
      },
      problem: (json) =>
        json === undefined || (json.code === "ERR_INVALID_OPTIONS" && JSON.stringify(json).length > 20)
          ? undefined
          : "no facts",
    },
    {
      name: "init",
      codes: ["ERR_INVALID_ARGUMENT", "ERR_WASM_LOAD"],
      begin: ({ hostile }) => core.init(...hostile.args([{ wasm: undefined }])),
      problem: () => undefined,
    },
  ];
}

async function readAll(countdown, seen) {
  for await (const seconds of countdown) seen.push(seconds);
}

/** A countdown that counts on, whoever listens to it. */
async function countsOn({ countdown, clock }) {
  const told = [];
  countdown.subscribe((seconds) => told.push(seconds));
  await clock.pass(4_000);
  return told.join() === "3,2,1,0" ? undefined : `a countdown that counts ${told}`;
}

function failureOf(call) {
  try {
    call();
    return undefined;
  } catch (error) {
    return error;
  }
}

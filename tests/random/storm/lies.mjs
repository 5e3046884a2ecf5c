// Clients that break a rule, each with the violation that has to be found.
import { connect } from "node:net";
import { changed, SABOTAGES } from "../model/sabotage.mjs";

/** A client whose changes end otherwise: `lie({value, error})` returns what is said instead, or throws it. */
function lying(client, lie) {
  const otherwise = (change) =>
    change.then(
      (value) => lie({ value }) || value,
      (error) => {
        const said = lie({ error });
        if (said) return said;
        throw error;
      },
    );
  return changed(client, {
    updatePhone: (token, call) => otherwise(client.updatePhone(token, call)),
    changePhone: (request, call) => otherwise(client.changePhone(request, call)),
  });
}

/** Fails with an error of the package, of another code than it came with. */
async function failing(client, code) {
  const error = await client.updatePhone("").catch((reason) => reason);
  throw Object.create(error, { code: { value: code } });
}

const isLeftOpen = (error) => error?.code === "ERR_NETWORK" || error?.code === "ERR_OUTCOME_UNKNOWN";
const forever = () => new Promise(() => {});

const ofModel = (name, found) => [name, { client: SABOTAGES[name], found }];

export const LIES = Object.fromEntries([
  ofModel("sends everything twice", /nobody asked/),
  ofModel("knows nothing of cool-downs", /during the cool-down/),
  ofModel("forgets which codes were judged", /a code .* was judged/),
  ofModel("says that nothing was changed though that is unknown", /no profile was read|had changed/),
  ofModel("calls the outcome unknown though the profile was read", /called unknown/),
  ofModel("keeps its timers", /timers are left/),
  [
    "forgets which tokens were judged",
    {
      client: (createClient, options) => {
        const client = createClient(options);
        return changed(client, { updatePhone: (token, call) => createClient(options).updatePhone(token, call) });
      },
      found: /a token is posted that was judged|no profile was read|had changed/,
    },
  ],
  [
    "calls a change confirmed whose answer was lost",
    {
      client: (createClient, options) =>
        lying(createClient(options), ({ error }) => isLeftOpen(error) && { outcome: "confirmed" }),
      found: /confirmed, but/,
    },
  ],
  [
    "calls a change reconciled without having looked",
    {
      client: (createClient, options) =>
        lying(createClient(options), ({ error }) => isLeftOpen(error) && { outcome: "reconciled" }),
      found: /reconciled, but/,
    },
  ],
  [
    "says that nothing was changed though the profile shows the change",
    {
      client: (createClient, options) => {
        const client = createClient(options);
        return lying(client, ({ value }) =>
          value?.outcome === "reconciled" ? failing(client, "ERR_NETWORK") : undefined,
        );
      },
      found: /had changed by that reading/,
    },
  ],
  [
    "never ends a call whose answer was lost",
    {
      client: (createClient, options) =>
        lying(createClient(options), ({ error }) => (isLeftOpen(error) ? forever() : undefined)),
      found: /never ended/,
      patienceMs: 3_000,
    },
  ],
  [
    "asks for an SMS once more when the answer was lost",
    {
      client: (createClient, options) => {
        const client = createClient(options);
        const again = (error, ...call) => {
          if (error.code !== "ERR_NETWORK" && error.code !== "ERR_TIMEOUT") throw error;
          return client.sendCode(...call);
        };
        return changed(client, {
          sendCode: (...call) => client.sendCode(...call).catch((error) => again(error, ...call)),
        });
      },
      found: /nobody asked/,
    },
  ],
  [
    "fails with what is no error of the package",
    {
      client: (createClient, options) =>
        lying(createClient(options), ({ error }) => {
          if (isLeftOpen(error)) throw new TypeError("fetch failed");
        }),
      found: /ends with a wrong error/,
    },
  ],
  [
    "keeps a connection",
    {
      client: (createClient, options) => {
        const client = createClient(options);
        const socket = connect({ host: "127.0.0.1", port: Number(new URL(options.host).port) });
        socket.on("error", () => {}).write("GET /api/v3/get-profile HTTP/1.1\r\n");
        return client;
      },
      found: /connections are left/,
      patienceMs: 3_000,
    },
  ],
  [
    "tells its access token",
    {
      client: (createClient, options) =>
        lying(createClient(options), ({ error }) => {
          if (error)
            throw Object.create(error, { cause: { value: "Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ1c2VyIn0.signed" } });
        }),
      found: /holds a token/,
    },
  ],
]);

// The user pools of a storm, one for each variant and each set of rules: a seed says which one a flow is in.

const RULES = [
  { verifyOldPhone: true, smsIntervalSeconds: 60, wrongTries: 1 },
  // The service keeps nobody from sending: only the client does.
  { verifyOldPhone: true, smsIntervalSeconds: 0, wrongTries: 3 },
  { verifyOldPhone: false, smsIntervalSeconds: 60, wrongTries: 1 },
  { verifyOldPhone: true, smsIntervalSeconds: 60, wrongTries: 3 },
];

export const poolsOf = (variants) =>
  RULES.flatMap((rules) => variants.map((variant) => ({ variant, ...rules, dailyCap: 1_000 })));

/** Numbers of mainland China that belong to the nth user of a pool, and to nobody else. */
export const phoneOfUser = (nth) => `188${String(10_000_000 + nth)}`;
export const targetsOfUser = (nth) => [`139${String(10_000_000 + nth)}`, `137${String(10_000_000 + nth)}`];
/** Of the second seeded user. */
export const TAKEN = { countryCode: "+852", number: "51234567" };

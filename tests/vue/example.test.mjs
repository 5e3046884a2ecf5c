// examples/vue in Chromium. In development Vue tells of hydration mismatches in detail.
import { testTheExample } from "../support/example-tests.mjs";

testTheExample("Vue, in development", "vue", { mode: "development" });
testTheExample("Vue, in production", "vue", { mode: "production", isBrief: true });

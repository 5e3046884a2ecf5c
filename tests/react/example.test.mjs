// examples/react in Chromium. In development React mounts everything twice under <StrictMode>, and tells of hydration mismatches.
import { testTheExample } from "../support/example-tests.mjs";

/** The oldest React that the package takes, which the tests depend on themselves. */
const oldest = { react: "tests/node_modules", "react-dom": "tests/node_modules" };

testTheExample("React 19, in development", "react", { mode: "development" });
testTheExample("React 19, in production", "react", { mode: "production", isBrief: true });
testTheExample("React 18, in development", "react", { mode: "development", modules: oldest, isBrief: true });

import { join } from "node:path";

// The folder is not part of a surrounding project.
const root = join(import.meta.dirname);

export default {
  turbopack: { root },
  outputFileTracingRoot: root,
  devIndicators: false,
  allowedDevOrigins: ["127.0.0.1"],
};

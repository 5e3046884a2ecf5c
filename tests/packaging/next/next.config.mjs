import { join } from "node:path";

// The folder is no part of what is around it.
const root = join(import.meta.dirname);

export default {
  turbopack: { root },
  outputFileTracingRoot: root,
  devIndicators: false,
  allowedDevOrigins: ["127.0.0.1"],
};

// TypeScript configurations of users' programs. All are strict and check the package's types too.
const strict = {
  target: "es2022",
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noEmit: true,
};
const page = { ...strict, lib: ["es2022", "dom", "dom.iterable"], types: [] };
const server = { ...strict, lib: ["es2022"], types: ["node"] };
const esm = { verbatimModuleSyntax: true };

/** `since` is the first TypeScript that supports the configuration. */
export const configurations = {
  "moduleResolution node16": { compilerOptions: { ...page, ...esm, module: "node16" }, files: ["consumer.ts"] },
  "moduleResolution nodenext": { compilerOptions: { ...page, ...esm, module: "nodenext" }, files: ["consumer.ts"] },
  "moduleResolution bundler": {
    compilerOptions: { ...page, ...esm, module: "esnext", moduleResolution: "bundler" },
    files: ["consumer.ts"],
  },
  "nodenext, CommonJS": { since: 5.8, compilerOptions: { ...page, module: "nodenext" }, files: ["consumer.cts"] },
  "nodenext, @types/node without DOM": {
    compilerOptions: { ...server, ...esm, module: "nodenext" },
    files: ["server.ts", "without-dom.ts"],
  },
  "bundler, @types/node without DOM": {
    compilerOptions: { ...server, ...esm, module: "esnext", moduleResolution: "bundler" },
    files: ["server.ts", "without-dom.ts"],
  },
};

/**
 * Returns the errors in a compiler's output, except those in `@types/node`, whose types do not compile with
 * `exactOptionalPropertyTypes` in every TypeScript.
 */
export function complaints(printed) {
  const errors = printed.split(/\n(?! )/).filter((error) => /\berror TS\d+/.test(error));
  return errors.filter((error) => !error.includes("node_modules/@types/node/")).join("\n");
}

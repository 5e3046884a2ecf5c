import { nodeResolve } from "@rollup/plugin-node-resolve";

const onwarn = (warning) => {
  throw new Error(warning.message);
};

export default [
  {
    input: "page.mjs",
    output: { file: "dist/page.mjs", format: "es" },
    plugins: [nodeResolve({ browser: true })],
    onwarn,
  },
  {
    input: "import.mjs",
    output: [
      { file: "out/server.mjs", format: "es" },
      { file: "out/server.cjs", format: "cjs" },
    ],
    plugins: [nodeResolve()],
    onwarn,
  },
];

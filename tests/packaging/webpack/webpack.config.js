// One page, and one program for Node.js, without loaders.
import { join } from "node:path";
import HtmlWebpackPlugin from "html-webpack-plugin";

const folder = import.meta.dirname;

export default ({ WEBPACK_SERVE }) => {
  const page = {
    name: "page",
    entry: "./page.mjs",
    output: { path: join(folder, "dist"), filename: "[name].js" },
    plugins: [new HtmlWebpackPlugin({ templateContent: '<meta charset="utf-8" /><link rel="icon" href="data:," />' })],
    performance: { hints: false },
  };
  const program = (type, filename, output, more) => ({
    name: type,
    target: "node20",
    entry: "./import.mjs",
    output: { path: join(folder, "out"), filename, library: { type }, ...output },
    ...more,
  });
  if (WEBPACK_SERVE) return page;
  return [
    page,
    program("commonjs2", "server.cjs"),
    program("module", "server.mjs", { module: true }, { experiments: { outputModule: true } }),
  ];
};

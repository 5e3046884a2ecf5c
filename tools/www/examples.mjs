// The examples that the page shows, read from their files, so that readers copy tested code.
import { readFile } from "node:fs/promises";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");

/** The tabs in their order. A missing file is an error. */
export const EXAMPLES = [
  { id: "html", label: "HTML", files: ["examples/html/index.html"] },
  {
    id: "javascript",
    label: "JavaScript",
    files: ["examples/javascript/own-form.mjs", "examples/javascript/index.html"],
  },
  {
    id: "react",
    label: "React",
    files: ["examples/react/src/ChangePhone.tsx", "examples/react/src/PhoneWithCode.tsx"],
  },
  { id: "vue", label: "Vue", files: ["examples/vue/src/ChangePhone.vue", "examples/vue/src/PhoneWithCode.vue"] },
  { id: "node", label: "Node.js", files: ["examples/node/quick-start.mjs"] },
];

/** Resolves `#examples` in the page's sources. */
export const examplesPlugin = {
  name: "examples",
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^#examples$/ }, () => ({ path: "examples", namespace: "examples" }));
    onLoad({ filter: /.*/, namespace: "examples" }, async () => {
      const examples = await Promise.all(
        EXAMPLES.map(async ({ id, label, files }) => ({ id, label, files: await Promise.all(files.map(readExample)) })),
      );
      return { contents: `export const examples = ${JSON.stringify(examples)};`, loader: "js" };
    });
  },
};

async function readExample(path) {
  return { name: path.slice(path.lastIndexOf("/") + 1), code: await readFile(join(root, path), "utf8") };
}

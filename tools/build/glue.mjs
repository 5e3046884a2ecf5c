// Makes of wasm-bindgen's glue what this package uses.
//
// wasm-bindgen's glue is for one instance for ever. Here it is a function that makes one, with all that belongs to it inside, so that
// another one can take the place of an instance that has trapped. What the package never comes to is taken out.
//
// What is replaced is wasm-bindgen's own text, whose version is pinned: whatever is not found as often as it was stops the build.

const REPLACEMENTS = [
  // Beside the glue, under a name that stays: see `module.mjs`.
  { times: 1, find: /^import \{ errorOf, exchangeAndFree \} from '[^']*';\n/g, by: "" },
  // `loading.ts` compiles the module itself.
  { times: 1, find: /async function __wbg_load\([\s\S]*$/g, by: "" },
  { times: 1, find: /let wasmModule, wasmInstance, wasm;\n[\s\S]*$/g, by: "" },
  // Every engine that knows references, which the module needs, has `encodeInto`.
  { times: 1, find: /if \(!\('encodeInto' in cachedTextEncoder\)\) \{\n[\s\S]*?\n\}\n/g, by: "" },
  { times: 1, find: /    if \(realloc === undefined\) \{\n[\s\S]*?\n    \}\n/g, by: "" },
  // Only the TypeScript layer has its objects, and ends their lives itself.
  { times: 3, find: /if \(Symbol\.dispose\) (\w+)\.prototype\[Symbol\.dispose\] = \1\.prototype\.free;\n/g, by: "" },
  { times: 4, find: /    _assertClass\(\w+, \w+\);\n/g, by: "" },
  { times: 1, find: /function _assertClass\([\s\S]*?\n\}\n/g, by: "" },
  // A prepared call lives for one call, whose end frees it whatever comes: nobody has to watch for the end of its object as well.
  { times: 1, find: /const PreparedCallFinalization = [\s\S]*?;\n/g, by: "" },
  { times: 2, find: /    +PreparedCallFinalization\.(un)?register\(.*\);\n/g, by: "" },
  // Where a text cannot be handed in or taken out, the memory has come to its end, and the instance is given up with all that is in it.
  {
    times: 3,
    find: / +try \{\n((?: +(?:ptr|len)\d = .*\n)+) +\} catch \(e\) \{\n(?: +if .*\n)+ +throw e;\n +\}\n/g,
    by: "$1",
  },
  { times: 4, find: / +let deferred\d_0;\n +let deferred\d_1;\n +try \{\n/g, by: "" },
  {
    times: 4,
    find: / +deferred\d_0 = (.*);\n +deferred\d_1 = (.*);\n +return .*\n +\} finally \{\n.*\n +\}\n/g,
    by: "    return takeText($1, $2);\n",
  },
  {
    times: 1,
    find: /function isLikeNone\(/g,
    by: `function takeText(address, length) {
    const text = getStringFromWasm0(address, length);
    wasm.__wbindgen_free(address, length, 1);
    return text;
}

$&`,
  },
  // What belonged to an instance that was discarded is gone with it.
  { times: 5, find: /\bwasm(\.__wbg_\w+_free\()/g, by: "wasm?$1" },
  { times: 1, find: /\bwasm(\.preparedcall_fail\()/g, by: "wasm?$1" },
];

/** @param isWhole Whether it is the glue of all that the package has; that of a part may lack what is replaced. */
export function instanceGlue(glue, isWhole) {
  let trimmed = glue;
  for (const { times, find, by } of REPLACEMENTS) {
    const found = trimmed.match(find)?.length ?? 0;
    if (isWhole && found !== times)
      throw new Error(`wasm-bindgen's glue has changed: ${find} is there ${found} times, not ${times}.`);
    trimmed = trimmed.replace(find, by);
  }
  trimmed = withoutConversions(trimmed);
  const names = [];
  const inside = trimmed.replace(/^export (class|function) (\w+)/gm, (_, kind, name) => {
    names.push(name);
    return `${kind} ${name}`;
  });
  return `import { errorOf, exchangeAndFree } from "./transport.js";
export function createInstance(module) {
let wasm = new WebAssembly.Instance(module, __wbg_get_imports()).exports;
if (!wasm.updatePhone) throw new TypeError("This is not the module of update-phone.");
${inside}
wasm.__wbindgen_start();
return { ${names.join(", ")}, memory: wasm.memory, discard() { wasm = undefined; } };
}
`;
}

/** Without what makes numbers of arguments, which the engine does by itself: `const val3 = +event;` at the beginning of a function. */
function withoutConversions(glue) {
  const arguments_ = new Map();
  const lines = [];
  for (const line of glue.split("\n")) {
    const [, name, argument] = /^ +const (val\d+) = \+(\w+);$/.exec(line) ?? [];
    if (name === undefined) lines.push(line.replace(/\bval\d+\b/g, (name) => arguments_.get(name) ?? name));
    else arguments_.set(name, argument);
    if (line.endsWith(") {") && /^(export function|    \w+\()/.test(line)) arguments_.clear();
  }
  return lines.join("\n");
}

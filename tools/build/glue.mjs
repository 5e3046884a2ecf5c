// Takes out of wasm-bindgen's glue what this package never comes to.
//
// What is replaced is wasm-bindgen's own text, whose version is pinned: whatever is not found as often as it was stops the build.

const REPLACEMENTS = [
  // `loading.ts` compiles the module itself, and calls nothing else to instantiate it.
  {
    times: 1,
    find: /function initSync\(module\) \{\n[\s\S]*?\n\}\n/g,
    by: "function initSync({ module }) {\n    return wasm ?? __wbg_finalize_init(new WebAssembly.Instance(module, __wbg_get_imports()), module);\n}\n",
  },
  { times: 1, find: /let wasmModule, wasmInstance, wasm;/g, by: "let wasm;" },
  { times: 1, find: /    wasmInstance = instance;\n/g, by: "" },
  { times: 1, find: /    wasmModule = module;\n/g, by: "" },
  // Every engine that knows references, which the module needs, has `encodeInto`.
  { times: 1, find: /if \(!\('encodeInto' in cachedTextEncoder\)\) \{\n[\s\S]*?\n\}\n/g, by: "" },
  { times: 1, find: /    if \(realloc === undefined\) \{\n[\s\S]*?\n    \}\n/g, by: "" },
  // Only the TypeScript layer has its objects, and ends their lives itself.
  { times: 3, find: /if \(Symbol\.dispose\) (\w+)\.prototype\[Symbol\.dispose\] = \1\.prototype\.free;\n/g, by: "" },
  { times: 9, find: /    _assertClass\(\w+, \w+\);\n/g, by: "" },
];

export function trimGlue(glue) {
  let trimmed = glue;
  for (const { times, find, by } of REPLACEMENTS) {
    const found = trimmed.match(find)?.length ?? 0;
    if (found !== times)
      throw new Error(`wasm-bindgen's glue has changed: ${find} is there ${found} times, not ${times}.`);
    trimmed = trimmed.replace(find, by);
  }
  return trimmed;
}

// Makes of wasm-bindgen's glue what this package uses.
//
// wasm-bindgen's glue is for one instance for ever. Here it is a function that makes one, with all that belongs to it inside, so that
// another one can take the place of an instance that has trapped. What the package never comes to is taken out.
//
// What is replaced is wasm-bindgen's own text, whose version is pinned: whatever is not found as often as it was stops the build.

const REPLACEMENTS = [
  // `loading.ts` compiles the module itself.
  { times: 1, find: /async function __wbg_load\([\s\S]*$/g, by: "" },
  { times: 1, find: /let wasmModule, wasmInstance, wasm;\n[\s\S]*$/g, by: "" },
  // Every engine that knows references, which the module needs, has `encodeInto`.
  { times: 1, find: /if \(!\('encodeInto' in cachedTextEncoder\)\) \{\n[\s\S]*?\n\}\n/g, by: "" },
  { times: 1, find: /    if \(realloc === undefined\) \{\n[\s\S]*?\n    \}\n/g, by: "" },
  // Only the TypeScript layer has its objects, and ends their lives itself.
  { times: 3, find: /if \(Symbol\.dispose\) (\w+)\.prototype\[Symbol\.dispose\] = \1\.prototype\.free;\n/g, by: "" },
  { times: 9, find: /    _assertClass\(\w+, \w+\);\n/g, by: "" },
  { times: 1, find: /function _assertClass\([\s\S]*?\n\}\n/g, by: "" },
  // A prepared call lives for one call, whose end frees it whatever comes: nobody has to watch for the end of its object as well.
  { times: 1, find: /const PreparedCallFinalization = [\s\S]*?;\n/g, by: "" },
  { times: 2, find: /    +PreparedCallFinalization\.(un)?register\(.*\);\n/g, by: "" },
  // What belonged to an instance that was discarded is gone with it.
  { times: 5, find: /\bwasm(\.__wbg_\w+_free\()/g, by: "wasm?$1" },
  // The closures are as old as the instance: they are counted and finalised by nobody.
  { times: 1, find: /const CLOSURE_DTORS = [\s\S]*?;\n/g, by: "" },
  {
    times: 1,
    find: /function makeClosure\([\s\S]*?\n\}\n/g,
    by: "function makeClosure(one, other, call) {\n    return (...given) => call(one, other, ...given);\n}\n",
  },
];

export function instanceGlue(glue) {
  let trimmed = glue;
  for (const { times, find, by } of REPLACEMENTS) {
    const found = trimmed.match(find)?.length ?? 0;
    if (found !== times)
      throw new Error(`wasm-bindgen's glue has changed: ${find} is there ${found} times, not ${times}.`);
    trimmed = trimmed.replace(find, by);
  }
  const names = [];
  const inside = trimmed.replace(/^export (class|function) (\w+)/gm, (_, kind, name) => {
    names.push(name);
    return `${kind} ${name}`;
  });
  return `export function createInstance(module) {
let wasm = new WebAssembly.Instance(module, __wbg_get_imports()).exports;
if (!wasm.updatePhone) throw new TypeError("This is not the module of update-phone.");
${inside}
wasm.__wbindgen_start();
return { ${names.join(", ")}, memory: wasm.memory, discard() { wasm = undefined; } };
}
`;
}

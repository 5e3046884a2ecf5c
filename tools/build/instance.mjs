// Makes of wasm-bindgen's glue, which is for one instance for ever, a function that makes one: another one can take the place of an
// instance that has trapped. Nothing inside the glue is changed but that its exports become names of the function.

/** @param {string} glue What wasm-bindgen writes for `--target web`. */
export function instanceGlue(glue) {
  const names = [];
  const inside = glue
    .replace(/^export (class|function) (\w+)/gm, (_, kind, name) => {
      names.push(name);
      return `${kind} ${name}`;
    })
    .replace(/^export \{.*\};$/gm, "");
  if (names.length === 0 || /^(import|export)\b/m.test(inside) || !/^let .*\bwasm;$/m.test(inside))
    throw new Error("wasm-bindgen's glue has another form than before: look at tools/build/instance.mjs.");
  return `export function createInstance(module, onTrap) {
// Every task of wasm-bindgen-futures runs from a microtask, where nobody would catch what it throws.
const queueMicrotask = (task) => globalThis.queueMicrotask(() => {
try {
task();
} catch (error) {
onTrap(error);
}
});
${inside}
initSync({ module });
return {
${names.join(", ")},
memory: wasm.memory,
// What still belongs to it, such as objects to free and promises that settle, finds functions that do nothing and return nothing.
discard() { wasm = new Proxy({}, { get: () => () => [] }); },
};
}
`;
}

// Turns wasm-bindgen's glue, which supports one instance only, into a function that creates an instance, so that an instance that has
// trapped can be replaced. The glue itself stays the same, except that its exports become local names of the function.

/** @param {string} glue The output of wasm-bindgen for `--target web`. */
export function instanceGlue(glue) {
  const names = [];
  const body = glue
    .replace(/^export (class|function) (\w+)/gm, (_, kind, name) => {
      names.push(name);
      return `${kind} ${name}`;
    })
    .replace(/^export \{.*\};$/gm, "");
  if (names.length === 0 || /^(import|export)\b/m.test(body) || !/^let .*\bwasm;$/m.test(body))
    throw new Error("The form of wasm-bindgen's glue has changed: adapt tools/build/instance.mjs.");
  return `export function createInstance(module, onTrap) {
// wasm-bindgen-futures runs its tasks in microtasks, where an exception would not be caught.
const queueMicrotask = (task) => globalThis.queueMicrotask(() => {
try {
task();
} catch (error) {
onTrap(error);
}
});
${body}
initSync({ module });
return {
${names.join(", ")},
memory: wasm.memory,
// Later calls, such as freeing objects and settling promises, reach functions that do nothing.
discard() { wasm = new Proxy({}, { get: () => () => [] }); },
};
}
`;
}

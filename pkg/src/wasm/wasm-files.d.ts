/** How `index.workerd.ts` sees the module. Not published: `update_phone_bg.wasm.d.ts` is, for those who import it by the package's name. */
declare module "*.wasm" {
  const module: WebAssembly.Module;
  export default module;
}

/**
 * The bare module, for those who want it cached or streamed by itself: `init({ wasm })`. Workers import it as a compiled module, as
 * these types say; elsewhere take its address (`import.meta.resolve`, or `?url` after the specifier in Vite).
 */
declare const module: WebAssembly.Module;
export default module;

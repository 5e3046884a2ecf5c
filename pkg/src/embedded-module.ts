import { embedded } from "./wasm/embedded.js";

/** The module that the default entry carries inside itself, as its bytes. */
export async function embeddedModule(): Promise<BufferSource> {
  // Node's zlib where there is one: its first `DecompressionStream` costs 40 ms. Asked for at run time, so that bundlers need not know it.
  const zlib = globalThis.process?.getBuiltinModule?.("node:zlib");
  if (zlib) return new Uint8Array(zlib.inflateRawSync(Buffer.from(embedded, "base64")));
  const bytes = Uint8Array.from(atob(embedded), (character) => character.charCodeAt(0));
  const inflated = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Response(inflated).arrayBuffer();
}

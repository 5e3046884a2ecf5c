import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, test, vi } from "vitest";
import { settle } from "./testing/held-clock.js";
import { EMPTY_MODULE } from "./testing/stub-module.js";
import type { WasmSource } from "./types.js";

/** `loading.ts` as a program has it that has loaded nothing yet, and the stub that it loads. */
async function freshLoading() {
  vi.resetModules();
  return { ...(await import("./loading.js")), ...(await import("./testing/stub-module.js")) };
}

const code = (code: string): unknown => expect.objectContaining({ code });
const wasmResponse = (type: string) => new Response(EMPTY_MODULE, { headers: { "content-type": type } });

describe("before anything is loaded", () => {
  test("synchronous use fails with ERR_NOT_READY", async () => {
    const { loadedCore, requireCore } = await freshLoading();
    expect(loadedCore()).toBe(undefined);
    expect(requireCore).toThrow(code("ERR_NOT_READY"));
  });

  test("the module of the entry is made once, when it is needed, for all who load", async () => {
    const { loadCore, requireCore, shipModule } = await freshLoading();
    const shipped = vi.fn(() => EMPTY_MODULE);
    shipModule(shipped);
    expect(shipped).not.toHaveBeenCalled();
    const [one, other] = await Promise.all([loadCore(), loadCore()]);
    expect(one).toBe(other);
    expect(requireCore()).toBe(one);
    await loadCore();
    expect(shipped).toHaveBeenCalledTimes(1);
  });
});

describe("init", () => {
  const directory = mkdtempSync(join(tmpdir(), "update-phone-"));
  const file = join(directory, "module.wasm");
  writeFileSync(file, EMPTY_MODULE);
  afterAll(() => rmSync(directory, { recursive: true }));

  const SOURCES: Record<string, () => WasmSource> = {
    "a Uint8Array": () => EMPTY_MODULE,
    "an ArrayBuffer": () => EMPTY_MODULE.buffer,
    "a DataView, of a part of a buffer": () => {
      const padded = new Uint8Array(12);
      padded.set(EMPTY_MODULE, 2);
      return new DataView(padded.buffer, 2, 8);
    },
    "a compiled module": () => new WebAssembly.Module(EMPTY_MODULE),
    "a promise of a compiled module": () => WebAssembly.compile(EMPTY_MODULE),
    "a response of the right type": () => wasmResponse("application/wasm"),
    "a response of another type": () => wasmResponse("application/octet-stream"),
    "a promise of a response": () => Promise.resolve(wasmResponse("application/wasm")),
    "an address": () => "https://example.cn/module.wasm",
    "a URL": () => new URL("https://example.cn/module.wasm"),
    "the address of a file": () => pathToFileURL(file).href,
    "the URL of a file": () => pathToFileURL(file),
  };
  test.each(Object.entries(SOURCES))("loads from %s", async (_, source) => {
    const { init, loadedCore } = await freshLoading();
    vi.stubGlobal("fetch", () => Promise.resolve(wasmResponse("application/wasm")));
    await init({ wasm: source() });
    expect(loadedCore()).toBeDefined();
  });

  const FAILING: Record<string, [WasmSource, unknown]> = {
    "bytes that are no module": [Uint8Array.of(1, 2, 3), expect.any(WebAssembly.CompileError)],
    "something else": [7 as unknown as WasmSource, expect.any(TypeError)],
    "a promise that rejects": [Promise.reject(new Error("of the promise")), new Error("of the promise")],
    "an answer that is no success": [
      new Response("not found", { status: 404 }),
      expect.objectContaining({ message: expect.stringContaining("was answered with 404") }),
    ],
  };
  for (const [source] of Object.values(FAILING)) if (source instanceof Promise) source.catch(() => {});
  test.each(Object.entries(FAILING))(
    "fails with ERR_WASM_LOAD and the cause for %s, and loads afterwards",
    async (_, [wasm, cause]) => {
      const { init, loadedCore } = await freshLoading();
      await expect(init({ wasm })).rejects.toMatchObject({ code: "ERR_WASM_LOAD", isRetryable: true, cause });
      expect(loadedCore()).toBe(undefined);
      await init({ wasm: EMPTY_MODULE });
      expect(loadedCore()).toBeDefined();
    },
  );

  test("fails with ERR_INVALID_ARGUMENT for what is no object", async () => {
    const { init } = await freshLoading();
    await expect(init(null as unknown as object)).rejects.toMatchObject({ code: "ERR_INVALID_ARGUMENT" });
  });

  test("ignores its source when the module is loaded, also one that rejects", async () => {
    const { init, loadedCore } = await freshLoading();
    await init({ wasm: EMPTY_MODULE });
    const loaded = loadedCore();
    // Unhandled, the rejection would fail this run.
    await init({ wasm: Promise.reject(new Error("of the promise")) });
    await settle();
    expect(loadedCore()).toBe(loaded);
  });
});

describe("after a trap", () => {
  test("callCore returns what the module returns", async () => {
    const { callCore, loadStub, requireCore } = await freshLoading();
    await loadStub({ countries: () => [] });
    expect(callCore(requireCore(), (core) => core.countries())).toStrictEqual([]);
  });

  test("an exception in callCore is ERR_INTERNAL with its cause, and another instance is used", async () => {
    const { callCore, loadedCore, loadStub, requireCore } = await freshLoading();
    await loadStub({});
    const core = requireCore();
    const discard = vi.spyOn(core, "discard");
    const cause = new WebAssembly.RuntimeError("unreachable");
    const call = () =>
      callCore(core, () => {
        throw cause;
      });
    expect(call).toThrow(expect.objectContaining({ code: "ERR_INTERNAL", cause }));
    expect(loadedCore()).toBeDefined();
    expect(loadedCore()).not.toBe(core);
    expect(core.trapped.aborted).toBe(false);
    await settle();
    expect([core.trapped.aborted, core.trapped.reason]).toStrictEqual([true, cause]);
    expect(discard).toHaveBeenCalledTimes(1);
  });

  test("a trap in a task of the module discards its instance alone", async () => {
    const { loadedCore, loadStub, requireCore, trap } = await freshLoading();
    await loadStub({});
    const first = requireCore();
    trap();
    await settle();
    expect(first.trapped.aborted).toBe(true);
    const second = requireCore();
    expect(second).not.toBe(first);
    expect(second.trapped.aborted).toBe(false);
    expect(loadedCore()).toBe(second);
  });

  test("an instance that was discarded before takes no other one out of use", async () => {
    const { discardCore, loadStub, requireCore } = await freshLoading();
    await loadStub({});
    const first = requireCore();
    discardCore(first, "first");
    const second = requireCore();
    discardCore(first, "again");
    await settle();
    expect(requireCore()).toBe(second);
    expect(first.trapped.reason).toBe("first");
    expect(second.trapped.aborted).toBe(false);
  });
});

test("traps and an exhausted stack or memory interrupt the module, other exceptions do not", async () => {
  const { isTrap } = await freshLoading();
  const internal = Object.assign(new Error("too much recursion"), { name: "InternalError" });
  for (const error of [new WebAssembly.RuntimeError("unreachable"), new RangeError("stack"), internal]) {
    expect(isTrap(error)).toBe(true);
  }
  for (const error of [new Error("other"), new TypeError("other"), { name: "InternalError" }, "unreachable", null]) {
    expect(isTrap(error)).toBe(false);
  }
});

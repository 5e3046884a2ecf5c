// Types of modules that blocks of code import and that are not installed.

/** Vite's URL of a file. */
declare module "*.wasm?url" {
  const address: string;
  export default address;
}

declare module "jest-environment-jsdom" {
  export class TestEnvironment {
    global: typeof globalThis;
    setup(): Promise<void>;
  }
}

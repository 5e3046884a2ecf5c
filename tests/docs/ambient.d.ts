// What blocks of code import that is not installed here.

/** Vite: the address of a file. */
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

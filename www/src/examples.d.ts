// The examples that the page shows, put in by tools/www/examples.mjs when the page is bundled.
declare module "#examples" {
  export interface Example {
    readonly id: string;
    readonly label: string;
    readonly files: readonly { readonly name: string; readonly code: string }[];
  }
  export const examples: readonly Example[];
}

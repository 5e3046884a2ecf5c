import { createSSRApp } from "vue";
import { renderToString } from "vue/server-renderer";
import type { Account } from "./account";
import App from "./App.vue";

export function render(account: Account): Promise<string> {
  return renderToString(createSSRApp(App, { account }));
}

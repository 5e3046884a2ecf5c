import { StrictMode } from "react";
import { renderToString } from "react-dom/server";
import type { Account } from "./account";
import { App } from "./App";

export function render(account: Account): string {
  return renderToString(
    <StrictMode>
      <App account={account} />
    </StrictMode>,
  );
}

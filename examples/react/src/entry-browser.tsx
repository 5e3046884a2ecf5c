import { StrictMode } from "react";
import { hydrateRoot } from "react-dom/client";
import { App } from "./App";

const account = JSON.parse(document.getElementById("account")!.textContent);

hydrateRoot(
  document.getElementById("app")!,
  <StrictMode>
    <App account={account} />
  </StrictMode>,
);

import { useState } from "react";
import { createClient } from "update-phone";
import type { Account } from "./account";
import { ChangePhone } from "./ChangePhone";

export function App({ account }: { account: Account }) {
  // Made once. It sends nothing and starts nothing by itself, so that it can be made on a server, too.
  const [client] = useState(() => createClient({ ...account, language: "en-US" }));
  return (
    <>
      <h1>Change phone number</h1>
      <ChangePhone client={client} />
    </>
  );
}

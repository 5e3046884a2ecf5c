import * as updatePhone from "update-phone";
import { changeNumber } from "./change-number.mjs";

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const { origin, pathname, searchParams } = new URL(event.request.url);
  if (origin !== location.origin || !pathname.endsWith("/change-number")) return;
  const service = JSON.parse(searchParams.get("service"));
  event.respondWith(
    changeNumber(updatePhone, service).then(
      (answer) => Response.json(answer),
      (error) => Response.json(String(error.stack), { status: 500 }),
    ),
  );
});

import { createClient } from "update-phone";
import { service } from "#service";
import { mountAnnouncer } from "./announcer.js";
import { mountCodesStep } from "./codes-step.js";
import { mountConfirmStep } from "./confirm-step.js";
import { mountCurrentNumber } from "./current-number.js";
import { mountDoneStep } from "./done-step.js";
import { byId } from "./dom.js";
import { mountInbox } from "./inbox.js";
import { mountNumberStep } from "./number-step.js";
import { Session } from "./session.js";

byId("about", HTMLElement).textContent = service.about;
const inbox = mountInbox(service);

const session = new Session(async () => {
  const { appId, accessToken } = await service.signedInUser();
  return createClient({
    ...service.connection,
    appId,
    accessToken,
    language: "en-US",
    onResponse: ({ operation }) => {
      if (operation === "send-sms") inbox.refresh();
    },
  });
});

for (const mount of [
  mountCurrentNumber,
  mountNumberStep,
  mountCodesStep,
  mountConfirmStep,
  mountDoneStep,
  mountAnnouncer,
]) {
  mount(session);
}
void session.load();

// The page: the form, the phone beside it, and what happens inside. The module comes last: the form can be typed into before.
import "update-phone/element";
import type { EmulatorUser } from "update-phone/emulator";
import { openService } from "#service";
import { PageClock } from "./clock.js";
import { byId } from "./dom.js";
import { theForm } from "./form.js";
import { FormClient } from "./form-client.js";
import { mountHeader } from "./header.js";
import { onTexts } from "./language.js";
import { mountNumbers } from "./numbers.js";
import { mountClock } from "./panels/clock.js";
import { mountCode } from "./panels/code.js";
import { mountFaults } from "./panels/faults.js";
import { mountOptions } from "./panels/options.js";
import { mountRequests } from "./panels/requests.js";
import { mountState } from "./panels/state.js";
import { Phone } from "./phone.js";
import type { Service } from "./service/service.js";
import { PageStorage } from "./storage.js";
import { mountSuggestions } from "./suggestions.js";
import { mountTabs } from "./tabs.js";
import { Traffic } from "./traffic.js";

const form = theForm();
const clock = new PageClock();
const traffic = new Traffic();

mountOptions((options) => {
  form.options = options;
});
const showState = mountState();
form.addEventListener("update-phone-state", ({ detail }) => showState(detail));
mountRequests(traffic);
const showCode = mountCode();
mountTabs(byId("drawer-tabs", HTMLElement), ({ id }) => {
  if (id === "tab-code") showCode();
});

const startFailure = byId("start-failure", HTMLElement);
byId("start-again", HTMLButtonElement).addEventListener("click", () => void start());

await mountHeader();
await start();

async function start(): Promise<void> {
  startFailure.hidden = true;
  try {
    const service = await openService();
    const [users, now, core] = await Promise.all([service.users(), service.advance(0), import("update-phone")]);
    clock.startAt(now);
    run(service, users, core);
  } catch (error) {
    startFailure.hidden = false;
    // A TypeError means that the service cannot be reached. Anything else is a bug in the page.
    if (!(error instanceof TypeError)) throw error;
  }
}

function run(service: Service, [user, other]: readonly EmulatorUser[], core: typeof import("update-phone")): void {
  if (!user) throw new Error("The emulator has no user.");
  const storage = new PageStorage(service.storage, "update-phone-page.cooldown.");
  form.currentPhone = user.phoneCountryCode + user.phone;
  const formClient = new FormClient(form, (language) =>
    core.createClient({
      host: service.host,
      appId: user.appId,
      accessToken: user.accessToken,
      fetch: traffic.watch(service.fetch),
      storage,
      clock,
      language,
    }),
  );
  formClient.begin();
  for (const id of ["begin-again", "change-again"]) {
    byId(id, HTMLButtonElement).addEventListener("click", async () => {
      const [now = user] = await service.users();
      form.currentPhone = now.phoneCountryCode + now.phone;
      formClient.begin();
    });
  }
  byId("reset-all", HTMLButtonElement).addEventListener("click", async () => {
    await service.reset();
    storage.clear();
    location.reload();
  });

  // The form itself shows a failed load.
  const loaded = core.init().then(
    () => true,
    () => false,
  );
  const phone = new Phone({ form, inbox: service.inbox, now: () => clock.now() });
  const showFaults = mountFaults(service);
  mountClock(clock, service, () => phone.showTime());
  mountSuggestions(form, other, async (number) => {
    const isLoaded = await loaded;
    return isLoaded ? core.parsePhone(number).internationalFormat : number;
  });
  onTexts((texts) => {
    byId("about", HTMLElement).textContent = service.kind === "in-page" ? texts.aboutInPage : texts.aboutHttp;
  });
  const refresh = (): void => {
    Promise.all([phone.refresh(), showFaults()]).catch((error: unknown) => {
      console.error("The emulator cannot be looked at.", error);
    });
  };
  refresh();
  traffic.subscribe(({ elapsedMs }) => {
    if (elapsedMs !== undefined) refresh();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") refresh();
  });

  void loaded.then((isLoaded) => {
    if (isLoaded) mountNumbers(core);
  });
}

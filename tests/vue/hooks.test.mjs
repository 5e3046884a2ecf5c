// The composables of update-phone/vue in Chromium, with Vue's development build, which says what it has to complain of.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, test } from "node:test";
import { setUpPage } from "../support/hook-page.mjs";

const script = join(import.meta.dirname, "page.mjs");

for (const [version, modules] of [
  ["3.5", {}],
  // The oldest that the package takes, which the tests depend on themselves.
  ["3.3", { vue: "tests/node_modules" }],
]) {
  describe(`Vue ${version}`, { concurrency: 1 }, () => {
    const { folder, open } = setUpPage("vue", script, modules);

    test("a component shows the form and renders when it changes; what did not change sets nothing off", async (t) => {
      const page = await open(t);
      const seen = await page.evaluate(async () => {
        const { mount, nextTick, setStage, toRefs, until, useUpdatePhone, watchEffect, ...lib } = globalThis.lib;
        const { client, emulator } = setStage();
        let form;
        let looksAtCode = 0;
        const { text } = mount(() => {
          form = useUpdatePhone(client);
          const { newCooldownSeconds } = toRefs(form);
          watchEffect(() => {
            void form.newCode;
            looksAtCode += 1;
          });
          return () => `${form.newPhone?.e164} ${form.state} ${newCooldownSeconds.value}`;
        });
        const texts = [text()];
        form.setNewPhone(lib.NEW_NUMBER);
        await form.sendNewCode();
        await nextTick();
        texts.push(text());
        await until(() => text().endsWith("59"));
        return { texts, looksAtCode, sent: emulator.inbox().length, version: lib.version.slice(0, 3) };
      });
      const texts = ["undefined editing 0", "+8613912345678 editing 60"];
      assert.deepEqual(seen, { texts, looksAtCode: 1, sent: 1, version });
    });

    test("what is on its way is given up when the component is removed, and nothing is rendered after it", async (t) => {
      const page = await open(t);
      const seen = await page.evaluate(async () => {
        const { mount, setStage, until, useUpdatePhone, NEW_NUMBER } = globalThis.lib;
        const { client, calls, hold } = setStage();
        const release = hold();
        let form;
        let renderings = 0;
        const { app, text } = mount(() => {
          form = useUpdatePhone(client);
          return () => {
            renderings += 1;
            return form.state;
          };
        });
        await until(() => form.isReady);
        form.setNewPhone(NEW_NUMBER);
        const sending = form.sendNewCode();
        await until(() => calls.length === 1 && text() === "sending-code");
        const before = renderings;
        app.unmount();
        await sending;
        release();
        form.setNewPhone("+86 137 0000 0000");
        return { isAborted: calls[0].signal.aborted, rendered: renderings - before, input: form.newPhoneInput };
      });
      assert.deepEqual(seen, { isAborted: true, rendered: 0, input: "+86 139 1234 5678" });
    });

    test("another option or client begins a new form, an equal option does not, and a client may come out of a ref", async (t) => {
      const page = await open(t);
      const seen = await page.evaluate(async () => {
        const { mount, nextTick, ref, setStage, until, useUpdatePhone, NEW_NUMBER } = globalThis.lib;
        const [one, other] = [setStage(), setStage()];
        one.hold();
        const client = ref(one.client);
        const options = ref({ confirm: true });
        let form;
        const { text } = mount(() => {
          form = useUpdatePhone(client, () => options.value);
          return () => `${form.isOldPhoneRequired} ${form.newPhoneInput}`;
        });
        await until(() => form.isReady);
        form.setNewPhone(NEW_NUMBER);
        void form.sendNewCode();
        await until(() => one.calls.length === 1);
        options.value = { confirm: true };
        await nextTick();
        const texts = [text()];
        const isAbortedByEqual = one.calls[0].signal.aborted;
        options.value = { confirm: true, verifyOldPhone: true };
        await nextTick();
        texts.push(text());
        await until(() => one.calls[0].signal.aborted);
        form.setNewPhone(NEW_NUMBER);
        await nextTick();
        texts.push(text());
        client.value = other.client;
        form.setNewPhone("+86 137 0000 0000");
        await form.sendNewCode();
        await nextTick();
        texts.push(text());
        const sent = [one, other].map(({ emulator }) => emulator.inbox().map(({ to }) => to));
        return { texts, isAbortedByEqual, flows: [one.flows.length, other.flows.length], sent };
      });
      assert.deepEqual(seen, {
        texts: ["false +86 139 1234 5678", "true ", "true +86 139 1234 5678", "true +86 137 0000 0000"],
        isAbortedByEqual: false,
        flows: [2, 1],
        sent: [[], ["+8613700000000"]],
      });
    });

    test("a component that is hidden by KeepAlive keeps its form", async (t) => {
      const page = await open(t);
      const seen = await page.evaluate(async () => {
        const { h, KeepAlive, mount, nextTick, ref, setStage, useUpdatePhone, NEW_NUMBER } = globalThis.lib;
        const { client } = setStage();
        let form;
        const Form = {
          setup() {
            form = useUpdatePhone(client);
            return () => form.newPhoneInput;
          },
        };
        const isShown = ref(true);
        const { text } = mount(() => () => h(KeepAlive, null, [isShown.value ? h(Form) : null]));
        form.setNewPhone(NEW_NUMBER);
        isShown.value = false;
        await nextTick();
        const hidden = text();
        isShown.value = true;
        await nextTick();
        return { hidden, shown: text() };
      });
      assert.deepEqual(seen, { hidden: "", shown: "+86 139 1234 5678" });
    });

    test("in an effect scope without a component the form lives as long as the scope", async (t) => {
      const page = await open(t);
      const seen = await page.evaluate(async () => {
        const { createCountdown, effectScope, HeldClock, setStage, until, useCountdown, useUpdatePhone } =
          globalThis.lib;
        const clock = new HeldClock();
        const scope = effectScope();
        const { form, seconds } = scope.run(() => ({
          form: useUpdatePhone(setStage().client),
          seconds: useCountdown(createCountdown(3_000, { clock })),
        }));
        await until(() => form.isReady);
        await clock.pass(1_000);
        const left = seconds.value;
        scope.stop();
        form.setNewPhone("+86");
        return { left, timers: clock.timers, input: form.newPhoneInput };
      });
      assert.deepEqual(seen, { left: 2, timers: 0, input: "" });
    });

    test("useCountdown renders once for each second, and not at all without a countdown", async (t) => {
      const page = await open(t);
      const seen = await page.evaluate(async () => {
        const { HeldClock, createCountdown, mount, nextTick, ref, useCountdown } = globalThis.lib;
        const clock = new HeldClock();
        const shown = [];
        const countdown = ref(null);
        const { app } = mount(() => {
          const seconds = useCountdown(countdown);
          return () => void shown.push(seconds.value);
        });
        await clock.pass(5_000);
        countdown.value = createCountdown(3_000, { clock });
        await nextTick();
        for (let quarter = 0; quarter < 20; quarter += 1) await clock.pass(250);
        countdown.value = createCountdown(60_000, { clock });
        await clock.pass(1_000);
        countdown.value = undefined;
        await nextTick();
        const timers = [clock.timers];
        countdown.value = createCountdown(60_000, { clock });
        await nextTick();
        timers.push(clock.timers);
        app.unmount();
        timers.push(clock.timers);
        return { shown, timers };
      });
      assert.deepEqual(seen, { shown: [0, 3, 2, 1, 0, 59, 0, 60], timers: [0, 1, 0] });
    });

    test("what the server rendered is taken over without a mismatch, also when time has passed and the module is there", async (t) => {
      const page = await open(t);
      const shown = await page.evaluate(async () => {
        const { createSSRApp, HeldClock, h, createCountdown, renderToString, ...lib } = globalThis.lib;
        const { client } = lib.setStage();
        const other = client.createFlow();
        other.setNewPhone("+86");
        await lib.until(() => other.getSnapshot().isReady);
        const clock = new HeldClock();
        const countdown = createCountdown(60_000, { clock });
        const shown = [];
        const App = {
          setup() {
            const form = lib.useUpdatePhone(client);
            const seconds = lib.useCountdown(countdown);
            return () => {
              shown.push(`${form.isReady} ${seconds.value}`);
              return h("p", shown.at(-1));
            };
          },
        };
        const place = document.body.appendChild(document.createElement("div"));
        place.innerHTML = await renderToString(createSSRApp(App));
        shown.push("browser:");
        await clock.pass(3_000);
        createSSRApp(App).mount(place);
        await lib.until(() => place.textContent === "true 57");
        return shown;
      });
      assert.deepEqual(shown, ["false 60", "browser:", "false 60", "true 57"]);
    });

    test("a server renders without loading the module and without a timer, and says which option is wrong", () => {
      const program = `
      import { createSSRApp } from "vue";
      import { renderToString } from "vue/server-renderer";
      import { createClient, createCountdown } from "update-phone";
      import { useCountdown, useUpdatePhone } from "update-phone/vue";
      WebAssembly.compile = WebAssembly.instantiate = () => { throw new Error("The module was loaded."); };
      const client = createClient({ host: "https://example.authing.cn", appId: "app" });
      const countdown = createCountdown(60_000);
      const App = {
        props: ["options"],
        setup({ options }) {
          const form = useUpdatePhone(client, options);
          const [seconds, none] = [useCountdown(countdown), useCountdown(null)];
          return () => [form.state, form.isReady, form.isOldPhoneRequired, seconds.value, none.value].join();
        },
      };
      const render = (options) => renderToString(createSSRApp(App, { options }));
      console.log(await render({ verifyOldPhone: true }));
      await new Promise((resolve) => setTimeout(resolve));
      console.log(process.getActiveResourcesInfo().filter((name) => name === "Timeout").length);
      await render({ confirm: 1 }).catch((error) => console.log(error.code, /confirm/.test(error.message)));
    `;
      const output = execFileSync(process.execPath, ["--input-type=module", "-e", program], {
        cwd: folder,
        encoding: "utf8",
        timeout: 30_000,
        stdio: ["ignore", "pipe", "ignore"],
      });
      assert.equal(output, "editing,false,true,60,0\n0\nERR_INVALID_OPTIONS true\n");
    });
  });
}

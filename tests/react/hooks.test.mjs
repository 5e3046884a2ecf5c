// The hooks of update-phone/react in Chromium, with React's development build, which says what it has to complain of.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { setUpPage } from "../support/hook-page.mjs";

const script = join(import.meta.dirname, "page.mjs");
const oldest = { react: "tests/node_modules", "react-dom": "tests/node_modules" };

for (const [version, modules] of [
  ["19", {}],
  ["18", oldest],
]) {
  describe(`React ${version}`, { concurrency: 1 }, () => {
    const { folder, open } = setUpPage("react", script, modules);

    test("under StrictMode, a component that asks for a code when it appears sends one SMS", async (t) => {
      // The flow tells of the second time.
      const page = await open(t, /"send" is ignored while/);
      const seen = await page.evaluate(async () => {
        const { h, StrictMode, useEffect, useUpdatePhone, mount, setStage, until, NEW_NUMBER, version } =
          globalThis.lib;
        const { client, emulator } = setStage();
        let effects = 0;
        function Form() {
          const { setNewPhone, sendNewCode, newCooldownSeconds } = useUpdatePhone(client);
          useEffect(() => {
            effects += 1;
            setNewPhone(NEW_NUMBER);
            void sendNewCode();
          }, [setNewPhone, sendNewCode]);
          return newCooldownSeconds;
        }
        const { text } = mount(h(StrictMode, null, h(Form)));
        await until(() => text() === "60");
        // Time goes on for the form that was mounted twice.
        await until(() => text() === "59");
        return { effects, sent: emulator.inbox().length, version: version.split(".")[0] };
      });
      assert.deepEqual(seen, { effects: 2, sent: 1, version });
    });

    test("what is on its way is given up when the component is removed, and nothing is rendered after it", async (t) => {
      const page = await open(t);
      const seen = await page.evaluate(async () => {
        const { h, StrictMode, useUpdatePhone, mount, setStage, until, NEW_NUMBER } = globalThis.lib;
        const { client, calls, hold } = setStage();
        const release = hold();
        let form;
        let renderings = 0;
        function Form() {
          form = useUpdatePhone(client);
          renderings += 1;
          return form.state;
        }
        const { root, text } = mount(h(StrictMode, null, h(Form)));
        await until(() => form?.isReady);
        form.setNewPhone(NEW_NUMBER);
        const sending = form.sendNewCode();
        await until(() => calls.length === 1 && text() === "sending-code");
        const before = renderings;
        root.unmount();
        await sending;
        release();
        form.setNewPhone("+86 137 0000 0000");
        const { newPhoneInput } = form.getSnapshot();
        return { isAborted: calls[0].signal.aborted, rendered: renderings - before, newPhoneInput };
      });
      assert.deepEqual(seen, { isAborted: true, rendered: 0, newPhoneInput: "" });
    });

    test("options that are written anew in each rendering begin no new form, and nothing changes in between", async (t) => {
      const page = await open(t);
      const seen = await page.evaluate(async () => {
        const { h, useUpdatePhone, useReducer, mount, setStage, until } = globalThis.lib;
        const { client, flows } = setStage();
        const forms = [];
        let renderAgain;
        function Form() {
          [, renderAgain] = useReducer((count) => count + 1, 0);
          forms.push(useUpdatePhone(client, { confirm: true, autoSubmitLength: 6 }));
          return String(forms.length);
        }
        const { text } = mount(h(Form));
        await until(() => forms.at(-1)?.isReady);
        const before = forms.length;
        renderAgain();
        await until(() => text() === String(before + 1));
        return { flows: flows.length, isSame: forms.at(-1) === forms.at(-2) };
      });
      assert.deepEqual(seen, { flows: 1, isSame: true });
    });

    test("another option or client begins a new form, and what the former had on its way is given up", async (t) => {
      const page = await open(t);
      const seen = await page.evaluate(async () => {
        const { h, useUpdatePhone, useState, mount, setStage, until, NEW_NUMBER } = globalThis.lib;
        const [one, other] = [setStage(), setStage()];
        one.hold();
        let form;
        let set;
        function Form() {
          const [props, setProps] = useState({ client: one.client, options: {} });
          set = setProps;
          form = useUpdatePhone(props.client, props.options);
          return `${form.isOldPhoneRequired} ${form.newPhoneInput}`;
        }
        const { text } = mount(h(Form));
        await until(() => form?.isReady);
        form.setNewPhone(NEW_NUMBER);
        void form.sendNewCode();
        await until(() => one.calls.length === 1);
        const texts = [text()];
        const first = form;
        set({ client: one.client, options: { verifyOldPhone: true } });
        await until(() => form !== first && text().startsWith("true"));
        texts.push(text());
        await until(() => one.calls[0].signal.aborted);
        form.setNewPhone(NEW_NUMBER);
        await until(() => text() === `true ${NEW_NUMBER}`);
        set({ client: other.client, options: { verifyOldPhone: true } });
        await until(() => text() === "true ");
        form.setNewPhone(NEW_NUMBER);
        await form.sendNewCode();
        return { texts, flows: [one.flows.length, other.flows.length], sent: other.emulator.inbox().length };
      });
      assert.deepEqual(seen, { texts: ["false +86 139 1234 5678", "true "], flows: [2, 1], sent: 1 });
    });

    const withoutActivity = version === "18" && "React 18 has no Activity";
    test("a component that Activity hides keeps its form and its calls", { skip: withoutActivity }, async (t) => {
      const page = await open(t);
      const seen = await page.evaluate(async () => {
        const { h, Activity, useUpdatePhone, useState, mount, setStage, until, NEW_NUMBER } = globalThis.lib;
        const { client, calls, hold } = setStage();
        const release = hold();
        let form;
        let setMode;
        function Form() {
          form = useUpdatePhone(client);
          return `${form.newPhoneInput}, ${form.newCooldownSeconds} s`;
        }
        function App() {
          const [mode, set] = useState("visible");
          setMode = set;
          return h(Activity, { mode }, h("p", null, h(Form)));
        }
        const { text } = mount(h(App));
        await until(() => form?.isReady);
        form.setNewPhone(NEW_NUMBER);
        const sending = form.sendNewCode();
        await until(() => calls.length === 1);
        setMode("hidden");
        await until(() => document.querySelector("p").style.display === "none");
        release();
        await sending;
        setMode("visible");
        await until(() => /, (60|59|58) s$/.test(text()));
        return { isAborted: calls[0].signal.aborted, input: form.newPhoneInput };
      });
      assert.deepEqual(seen, { isAborted: false, input: "+86 139 1234 5678" });
    });

    test("useCountdown renders once for each second, and not at all without a countdown", async (t) => {
      const page = await open(t);
      const seen = await page.evaluate(async () => {
        const { h, HeldClock, createCountdown, useCountdown, useReducer, mount, until } = globalThis.lib;
        const clock = new HeldClock();
        const shown = [];
        let set;
        function TimeLeft() {
          const [countdown, setCountdown] = useReducer((_, next) => next, null);
          set = setCountdown;
          const seconds = useCountdown(countdown);
          shown.push(seconds);
          return String(seconds);
        }
        const { root, text } = mount(h(TimeLeft));
        await until(() => text() === "0");
        await clock.pass(5_000);
        set(createCountdown(3_000, { clock }));
        await until(() => text() === "3");
        for (let quarter = 0; quarter < 20; quarter += 1) await clock.pass(250);
        await until(() => text() === "0");
        set(createCountdown(60_000, { clock }));
        await until(() => text() === "60");
        await clock.pass(1_000);
        await until(() => text() === "59");
        set(undefined);
        await until(() => text() === "0");
        const timersWithout = clock.timers;
        set(createCountdown(60_000, { clock }));
        await until(() => clock.timers === 1);
        root.unmount();
        await until(() => clock.timers === 0);
        return { shown, timersWithout };
      });
      assert.deepEqual(seen, { shown: [0, 3, 2, 1, 0, 60, 59, 0, 60], timersWithout: 0 });
    });

    test("what the server rendered is taken over without a mismatch, also when time has passed and the module is there", async (t) => {
      const page = await open(t);
      const seen = await page.evaluate(async () => {
        const { h, HeldClock, createCountdown, useCountdown, useUpdatePhone, setStage, until, ...lib } = globalThis.lib;
        const { client } = setStage();
        const other = client.createFlow();
        other.setNewPhone("+86");
        await until(() => other.getSnapshot().isReady);
        const clock = new HeldClock();
        const countdown = createCountdown(60_000, { clock });
        const shown = [];
        function App() {
          const text = `${useUpdatePhone(client).isReady} ${useCountdown(countdown)}`;
          shown.push(text);
          return h("p", null, text);
        }
        const place = document.body.appendChild(document.createElement("div"));
        place.innerHTML = lib.renderToString(h(App));
        shown.push("browser:");
        await clock.pass(3_000);
        const errors = [];
        lib.hydrateRoot(place, h(App), { onRecoverableError: (error) => errors.push(String(error)) });
        await until(() => place.textContent === "true 57");
        return { errors, shown };
      });
      assert.deepEqual(seen.errors, []);
      assert.deepEqual(seen.shown.slice(0, 3), ["false 60", "browser:", "false 60"]);
      assert.equal(seen.shown.at(-1), "true 57");
    });

    test("a server renders without loading the module and without a timer, and says which option is wrong", () => {
      const program = `
        import { createElement } from "react";
        import { renderToString } from "react-dom/server";
        import { createClient, createCountdown } from "update-phone";
        import { useCountdown, useUpdatePhone } from "update-phone/react";
        WebAssembly.compile = WebAssembly.instantiate = () => { throw new Error("The module was loaded."); };
        const client = createClient({ host: "https://example.authing.cn", appId: "app" });
        const countdown = createCountdown(60_000);
        const Form = ({ options }) => {
          const form = useUpdatePhone(client, options);
          return [form.state, form.isReady, form.isOldPhoneRequired, useCountdown(countdown), useCountdown(null)].join();
        };
        console.log(renderToString(createElement(Form, { options: { verifyOldPhone: true } })));
        await new Promise((resolve) => setTimeout(resolve));
        console.log(process.getActiveResourcesInfo().filter((name) => name === "Timeout").length);
        try { renderToString(createElement(Form, { options: { confirm: 1 } })); } catch (error) { console.log(error.code, /confirm/.test(error.message)); }
      `;
      const output = execFileSync(process.execPath, ["--input-type=module", "-e", program], {
        cwd: folder,
        encoding: "utf8",
        timeout: 30_000,
      });
      assert.equal(output, "editing,false,true,60,0\n0\nERR_INVALID_OPTIONS true\n");
    });

    test("the entry says that it is for the client, before everything else", () => {
      const entry = readFileSync(join(folder, "node_modules/update-phone/dist/react/index.js"), "utf8");
      assert.ok(entry.startsWith('"use client";\n'));
    });
  });
}

import { byId, make } from "../dom.js";
import { highlighted, spread, visible } from "../highlight.js";
import { currentTexts, onTexts } from "../language.js";
import type { Exchange, Traffic } from "../traffic.js";

/** The number of requests that are kept. */
const MAX_ENTRIES = 50;

interface Entry {
  exchange: Exchange;
  readonly item: HTMLLIElement;
  readonly details: HTMLDetailsElement;
}

/** Shows what goes over to the service, as it happens. */
export function mountRequests(traffic: Traffic): void {
  const list = byId("requests", HTMLOListElement);
  const empty = byId("requests-empty", HTMLElement);
  const count = byId("requests-count", HTMLElement);
  let entries: Entry[] = [];

  const showCount = (): void => {
    empty.hidden = entries.length > 0;
    count.textContent = entries.length > 0 ? String(entries.length) : "";
  };
  const add = (exchange: Exchange): Entry => {
    const details = make("details", { class: "exchange" });
    const entry = { exchange, details, item: make("li", {}, details) };
    // Bodies are rendered only while the details are open.
    details.addEventListener("toggle", () => write(entry));
    entries.unshift(entry);
    list.prepend(entry.item);
    for (const { item } of entries.splice(MAX_ENTRIES)) item.remove();
    return entry;
  };
  traffic.subscribe((exchange) => {
    const entry = entries.find(({ exchange: { id } }) => id === exchange.id) ?? add(exchange);
    entry.exchange = exchange;
    write(entry);
    showCount();
  });
  byId("requests-forget", HTMLButtonElement).addEventListener("click", () => {
    entries = [];
    list.replaceChildren();
    showCount();
  });
  onTexts(() => entries.forEach(write));
}

function write({ exchange, details }: Entry): void {
  details.replaceChildren(summaryOf(exchange), ...(details.open ? bodyOf(exchange) : []));
}

function summaryOf(exchange: Exchange): HTMLElement {
  const { method, path, elapsedMs } = exchange;
  const texts = currentTexts();
  const end = path.lastIndexOf("/") + 1;
  const [tone, outcome] = outcomeOf(exchange);
  return make(
    "summary",
    {},
    make("span", { class: "method" }, method),
    make("span", { class: "path" }, make("span", {}, path.slice(0, end)), make("b", {}, path.slice(end))),
    make("span", { class: `outcome is-${tone}` }, outcome),
    make("span", { class: "elapsed" }, elapsedMs === undefined ? "" : texts.milliseconds(Math.round(elapsedMs))),
  );
}

/** The envelope decides, not the HTTP status: the service refuses with HTTP 200. */
function outcomeOf({ httpStatus, responseBody, failure, elapsedMs }: Exchange): [tone: string, outcome: string] {
  const { onItsWay, noAnswer } = currentTexts();
  if (elapsedMs === undefined) return ["pending", onItsWay];
  if (httpStatus === undefined || failure !== undefined) return ["bad", noAnswer];
  const { statusCode, apiCode } = envelopeOf(responseBody);
  const isGood = httpStatus < 300 && statusCode === 200;
  if (isGood) return ["good", String(statusCode)];
  const codes = [statusCode, apiCode].filter((code) => code !== undefined);
  return ["bad", codes.length > 0 ? codes.join(" · ") : `HTTP ${httpStatus}`];
}

function envelopeOf(body: string): { statusCode?: number; apiCode?: number | string } {
  try {
    return JSON.parse(body);
  } catch {
    return {};
  }
}

function bodyOf(exchange: Exchange): Node[] {
  const { requestPart, answerPart } = currentTexts();
  const { method, path, requestHeaders, requestBody, httpStatus, responseHeaders, responseBody, failure } = exchange;
  const status = httpStatus === undefined ? "" : `HTTP ${httpStatus}`;
  return [
    make(
      "div",
      { class: "messages-of-exchange" },
      message(requestPart, `${method} ${path}`, requestHeaders, requestBody),
      message(answerPart, status, responseHeaders, failure ?? responseBody),
    ),
  ];
}

function message(title: string, line: string, headers: Exchange["requestHeaders"], body: string): HTMLElement {
  const head = [line, ...headers.map(([name, value]) => `${name}: ${value}`)].filter(Boolean).join("\n");
  const code = make("code", {}, make("span", { class: "head" }, head));
  if (body) code.append("\n\n", highlighted(visible(spread(body))));
  return make(
    "div",
    {},
    make("h3", {}, title),
    make("pre", { class: "code-box", tabindex: "0", "aria-label": title }, code),
  );
}

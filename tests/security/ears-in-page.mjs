/**
 * Runs in a page before its own scripts: tells `tellTest` what goes out by any way that a page has. It stands alone, since the page has
 * nothing else of these files.
 */
export function listenInPage() {
  const textOf = (value, seen = new Set()) => {
    if (value === null || (typeof value !== "object" && typeof value !== "function")) return String(value);
    if (value instanceof Node || value instanceof Window || seen.has(value)) return "";
    seen.add(value);
    const parts = [Object.prototype.toString.call(value)];
    for (let at = value; at && at !== Object.prototype && at !== Function.prototype; at = Object.getPrototypeOf(at)) {
      for (const name of Reflect.ownKeys(at)) {
        if (name === "constructor") continue;
        try {
          parts.push(String(name), textOf(value[name], seen));
        } catch {
          // A getter that throws.
        }
      }
    }
    return parts.join("\n");
  };
  const hear = (place, ...values) => void globalThis.tellTest(place, ...values.map((value) => textOf(value)));
  globalThis.hear = hear;

  const spyOn = (owner, names, place) => {
    for (const name of names) {
      const original = owner?.[name];
      if (typeof original !== "function") continue;
      owner[name] = function (...parameters) {
        hear(place, ...parameters);
        return original.apply(this, parameters);
      };
    }
  };
  spyOn(console, ["debug", "dir", "error", "info", "log", "table", "trace", "warn"], "the console");
  spyOn(globalThis, ["postMessage", "open", "alert", "prompt", "confirm"], "postMessage and windows");
  for (const type of ["BroadcastChannel", "MessagePort", "Worker", "ServiceWorker"]) {
    spyOn(globalThis[type]?.prototype, ["postMessage"], "postMessage and windows");
  }
  spyOn(Storage.prototype, ["setItem", "getItem", "removeItem"], "storage");
  spyOn(globalThis.IDBObjectStore?.prototype, ["add", "put"], "storage");
  spyOn(globalThis.IDBFactory?.prototype, ["open"], "storage");
  spyOn(globalThis.Cache?.prototype, ["add", "addAll", "put"], "storage");
  spyOn(globalThis.CacheStorage?.prototype, ["open"], "storage");
  spyOn(History.prototype, ["pushState", "replaceState"], "the address and the history");
  spyOn(Performance.prototype, ["mark", "measure"], "performance entries");
  spyOn(globalThis.LockManager?.prototype, ["request"], "names of locks");
  spyOn(Navigator.prototype, ["sendBeacon", "share"], "beacons");
  spyOn(globalThis.Clipboard?.prototype, ["write", "writeText"], "the clipboard");
  const cookie = Object.getOwnPropertyDescriptor(Document.prototype, "cookie");
  Object.defineProperty(Document.prototype, "cookie", {
    ...cookie,
    set(text) {
      hear("storage", text);
      cookie.set.call(this, text);
    },
  });
  for (const type of ["error", "unhandledrejection", "securitypolicyviolation"]) {
    globalThis.addEventListener(type, (event) =>
      hear("uncaught errors", event.error, event.reason, event.message, event.blockedURI, event.sample),
    );
  }

  // `performance` itself is one of the clocks that a test holds.
  const entries = [];
  const observer = new PerformanceObserver((list) => entries.push(...list.getEntries()));
  for (const type of ["navigation", "resource", "mark", "measure"]) observer.observe({ type, buffered: true });

  /** The document with what is in the shadows, as a script or an extension would read it; without what fields hold as their values. */
  const markupOf = (node) => {
    const shadows = [...node.querySelectorAll("*")].flatMap(({ shadowRoot }) => (shadowRoot ? [shadowRoot] : []));
    return [node.innerHTML ?? node.documentElement.outerHTML, ...shadows.map(markupOf)].join("\n");
  };
  globalThis.lookAround = () => {
    hear("the document", markupOf(document));
    hear(
      "the address and the history",
      location.href,
      document.title,
      globalThis.name,
      history.state,
      document.referrer,
    );
    hear("storage", JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }), document.cookie);
    hear("performance entries", JSON.stringify(entries));
    const own = Object.getOwnPropertyNames(globalThis).filter(
      (name) => !/^(webkit|on|chrome|__pw|__playwright)/.test(name),
    );
    hear("names of globals", own.join("\n"));
  };
}

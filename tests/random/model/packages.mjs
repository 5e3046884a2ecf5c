// The packed package for random sequences, with a page's locks that each sequence brings along.

/** @param urlOf The address of an entry of the package. */
export async function loadPackages(urlOf) {
  const { createClient, init, isUpdatePhoneError, UpdatePhoneError } = await import(urlOf("update-phone"));
  const { createEmulator, variants } = await import(urlOf("update-phone/emulator"));
  await init();
  let locks;
  Object.defineProperty(globalThis, "navigator", { configurable: true, get: () => (locks ? { locks } : {}) });
  const setLocks = (next) => (locks = next);
  return { createClient, createEmulator, isUpdatePhoneError, UpdatePhoneError, variants, setLocks };
}

type Setting = "lang" | "theme";

/** Theme and language are in the address: a link shows what its sender saw, and nothing is stored. */
export function readSetting(name: Setting): string | null {
  return new URLSearchParams(location.search).get(name);
}

export function writeSetting(name: Setting, value: string | undefined): void {
  const address = new URL(location.href);
  if (value === undefined) address.searchParams.delete(name);
  else address.searchParams.set(name, value);
  history.replaceState(history.state, "", address);
  keepSettingsInLinks();
}

/** The page's own links lead on in the same theme and language. */
export function keepSettingsInLinks(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-keeps-settings]")) {
    const target = new URL(link.href);
    target.search = location.search;
    link.href = target.href;
  }
}

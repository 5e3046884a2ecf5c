// Tabs by the ARIA pattern: one stop of the tab key, arrows between the tabs, which are selected as they get the focus.

/** Wires the tabs of a list with the panels that they control; each tab's panel has the id that `aria-controls` says. */
export function mountTabs(list: HTMLElement, onSelect: (tab: HTMLElement) => void = () => {}): void {
  const tabs = [...list.querySelectorAll<HTMLElement>('[role="tab"]')];
  const select = (selected: HTMLElement): void => {
    for (const tab of tabs) {
      const isSelected = tab === selected;
      tab.ariaSelected = String(isSelected);
      tab.tabIndex = isSelected ? 0 : -1;
      const panel = document.getElementById(tab.getAttribute("aria-controls") ?? "");
      if (panel) panel.hidden = !isSelected;
    }
    onSelect(selected);
  };
  list.addEventListener("click", ({ target }) => {
    const tab = (target as Element).closest<HTMLElement>('[role="tab"]');
    if (tab) select(tab);
  });
  list.addEventListener("keydown", (event) => {
    const at = tabs.indexOf(event.target as HTMLElement);
    const last = tabs.length - 1;
    const next = { ArrowRight: at < last ? at + 1 : 0, ArrowLeft: at > 0 ? at - 1 : last, Home: 0, End: last }[
      event.key
    ];
    const tab = next === undefined || at < 0 ? undefined : tabs[next];
    if (!tab) return;
    event.preventDefault();
    select(tab);
    tab.focus();
  });
  const first = tabs.find(({ ariaSelected }) => ariaSelected === "true") ?? tabs[0];
  if (first) select(first);
}

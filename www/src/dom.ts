/** The element of `index.html` with this id. Throws when there is none, or one of another type. */
export function byId<T extends Element>(id: string, type: new () => T): T {
  const element = document.getElementById(id);
  if (!(element instanceof type)) throw new Error(`index.html has no ${type.name} #${id}.`);
  return element;
}

/** Shows text; does not touch the element when it is there already, so that live regions and selections stay. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

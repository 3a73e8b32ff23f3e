export type Child = Node | string | null;
type Attributes = Readonly<Record<string, string | number | boolean | null | (() => void)>>;

/** An element; text becomes text, never markup. A function is what a click does. */
export function el<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value === null) continue;
    if (typeof value === 'function') element.addEventListener(key, () => value());
    else element.setAttribute(key, value === true ? '' : String(value));
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** A part of a drawing. */
export function svg(
  name: 'svg' | 'use' | 'rect' | 'path',
  attributes: Readonly<Record<string, string | number>> = {},
  ...children: readonly SVGElement[]
): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

/** A button with a text or sign on it. */
export function button(
  text: string,
  click: () => void,
  { class: className = 'button', ...attributes }: Attributes = {},
): HTMLButtonElement {
  return el('button', { type: 'button', class: className, ...attributes, click }, text);
}

/** Elements of the page by selector, which are of HTML. */
export function all(selector: string, within: ParentNode = document): readonly HTMLElement[] {
  return [...within.querySelectorAll(selector)].filter((element) => element instanceof HTMLElement);
}

/** The first of `all`; null where an own template leaves it out. */
export function first(selector: string, within: ParentNode = document): HTMLElement | null {
  return all(selector, within)[0] ?? null;
}

/** A page as a visitor sees it. */
export interface Visited {
  readonly url: string;
  readonly status: number;
  readonly html: string;
  /** Without markup, white space collapsed. */
  readonly text: string;
}

/** A browser without scripts: it keeps cookies, follows redirects and links, and fills in forms. */
export interface Visitor {
  /** The page that it is on. */
  page(): Visited;
  open(address: string): Promise<Visited>;
  /** Where the link with this text leads; as `follow`. */
  address(text: string, after?: string): string;
  /** Follows the link with this text, or one that contains it; the first that stands after `after`, where that is given. */
  follow(text: string, after?: string): Promise<Visited>;
  /** Sends the form of the button with this text, with what stands in it unless given; the first one after `after`. */
  submit(button: string, fields?: Readonly<Record<string, string>>, after?: string): Promise<Visited>;
  /** Shared between ports of a host, as in a browser. */
  readonly cookies: ReadonlyMap<string, string>;
}

const MOST_REDIRECTS = 10;

/** @param known cookies that it has from before. */
export function visitor(known: Iterable<readonly [string, string]> = []): Visitor {
  const cookies = new Map<string, string>(known);
  let on: Visited = { url: 'about:blank', status: 0, html: '', text: '' };

  async function go(address: string, form: URLSearchParams | null): Promise<Visited> {
    let url = new URL(address);
    let body = form;
    for (let redirects = 0; redirects < MOST_REDIRECTS; redirects++) {
      const response = await fetch(url, {
        method: body === null ? 'GET' : 'POST',
        redirect: 'manual',
        headers: {
          ...(cookies.size > 0 && { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') }),
          'sec-fetch-site': body === null ? 'none' : 'same-origin',
          // A page under no-referrer sends its forms so.
          ...(body !== null && { origin: 'null' }),
        },
        ...(body !== null && { body }),
      });
      for (const line of response.headers.getSetCookie()) keep(cookies, line);
      const html = await response.text();
      const location = response.headers.get('location');
      if (location === null) {
        on = { url: url.href, status: response.status, html, text: textOf(html) };
        return on;
      }
      // What a page answered counts, even where the next one never comes.
      on = { url: url.href, status: response.status, html, text: textOf(html) };
      url = new URL(location, url);
      body = null;
    }
    throw new Error(`more than ${MOST_REDIRECTS} redirects from ${new URL(address).pathname}`);
  }

  return {
    page: () => on,
    cookies,
    open: (address) => go(new URL(address, on.url === 'about:blank' ? undefined : on.url).href, null),
    address: (text, after) => addressOf(on, text, after),
    follow: (text, after) => go(addressOf(on, text, after), null),
    submit: (button, fields = {}, after) => {
      const forms = [...rest(on, after).matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)];
      const form = forms.find(([, , inner = '']) => buttonOf(inner, button) !== null);
      if (form === undefined) throw new Error(`no button "${button}" on: ${on.text}`);
      const [, own = '', inner = ''] = form;
      const pressed = buttonOf(inner, button) ?? '';
      const filled = new URLSearchParams(fieldsOf(inner));
      const name = attribute(pressed, 'name');
      if (name !== null) filled.set(name, attribute(pressed, 'value') ?? '');
      for (const [field, value] of Object.entries(fields)) filled.set(field, value);
      const action = attribute(pressed, 'formaction') ?? attribute(own, 'action') ?? '';
      const target = new URL(action, on.url);
      if (attribute(own, 'method')?.toLowerCase() === 'post') return go(target.href, filled);
      target.search = filled.toString();
      return go(target.href, null);
    },
  };
}

/** The markup from the heading that holds this text on. */
function rest({ html, text }: Visited, after: string | undefined): string {
  if (after === undefined) return html;
  const heading = [...html.matchAll(/<h\d\b[^>]*>(.*?)<\/h\d>/gs)].find(([, inner = '']) =>
    textOf(inner).includes(after),
  );
  if (heading === undefined) throw new Error(`no heading "${after}" on: ${text}`);
  return html.slice(heading.index);
}

function addressOf(on: Visited, text: string, after: string | undefined): string {
  const links = [...rest(on, after).matchAll(/<a\b([^>]*)>(.*?)<\/a>/gs)];
  const wanted =
    links.find(([, , inner = '']) => textOf(inner) === text) ??
    links.find(([, , inner = '']) => textOf(inner).includes(text));
  const href = attribute(wanted?.[1] ?? '', 'href');
  if (href === null) throw new Error(`no link "${text}" on: ${on.text}`);
  return new URL(href, on.url).href;
}

function keep(cookies: Map<string, string>, line: string): void {
  const [pair = '', ...facts] = line.split(/;\s*/);
  const [name = '', value = ''] = pair.split(/=(.*)/s);
  const isOver = value === '' || facts.some((fact) => /^max-age=0$/i.test(fact));
  if (isOver) cookies.delete(name);
  else cookies.set(name, value);
}

/** The attributes of the submitting button with this text; null where a form has none. */
function buttonOf(inner: string, text: string): string | null {
  for (const [, attributes = '', label = ''] of inner.matchAll(/<button\b([^>]*)>(.*?)<\/button>/gs))
    if (textOf(label) === text) return attributes;
  return null;
}

/** What a form sends as it stands. */
function fieldsOf(inner: string): [string, string][] {
  const fields: [string, string][] = [];
  for (const [, attributes = ''] of inner.matchAll(/<input\b([^>]*)>/g)) {
    const name = attribute(attributes, 'name');
    const isChoice = /^(radio|checkbox)$/.test(attribute(attributes, 'type') ?? '');
    if (name === null || (isChoice && !/\bchecked\b/.test(attributes))) continue;
    fields.push([name, attribute(attributes, 'value') ?? (isChoice ? 'on' : '')]);
  }
  for (const [, attributes = '', text = ''] of inner.matchAll(/<textarea\b([^>]*)>(.*?)<\/textarea>/gs))
    fields.push([attribute(attributes, 'name') ?? '', decoded(text)]);
  for (const [, attributes = '', options = ''] of inner.matchAll(/<select\b([^>]*)>(.*?)<\/select>/gs)) {
    const all = [...options.matchAll(/<option\b([^>]*)>/g)].map(([, option = '']) => option);
    const chosen = all.find((option) => /\bselected\b/.test(option)) ?? all[0] ?? '';
    fields.push([attribute(attributes, 'name') ?? '', attribute(chosen, 'value') ?? '']);
  }
  return fields;
}

function attribute(attributes: string, name: string): string | null {
  const found = new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes)?.[1];
  return found === undefined ? null : decoded(found);
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['amp', '&'],
  ['nbsp', '\u00a0'],
]);

function decoded(text: string): string {
  return text.replace(
    /&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi,
    (whole, hex?: string, decimal?: string, name = '') => {
      if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
      if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
      return ENTITIES.get(name) ?? whole;
    },
  );
}

function textOf(html: string): string {
  const shown = html.replace(/<(style|script|template|head)\b.*?<\/\1>/gs, ' ').replace(/<[^>]*>/g, ' ');
  return decoded(shown).replace(/\s+/g, ' ').trim();
}

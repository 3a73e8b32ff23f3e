/** A cookie to set; `maxAge` in seconds, 0 = clear it, null = until the browser ends. */
export interface Cookie {
  readonly name: 'session' | 'flow';
  readonly value: string;
  readonly maxAge: number | null;
}

/** In whose look a page is drawn: the member's as the mails, the team's as the report page. */
export type Face = 'member' | 'team';

/** What a handler answers; how it becomes HTTP, with which headers, is the server's part. */
export type Reply = {
  readonly cookies?: readonly Cookie[];
  readonly headers?: Readonly<Record<string, string>>;
} & (
  | {
      readonly kind: 'page';
      readonly status: number;
      readonly face: Face;
      /** Below `templates/portal/`, without its extension. */
      readonly template: string;
      /** Of the window: the answer first, where the page is one. */
      readonly title: string;
      readonly view: object;
    }
  /** 303 to a page of the portal: `to` begins with "/" and holds no host. */
  | { readonly kind: 'see-other'; readonly to: PortalPath }
  | { readonly kind: 'json'; readonly status: number; readonly body: unknown; readonly fileName?: string }
  | {
      readonly kind: 'text';
      readonly status: number;
      readonly body: string;
      readonly type?: string;
      /** A plain one, under which the browser keeps it; left out = it is shown. */
      readonly fileName?: string;
    }
  /** A whole HTML document made elsewhere, with the Content-Security-Policy that it needs. */
  | { readonly kind: 'document'; readonly status: number; readonly html: string; readonly policy: string }
);

declare const inside: unique symbol;
/** A path within the portal, without the folder of `portal.url`. */
export type PortalPath = string & { readonly [inside]: true };

/** A path of fixed text and encoded parts: what comes from outside cannot leave the portal. */
export function portalPath(
  strings: TemplateStringsArray,
  ...parts: readonly (string | PortalPath)[]
): PortalPath {
  const text = strings.map((fixed, at) => fixed + encoded(parts[at] ?? '')).join('');
  if (!/^\/(?![/\\])[\x21-\x7e]*$/.test(text)) throw new TypeError('This is no path of the portal.');
  // Checked on the line above.
  return text as PortalPath;
}

/** A path keeps its slashes; of a value they are encoded. */
function encoded(part: string): string {
  return part.startsWith('/') ? part : encodeURIComponent(part);
}

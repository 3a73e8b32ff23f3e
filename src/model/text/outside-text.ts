import { createRequire } from 'node:module';
import { z } from 'zod';
import { visibleText } from './visible-text.ts';

// Node 20 warns of every import of JSON.
const require = createRequire(import.meta.url);
const PUBLIC_DOMAINS = z.array(z.string()).parse(require('tlds'));
/** Names on private networks, and those that stand for others in examples (RFC 2606, 6761, 6762). */
const OTHER_DOMAINS = [
  'arpa',
  'corp',
  'example',
  'home',
  'internal',
  'invalid',
  'lan',
  'local',
  'localhost',
  'onion',
  'test',
];
const TOP_LEVEL_DOMAINS: ReadonlySet<string> = new Set([...PUBLIC_DOMAINS, ...OTHER_DOMAINS]);

/**
 * A name, path, label or other text of a member or server as views show it: one line without control and direction
 * characters, and nothing in it that a mail program, a viewer of prints, a chat or a terminal would make a link.
 * `https://evil.example` becomes `https[:]//evil[.]example`: readable, visibly broken, and the same when done twice.
 */
export function outsideText(text: string): string {
  return linksBroken(visibleText(text));
}

/** Domains that are far better known as endings of files, and that no name of a person or place needs. */
const FILE_ENDING = /^(?:zip|mov)$/i;

/** What addresses begin with, however they go on: `https:`, `mailto:`, `tel:` …; names of properties (`oc:size`) do not. */
const SCHEME = /(?<=\p{L}[\p{L}\p{N}+.-]*)(?<!(?<![\p{L}\p{N}+.-])(?:d|oc|nc)(?=:[a-z])):(?=\S)/gu;
const AT_SIGN = /(?<=[^\s[])@(?=[^\s\]])/g;
const WEB_NAME = /(?<![a-z0-9])(www\d*|ftp)\.(?=\S)/gi;
const IP_ADDRESS = /(?<!\d)\d{1,3}(?:\.\d{1,3}){3}(?!\d)/g;
/** A network drive: `\\server`. */
const NETWORK_NAME = /\\\\(?=\S)/g;
/** A dot, also one that names on the network take for it (UTS 46), with what stands behind it. */
const DOT = /(?<=[\p{L}\p{M}\p{N}_-])[.\u2024\u3002\uff0e\uff61](?=([\p{L}\p{M}\p{N}-]+))/gu;

/** Without one of these signs a word is no link: most words are not looked at further. */
const LINK_SIGN = /[:@.\\\u2024\u3002\uff0e\uff61]/;

/** Breaks links as `outsideText` does, and leaves all other characters as they are. */
export function linksBroken(text: string): string {
  if (!LINK_SIGN.test(text)) return text;
  return text.replaceAll(/\S+/g, (word) => {
    if (!LINK_SIGN.test(word)) return word;
    const marked = word
      .replaceAll(SCHEME, '[:]')
      .replaceAll(AT_SIGN, '[@]')
      .replaceAll(WEB_NAME, '$1[.]')
      .replaceAll(NETWORK_NAME, '\\[\\]')
      .replaceAll(IP_ADDRESS, (address) => address.replaceAll('.', '[.]'));
    // Behind a scheme or an @ any name is an address, `https://intranet.coop-tours` too.
    const isAddress = marked !== word || /\[[:@]\]|\/\//.test(word);
    return marked.replaceAll(DOT, (dot, label: string, at: number) =>
      isAddress || (isDomain(label) && !FILE_ENDING.test(marked.slice(at + 1))) ? `[${dot}]` : dot,
    );
  });
}

/** Whether a name that ends so, or begins so for a program that knows plain letters alone, is one on the network. */
function isDomain(label: string): boolean {
  const name = label.normalize('NFKC').toLowerCase();
  const plain = /^[a-z0-9]*/.exec(name)?.[0] ?? '';
  return name.startsWith('xn--') || TOP_LEVEL_DOMAINS.has(name) || TOP_LEVEL_DOMAINS.has(plain);
}

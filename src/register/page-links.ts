import { Parser } from 'htmlparser2';

/** An address that stands on a page, and what is written there for it. */
export interface PageLink {
  readonly address: string;
  readonly text: string;
}

/** What a page says, and the address that its links are relative to; null where the page does not say. */
export interface Page {
  readonly links: readonly PageLink[];
  readonly base: string | null;
}

const ADDRESS = /https?:\/\/[^\s<>"`|\\]+/giu;
/** Tags within which text goes on; a cell stands in its row. */
const WITHIN_A_LINE: ReadonlySet<string> = new Set(
  'a abbr b bdi bdo cite code data dfn em font i img ins kbd mark q s samp small span strong sub sup td th time u var wbr'.split(
    ' ',
  ),
);
const UNSEEN: ReadonlySet<string> = new Set(['script', 'style', 'template']);

/** Tags inside one another: the parser's time grows with their number, and no page has so many. */
const DEEPEST = 1_000;

/**
 * The links of an HTML page in their order: those that can be clicked, and addresses in its text.
 * @returns null where its tags stand too deep inside one another.
 */
export function linksInHtml(html: string): Page | null {
  const links: PageLink[] = [];
  let base: string | null = null;
  let block = newBlock();
  let anchor: { readonly address: string; text: string } | null = null;
  let unseen = 0;
  let depth = 0;
  let isTooDeep = false;
  const endAnchor = () => {
    if (anchor !== null) block.anchors.push(anchor);
    anchor = null;
  };
  const endBlock = () => {
    if (anchor !== null) {
      // A link around whole paragraphs, as pages of tiles have it.
      anchor.text += ' ';
      block.text += ' ';
      return;
    }
    links.push(...linksOf(block));
    block = newBlock();
  };
  const parser = new Parser({
    onopentag(name, { href, alt }) {
      depth += 1;
      if (depth > DEEPEST) {
        isTooDeep = true;
        parser.pause();
      }
      if (UNSEEN.has(name)) unseen += 1;
      if (!WITHIN_A_LINE.has(name)) endBlock();
      else if (name === 'td' || name === 'th') block.text += ' ';
      if (name === 'base') base ??= href ?? null;
      else if (name === 'a') {
        endAnchor();
        anchor = href === undefined ? null : { address: href, text: '' };
      } else if (name === 'area' && href !== undefined)
        block.anchors.push({ address: href, text: alt ?? '' });
      else if (name === 'img' && anchor !== null) anchor.text += alt ?? '';
    },
    ontext(text) {
      if (unseen > 0) return;
      block.text += text;
      if (anchor === null) block.plain += text;
      else anchor.text += text;
    },
    onclosetag(name) {
      depth -= 1;
      if (UNSEEN.has(name)) unseen -= 1;
      if (name === 'a') endAnchor();
      else if (!WITHIN_A_LINE.has(name)) endBlock();
    },
  });
  parser.write(html);
  if (isTooDeep) return null;
  parser.end();
  endAnchor();
  endBlock();
  return { links, base };
}

/** A paragraph, a line of a list or a row of a table. */
interface Block {
  readonly anchors: PageLink[];
  text: string;
  /** The text outside its links. */
  plain: string;
}

function newBlock(): Block {
  return { anchors: [], text: '', plain: '' };
}

/** What is written for a link: its own words, else those around it. */
function linksOf({ anchors, text, plain }: Block): readonly PageLink[] {
  const bare = [...plain.matchAll(ADDRESS)].map(([address]) => ({ address, text: '' }));
  const around = withoutAddresses(text);
  return [...anchors, ...bare].map((link) => ({
    address: link.address,
    text: withoutAddresses(link.text) || around,
  }));
}

function withoutAddresses(text: string): string {
  return text.replaceAll(ADDRESS, ' ').replaceAll(/\s+/g, ' ').trim();
}

/** `[text](address)`, also `[text](<address> "title")`. */
const INLINE = /\[([^[\]\n]{0,500})\]\(\s*<?([^\s<>()]*(?:\([^\s<>()]*\)[^\s<>()]*)*)/gu;
/** `[name]: address` at the beginning of a line. */
const DEFINITION = /^[ ]{0,3}\[([^[\]\n]{1,200})\]:[ \t]*<?([^\s<>]+)/gmu;
/** `[text][name]`. */
const REFERENCE = /\[([^[\]\n]{1,500})\]\[([^[\]\n]{0,200})\]/gu;
const TAG = /<[^<>]{0,1000}>/gu;
const MARKUP = /[*_#>|`~[\]()]+|^\s*(?:[-+]|\d+[.)])\s/gu;

const NEAR = 1_000;

/** The links of a Markdown page: inline, by reference, and addresses in its text. Comments are left out. */
export function linksInMarkdown(markdown: string): Page {
  const text = withoutComments(markdown);
  const references = new Map(
    [...text.matchAll(REFERENCE)].map(([, words = '', name = '']) => [(name || words).toLowerCase(), words]),
  );
  const found: { readonly at: number; readonly end: number; readonly link: PageLink }[] = [];
  const add = (match: RegExpExecArray, address: string, words: string) => {
    const around = words.trim() === '' ? lineAt(text, match.index) : words;
    found.push({
      at: match.index,
      end: match.index + match[0].length,
      link: { address, text: withoutAddresses(around.replaceAll(TAG, ' ').replaceAll(MARKUP, ' ')) },
    });
  };
  for (const match of text.matchAll(INLINE)) add(match, match[2] ?? '', match[1] ?? '');
  for (const match of text.matchAll(DEFINITION)) {
    const name = match[1] ?? '';
    add(match, match[2] ?? '', references.get(name.toLowerCase()) ?? name);
  }
  const spans = found.toSorted((a, b) => a.at - b.at);
  let next = 0;
  for (const match of text.matchAll(ADDRESS)) {
    while ((spans[next]?.end ?? Number.POSITIVE_INFINITY) <= match.index) next += 1;
    if ((spans[next]?.at ?? Number.POSITIVE_INFINITY) > match.index) add(match, match[0], '');
  }
  return { links: found.toSorted((a, b) => a.at - b.at).map(({ link }) => link), base: null };
}

/** The line around a place, of a long one what is near. */
function lineAt(text: string, at: number): string {
  const before =
    text
      .slice(Math.max(0, at - NEAR), at)
      .split('\n')
      .at(-1) ?? '';
  const [after = ''] = text.slice(at, at + NEAR).split('\n', 1);
  return before + after;
}

function withoutComments(markdown: string): string {
  const parts: string[] = [];
  for (let at = 0; ; ) {
    const begin = markdown.indexOf('<!--', at);
    parts.push(markdown.slice(at, begin === -1 ? undefined : begin));
    if (begin === -1) return parts.join(' ');
    const end = markdown.indexOf('-->', begin);
    if (end === -1) return parts.join(' ');
    at = end + 3;
  }
}

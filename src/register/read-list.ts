import { readNamedFile } from '../files/read.ts';
import { whyUnread } from '../files/why-unread.ts';
import { UsageError } from '../model/errors.ts';
import { because, type Reason } from '../model/reasons/reason.ts';
import type { ListedLink, SourceReading } from '../model/register/entry.ts';
import { formOfName, isWebAddress, type ListForm } from '../model/register/source.ts';
import { writtenText } from '../model/text/written-text.ts';
import { listInCsv } from './csv-list.ts';
import { type Fetched, fetchList, LARGEST_LIST } from './fetch-list.ts';
import { type Listed, MOST_LINKS, type Reader, shortText } from './listed.ts';
import { linksInHtml, linksInMarkdown, type Page } from './page-links.ts';
import { urlOf } from './share-link.ts';

/** One list of the organisation after it was read. */
export type ListReading =
  | { readonly reading: Omit<SourceReading, 'readAt'>; readonly links: readonly ListedLink[] }
  | { readonly source: string; readonly missing: Reason };

/**
 * Reads one list of links that are meant to be open: a CSV, or a page in HTML or Markdown, from a file or an address.
 * @param source as the config names it; in what is given back an address stands without its path, which may be secret.
 */
export async function readList(source: string, reader: Reader, server: string): Promise<ListReading> {
  const shown = isWebAddress(source) ? `${new URL(source).origin}/…` : source;
  const text = isWebAddress(source) ? await textAt(new URL(source)) : textIn(source);
  if ('missing' in text) return { source: shown, missing: text.missing };
  const { form } = text;
  const listed = form === 'csv' ? listInCsv(text.text, reader) : listOnPage(text, reader, server);
  if ('missing' in listed) return { source: shown, missing: listed.missing };
  const { links, others } = listed;
  if (links.length > MOST_LINKS)
    return { source: shown, missing: because('list.too-many', { links: links.length, most: MOST_LINKS }) };
  const kind = form === 'csv' ? 'csv' : 'page';
  return { reading: { source: shown, kind, links: links.length, others }, links };
}

interface ListText {
  readonly text: string;
  readonly form: ListForm;
  /** Null of a file. */
  readonly address: URL | null;
}

function textIn(path: string): ListText | { readonly missing: Reason } {
  try {
    const bytes = readNamedFile(path, 'the register', 'any');
    if (bytes.length > LARGEST_LIST) return { missing: because('list.too-large') };
    return { text: writtenText(bytes, path), form: formOfName(path) ?? 'csv', address: null };
  } catch (error) {
    const why = error instanceof UsageError ? error.message.replace(/\.$/, '') : whyUnread(error);
    return { missing: because('list.file', { why }) };
  }
}

async function textAt(at: URL): Promise<ListText | { readonly missing: Reason }> {
  const fetched = await fetchList(at);
  if ('missing' in fetched) return fetched;
  const form = formOfAnswer(fetched);
  if (form === null) return { missing: because('list.kind', { kind: fetched.contentType || '?' }) };
  return { text: decoded(fetched), form, address: fetched.address };
}

function formOfAnswer({ contentType, address }: Fetched): ListForm | null {
  switch (contentType) {
    case 'text/html':
    case 'application/xhtml+xml':
      return 'html';
    case 'text/csv':
      return 'csv';
    case 'text/markdown':
    case 'text/x-markdown':
      return 'markdown';
    case 'text/plain':
      return formOfName(address.pathname) ?? 'markdown';
    default:
      return null;
  }
}

/** By what the server says, else what the page says of itself; purposes in another alphabet cost no link. */
function decoded({ bytes, charset }: Fetched): string {
  const declared =
    charset ?? /charset=["']?([\w-]+)/i.exec(Buffer.from(bytes.subarray(0, 1024)).toString('latin1'))?.[1];
  try {
    return new TextDecoder(declared ?? 'utf-8').decode(bytes);
  } catch {
    // No encoding that we know.
    return new TextDecoder().decode(bytes);
  }
}

/** A page on which not one share link stands is not the list, but perhaps a form to sign in. */
function listOnPage({ text, form, address }: ListText, reader: Reader, server: string): Listed {
  const page = form === 'html' ? linksInHtml(text) : linksInMarkdown(text);
  if (page === null) return { missing: because('list.too-deep') };
  const links = new Map<string, ListedLink>();
  const others = new Set<string>();
  for (const { url, words } of addressesOn(page, address)) {
    const token = reader.readShareLink(url.href);
    const hash = token === null ? null : reader.hashToken(token);
    if (hash === null) {
      // What leads on within the page's own site is its menu.
      if (url.host !== address?.host) others.add(url.href);
    } else if (!links.has(hash)) {
      links.set(hash, {
        origin: 'page',
        tokenHash: hash,
        purpose: shortText(words.replace(/[\s:;,–—-]+$/u, '')) ?? '',
      });
    }
  }
  if (links.size === 0) return { missing: because('list.no-links', { server: new URL(server).host }) };
  return { links: [...links.values()], others: others.size };
}

function addressesOn({ links, base }: Page, address: URL | null) {
  const from = address === null ? undefined : base === null ? address : (urlOf(base, address) ?? address);
  return links.flatMap((link) => {
    const url = urlOf(link.address, from);
    return url === null ? [] : [{ url, words: link.text }];
  });
}

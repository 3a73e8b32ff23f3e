import type { FileId } from '../../model/ids.ts';
import type { Bytes } from '../../model/units.ts';
import type { ReadingRequest } from '../http/guard.ts';
import { COMMON_PROPERTIES, checksums, NAMESPACES, XML } from './request.ts';

/** Which own rows a SEARCH asks for; small and large files are told apart by `sizeBound`. */
export type SearchedRows = 'all' | 'folders' | 'files' | 'small-files' | 'large-files';

/** What decides which properties a SEARCH asks for. */
export interface SearchedServer {
  readonly major: number;
  /** Nextcloud 31 answers 0 for every file: asked for where the server says that it knows better (API notes, 9b). */
  readonly searchHasUploads: boolean;
}

export interface SearchPage {
  readonly rows: SearchedRows;
  /** Files of so many bytes or more are large. */
  readonly sizeBound: Bytes;
  /** Rows asked for; always sent, for its default differs between versions. */
  readonly limit: number;
  readonly first: number;
}

/**
 * A SEARCH (RFC 5323) of a member's own storage: the owner filter leaves out received shares and mounts. Three keys,
 * for none is unique; the offset counts only in SearchDAV's namespace (Nextcloud API notes, 2.1 to 2.3).
 */
export function ownerSearch(uid: string, server: SearchedServer, page: SearchPage): ReadingRequest {
  const owner = `<d:eq><d:prop><oc:owner-id/></d:prop><d:literal>${escaped(uid)}</d:literal></d:eq>`;
  const which = conditionOf(page);
  const where = which === '' ? owner : `<d:and>${owner}${which}</d:and>`;
  const order = ['d:getlastmodified', 'd:displayname', 'oc:size']
    .map((key) => `<d:order><d:prop><${key}/></d:prop><d:ascending/></d:order>`)
    .join('');
  return {
    method: 'SEARCH',
    path: '/remote.php/dav/',
    headers: { 'Content-Type': 'text/xml; charset=utf-8' },
    body:
      `${XML}<d:searchrequest ${NAMESPACES} xmlns:s="https://github.com/icewind1991/SearchDAV/ns"><d:basicsearch>` +
      `<d:select><d:prop>${searchProperties(server, page.rows)}</d:prop></d:select>` +
      `<d:from><d:scope><d:href>/files/${escaped(uid)}</d:href><d:depth>infinity</d:depth></d:scope></d:from>` +
      `<d:where>${where}</d:where><d:orderby>${order}</d:orderby>` +
      `<d:limit><d:nresults>${page.limit}</d:nresults><s:firstresult>${page.first}</s:firstresult></d:limit>` +
      '</d:basicsearch></d:searchrequest>',
  };
}

/** A SEARCH for the thing of one id in a member's own storage. */
export function searchById(uid: string, id: FileId): ReadingRequest {
  const equals = (property: string, text: string) =>
    `<d:eq><d:prop><oc:${property}/></d:prop><d:literal>${escaped(text)}</d:literal></d:eq>`;
  return {
    method: 'SEARCH',
    path: '/remote.php/dav/',
    headers: { 'Content-Type': 'text/xml; charset=utf-8' },
    body:
      `${XML}<d:searchrequest ${NAMESPACES}><d:basicsearch><d:select><d:prop><oc:fileid/></d:prop></d:select>` +
      `<d:from><d:scope><d:href>/files/${escaped(uid)}</d:href><d:depth>infinity</d:depth></d:scope></d:from>` +
      `<d:where><d:and>${equals('owner-id', uid)}${equals('fileid', id)}</d:and></d:where><d:orderby/>` +
      '<d:limit><d:nresults>1</d:nresults></d:limit></d:basicsearch></d:searchrequest>',
  };
}

/**
 * What is wanted of these rows: of small files neither etags nor checksums. In the answer to a SEARCH every property that a row
 * lacks costs four elements, which no header can leave out.
 */
function searchProperties({ major, searchHasUploads }: SearchedServer, rows: SearchedRows): string {
  const etags = rows === 'small-files' ? '' : '<d:getetag/>';
  if (rows === 'folders') return etags + COMMON_PROPERTIES;
  const uploads = searchHasUploads ? '<nc:upload_time/>' : '';
  return etags + COMMON_PROPERTIES + uploads + (rows === 'small-files' ? '' : checksums(major));
}

function conditionOf({ rows, sizeBound }: SearchPage): string {
  const bound = `<d:prop><oc:size/></d:prop><d:literal>${sizeBound}</d:literal>`;
  if (rows === 'folders') return '<d:is-collection/>';
  if (rows === 'small-files') return `<d:lt>${bound}</d:lt>`;
  return rows === 'large-files' ? `<d:gte>${bound}</d:gte>` : '';
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

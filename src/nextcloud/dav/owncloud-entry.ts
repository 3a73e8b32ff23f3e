import type { Session } from '../http/exchange.ts';
import { isOwnCloud } from '../http/owncloud.ts';
import { type EntryReaderOf, entryReader } from './entry.ts';
import { entryProperties } from './request.ts';
import type { Resource } from './resource.ts';

/** Every uploaded file has a checksum; upload times and types of mounts are not known there. */
const OWNCLOUD_PROPERTIES =
  '<d:getetag/><d:getlastmodified/><d:resourcetype/><oc:fileid/><oc:size/><oc:permissions/><oc:owner-id/>' +
  '<oc:checksums/>';

/** How the entries of a tree are asked for and read. */
export interface EntryDialect {
  readonly properties: string;
  readonly readerOf: EntryReaderOf;
}

/** By the product that the session speaks with. */
export function entryDialect(session: Session, major: number): EntryDialect {
  return isOwnCloud(session)
    ? { properties: OWNCLOUD_PROPERTIES, readerOf: ownCloudEntryReader }
    : { properties: entryProperties(major), readerOf: entryReader };
}

/** Reads what ownCloud 10 gives: mounts by the letters of `oc:permissions`, and no size of a folder that is not scanned. */
export function ownCloudEntryReader(root: string): ReturnType<EntryReaderOf> {
  const read = entryReader(root);
  return (resource) => {
    const isUnscanned = resource.isFolder && resource.size === '';
    return read({
      ...resource,
      mountType: mountTypeBy(resource),
      size: isUnscanned ? '-1' : resource.size,
    });
  };
}

/** S stands in a received share and in all below it, M in an external storage. Without any letter nothing is known to be own. */
function mountTypeBy({ permissions }: Resource): string {
  if (permissions.includes('S')) return 'shared';
  if (permissions.includes('M')) return 'external';
  return permissions === '' ? 'untold' : '';
}

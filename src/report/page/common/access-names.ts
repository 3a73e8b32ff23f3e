import type { AccessSubject, Thing, Way } from '../../../access/types.ts';
import type { ShareKind } from '../../../model/share.ts';
import type { Format } from '../../text/format.ts';
import type { Say } from '../../text/words.ts';
import type { AccessKey, ScriptKey } from './script-keys.ts';

/** How ids of the facts are shown: harmless texts. */
export interface AccessNames {
  person(id: string): string;
  /** Whether an account of the audit. */
  isMember(id: string): boolean;
  /** Antenna and full name of an account, in one line; empty where there is none. */
  about(id: string): string;
  group(id: string): string;
  /** An address, or what the server calls a conversation, a card … */
  outsider(id: string): string;
  domain(id: string): string;
  /** Of a thing in somebody's tree as its owner sees it; of one in a group folder from there. */
  path(place: Thing['place'], path: string): string;
}

/** The language of what is said of access. */
export interface AccessLanguage {
  readonly say: Say<'page', ScriptKey>;
  readonly sayAccess: Say<'access', AccessKey>;
  readonly format: Pick<Format, 'count' | 'shortDay' | 'date' | 'list' | 'language'>;
}

/** A subject in words. */
export function subjectText(
  subject: AccessSubject,
  names: AccessNames,
  { sayAccess }: AccessLanguage,
): string {
  switch (subject.kind) {
    case 'person':
      return names.person(subject.id);
    case 'group':
    case 'circle':
      return names.group(subject.id);
    case 'mail':
      return names.outsider(subject.address);
    case 'domain':
      return names.domain(subject.domain);
    case 'anyone':
      return sayAccess('anyone');
    default:
      return names.outsider(subject.id);
  }
}

/** What kind of subject it is, in words. */
export function kindText(subject: AccessSubject, names: AccessNames, { sayAccess }: AccessLanguage): string {
  if (subject.kind === 'person' && !names.isMember(subject.id)) return sayAccess('kind.account');
  return sayAccess(`kind.${subject.kind}`);
}

/** Whose tree a thing is in; empty for one in a group folder. */
export function ownerText({ place }: Thing, names: AccessNames): string {
  return place.kind === 'member' ? names.person(place.owner) : '';
}

/** A way in words: by whom, on which folder above, shared on by whom. */
export function wayText(way: Way, thing: Thing, names: AccessNames, { sayAccess }: AccessLanguage): string {
  if (way.kind === 'owner') return sayAccess('way.owner');
  if (way.kind === 'space') {
    return way.group === null
      ? sayAccess('way.space')
      : sayAccess('way.spaceGroup', { group: names.group(way.group) });
  }
  const { share, group, above } = way;
  const kind: ShareKind = share.fileRequest ? 'fileRequest' : share.type;
  const base =
    group !== null
      ? sayAccess('way.group', { group: names.group(group) })
      : kind === 'group'
        ? sayAccess('way.toGroup')
        : kind === 'link' && share.hasPassword
          ? sayAccess('way.guarded')
          : sayAccess(`way.${kind}`);
  const placed =
    above === null ? base : sayAccess('way.above', { way: base, folder: names.path(thing.place, above) });
  return share.sharedBy === share.owner
    ? placed
    : sayAccess('way.maker', { way: placed, maker: names.person(share.sharedBy) });
}

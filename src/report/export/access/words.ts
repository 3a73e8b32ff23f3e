import type { AccessShare, AccessSubject, Grant, Way } from '../../../access/types.ts';
import { mayShareOn } from '../../../access/ways.ts';
import { type MemberId, memberId } from '../../../model/ids.ts';
import type { Language } from '../../../model/member.ts';
import type { TreePath } from '../../../model/path/path.ts';
import type { Reason } from '../../../model/reasons/reason.ts';
import { reasonSentence } from '../../../model/reasons/sentence.ts';
import { hasEnd, isOpenToOutside, lastDayOf, rightsOf } from '../../../model/share.ts';

import { type Format, formatter } from '../../text/format.ts';
import { lineSpeaker, type SayLine } from '../../text/lines.ts';
import { reasonSpeaker } from '../../text/reasons.ts';
import { shownName } from '../../text/shown-name.ts';
import { type Say, speaker, type Words } from '../../text/words.ts';
import { type AccessAnswer, type AnswerPlace, type AnswerRun, subjectId, treeOf } from './answer.ts';

/** How the answers for people speak. */
export interface AccessSpeech {
  readonly words: Words;
  readonly language: Language;
  /** IANA time zone of the days. */
  readonly zone: string;
  /** Makes ids, addresses and paths harmless for where they are shown. */
  readonly shown: (text: string) => string;
}

/** The parts of an answer in words of one language. */
export interface AccessWords {
  /** Sentences around the parts. */
  readonly say: SayLine;
  run(run: AnswerRun): string;
  subject(subject: AccessSubject): string;
  /** The person or group folder in whose tree a thing lies. */
  tree(place: AnswerPlace): string;
  /** From the root of its tree; a folder with a slash behind it. */
  path(path: TreePath, isFolder: boolean | null): string;
  rights(grant: Grant): string;
  /** By which way a subject has it, since when, until when. */
  way(way: Way, subject: AccessSubject): string;
  reason(reason: Reason): string;
}

interface Speaking extends Pick<AccessSpeech, 'shown'> {
  readonly say: Say<'access'>;
  readonly format: Format;
  readonly person: (id: MemberId) => string;
  readonly quoted: (text: string) => string;
}

/** Words for an answer. */
export function accessWords(
  { facts, names }: Pick<AccessAnswer, 'facts' | 'names'>,
  { words, language, zone, shown }: AccessSpeech,
): AccessWords {
  const say = lineSpeaker(words, language);
  const format = formatter(language, zone);
  const sayReason = reasonSpeaker(words, language);
  const person = (id: MemberId) => {
    const name = names.get(id);
    return name === undefined || name === id ? shown(id) : `${shownName(name)} (${shown(id)})`;
  };
  const quoted = (text: string) => say('access.quoted', { text });
  const speaking = { say: speaker(words, 'access', language), format, shown, person, quoted };
  return {
    say,
    run: ({ id, at }) => say('access.run', { run: id, day: format.day(at) }),
    subject: (subject) => subjectText(subject, speaking),
    tree: (place) => {
      const { kind, name } = treeOf(place, facts);
      return kind === 'member' ? person(memberId(name)) : `${shown(name)} (${speaking.say('way.space')})`;
    },
    path: (path, isFolder) =>
      path.startsWith('/')
        ? shown(isFolder === true && path !== '/' ? `${path}/` : path)
        : say('access.somewhere', { name: shown(path) }),
    rights: (grant) => {
      const rights = speaking.say(`rights.${rightsOf(grant)}`);
      return mayShareOn(grant) ? speaking.say('rights.sharing', { rights }) : rights;
    },
    way: (way, subject) => wayParts(way, subject, speaking).join(' · '),
    reason: (reason) => sayReason({ reason: reasonSentence([reason]), reasons: [reason] }),
  };
}

function subjectText(subject: AccessSubject, { say, shown, person }: Speaking): string {
  if (subject.kind === 'anyone') return say('anyone');
  if (subject.kind === 'person') return person(subject.id);
  const name = shown(subjectId(subject) ?? '');
  return subject.kind === 'mail' || subject.kind === 'federated'
    ? name
    : `${name} (${say(`kind.${subject.kind}`)})`;
}

function wayParts(way: Way, subject: AccessSubject, speaking: Speaking): readonly string[] {
  const { say, shown } = speaking;
  if (way.kind === 'owner') return [say('way.owner')];
  if (way.kind === 'share') return shareParts(way, subject, speaking);
  return [way.group === null ? say('way.space') : say('way.spaceGroup', { group: shown(way.group) })];
}

function shareParts(
  { share, group, above }: Extract<Way, { readonly kind: 'share' }>,
  subject: AccessSubject,
  speaking: Speaking,
): readonly string[] {
  const { say, shown, person, quoted } = speaking;
  let way = group === null ? shareText(share, say) : say('way.group', { group: shown(group) });
  if (above !== null) way = say('way.above', { way, folder: shown(above) });
  if (share.sharedBy !== share.owner) way = say('way.maker', { way, maker: person(share.sharedBy) });
  // Of a domain nothing else says to which of its addresses.
  const to = subject.kind === 'domain' && share.recipient !== null ? [shown(share.recipient)] : [];
  const label = share.label === '' ? [] : [quoted(shownName(share.label))];
  return [way, ...to, ...label, ...dateParts(share, speaking)];
}

function shareText(share: AccessShare, say: Say<'access'>): string {
  if (share.fileRequest) return say('way.fileRequest');
  if (share.type === 'group') return say('way.toGroup');
  return share.type === 'link' && share.hasPassword ? say('way.guarded') : say(`way.${share.type}`);
}

/** That there is no end is worth a word where the share leads outside. */
function dateParts(share: AccessShare, { say, format }: Speaking): readonly string[] {
  const last = lastDayOf(share);
  const since = say('since', {
    day: share.createdAt === null ? say('unknown') : format.day(share.createdAt),
  });
  if (last !== null) return [since, say('until', { day: format.date(last) })];
  if (hasEnd(share)) return [since, say('until', { day: say('unknown') })];
  return isOpenToOutside(share) ? [since, say('noEnd')] : [since];
}

import type { HeldReason, Undelivered } from '../../model/mail.ts';
import type { Language } from '../../model/member.ts';
import type { ReportInput } from '../input.ts';
import { shownName } from './shown-name.ts';
import { type Say, speaker, type Words } from './words.ts';

const LONGEST_REPLY = 200;

/** What became of the mails to the members, in words. */
export interface DeliveryView {
  /** Why mails were held back; null when none were. */
  readonly held: {
    readonly heading: string;
    readonly reasons: readonly string[];
    readonly how: string;
    /** A few words for a line. */
    readonly short: string;
  } | null;
  /** Mails that were not surely handed over; null when there are none. */
  readonly undelivered: {
    readonly heading: string;
    readonly rows: readonly UndeliveredRow[];
  } | null;
  /** Why sending stopped for all; null when it did not. */
  readonly stopped: {
    /** A few words for a line. */
    readonly short: string;
    /** The mail server's last words. */
    readonly reply: string;
  } | null;
}

export interface UndeliveredRow {
  readonly member: string;
  readonly state: string;
  readonly reply: string;
  readonly todo: string;
  /** All of it in a sentence. */
  readonly line: string;
}

/** The delivery of a run's mails in one language; nothing where it went well or has not begun. */
export function deliveryView({ delivery, words }: ReportInput, language: Language): DeliveryView {
  const say = speaker(words, 'delivery', language);
  const { held, undelivered, resuming = false } = delivery;
  const common = undelivered.filter(({ isCommon }) => isCommon === true);
  const own = undelivered.filter(({ isCommon }) => isCommon !== true);
  const n = undelivered.length;
  const isFirst = held.every(({ kind }) => kind === 'first');
  return {
    held:
      held.length === 0
        ? null
        : {
            heading: say(isFirst ? 'held.headingFirst' : 'held.heading'),
            reasons: held.map((reason) => heldSentence(reason, words, language)),
            how: say(isFirst ? 'held.howFirst' : 'held.how'),
            short: say('held.short'),
          },
    undelivered:
      n === 0
        ? null
        : {
            heading: say(resuming && own.length === 0 ? 'resumed.heading' : 'undelivered.heading', { n }),
            rows: [...commonRow(common, resuming, say), ...own.map((one) => rowOf(one, say))],
          },
    stopped:
      common.length === 0 || resuming ? null : { short: say('undelivered.short'), reply: repliesOf(common) },
  };
}

/** Why mails were held back, as a sentence. */
export function heldSentence(reason: HeldReason, words: Words, language: Language): string {
  const say = speaker(words, 'delivery', language);
  switch (reason.kind) {
    case 'unread':
      return say('held.unread', reason);
    case 'many':
      return say('held.many', reason);
    case 'drop':
      return say('held.drop', reason);
    case 'more':
      return say('held.more', reason);
    case 'first':
      return say('held.first', reason);
    case 'restored':
      return say('held.restored', reason);
    case 'vanished':
      return say('held.vanished', reason);
    case 'address':
      return say('held.address', { member: shownName(reason.member) });
  }
}

/** What has one cause is said once, with its number: nobody's address is to be looked at. */
function commonRow(
  common: readonly Undelivered[],
  resuming: boolean,
  say: Say<'delivery'>,
): readonly UndeliveredRow[] {
  if (common.length === 0) return [];
  const state = resuming ? 'resumed' : 'stopped';
  const words = {
    member: say('undelivered.mails', { n: common.length }),
    state: say(`state.${state}`),
    todo: say(`todo.${state}`),
  };
  const reply = repliesOf(common);
  const line = say('undelivered.line', words);
  return [{ ...words, reply, line: reply === '' ? line : `${line} (${reply})` }];
}

/** What the server answered to them last. */
function repliesOf(common: readonly Undelivered[]): string {
  const answer = common.findLast(({ reply }) => reply !== null)?.reply ?? '';
  return shownName(answer, LONGEST_REPLY);
}

function rowOf({ member, state, reply }: Undelivered, say: Say<'delivery'>): UndeliveredRow {
  const words = { member: shownName(member), state: say(`state.${state}`), todo: say(`todo.${state}`) };
  const answer = reply === null ? '' : shownName(reply, LONGEST_REPLY);
  return { ...words, reply: answer, line: say('undelivered.line', words) };
}

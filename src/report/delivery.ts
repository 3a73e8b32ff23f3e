import type { HeldReason, Undelivered } from '../model/mail.ts';
import type { Language } from '../model/member.ts';
import type { ReportInput } from './input.ts';
import { shownName } from './shown-name.ts';
import { type Catalogue, type Say, speaker } from './words.ts';
import type { DeliveryKey } from './words-delivery-fr.ts';

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
  const say = speaker(words.delivery, language);
  const { held = [], undelivered = [] } = delivery ?? {};
  return {
    held:
      held.length === 0
        ? null
        : {
            heading: say('held.heading'),
            reasons: held.map((reason) => heldSentence(reason, words.delivery, language)),
            how: say('held.how'),
            short: say('held.short'),
          },
    undelivered:
      undelivered.length === 0
        ? null
        : {
            heading: say('undelivered.heading', { n: undelivered.length }),
            rows: undelivered.map((one) => rowOf(one, say)),
          },
  };
}

/** Why mails were held back, as a sentence. */
export function heldSentence(
  { kind, ...facts }: HeldReason,
  catalogue: Catalogue<DeliveryKey>,
  language: Language,
): string {
  const params = 'member' in facts ? { member: shownName(facts.member) } : facts;
  return speaker(catalogue, language)(`held.${kind}`, params);
}

function rowOf({ member, state, reply }: Undelivered, say: Say<DeliveryKey>): UndeliveredRow {
  const words = { member: shownName(member), state: say(`state.${state}`), todo: say(`todo.${state}`) };
  const said = reply === null ? '' : shownName(reply, LONGEST_REPLY);
  return { ...words, reply: said, line: say('undelivered.line', words) };
}

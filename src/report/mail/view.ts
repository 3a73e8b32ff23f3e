import type { ActionKind } from '../../model/check-info.ts';
import type { MailOccasion } from '../../model/mail.ts';
import type { Language } from '../../model/member.ts';
import type { Part } from '../text/words.ts';

/** A sentence of the mail; `plain` is how the text part writes it, with addresses written out. */
export interface Line {
  readonly parts: readonly Part[];
  readonly plain: string;
}

export type Tone = 'calm' | 'amber' | 'red';

export interface GaugeView {
  readonly used: string;
  readonly of: string;
  readonly chip: string;
  readonly tone: Tone;
  /** Width of the filled and of the empty cell, percent; an empty one is left out. */
  readonly filled: number;
  readonly empty: number;
  readonly alt: string;
  /** `[####......]`. */
  readonly bar: string;
}

/** One thing of a card. */
export interface RowView {
  readonly title: string;
  readonly href: string;
  /** What removing it frees; null where that is not what is asked for. */
  readonly size: string | null;
  /** Where it lies and since when it is open. */
  readonly where: string | null;
  /** What is true of this thing and not of all of the card, one sentence after the other. */
  readonly text: string | null;
  readonly ask: Line | null;
}

export interface ButtonView {
  readonly text: string;
  /** Unlike those of the other cards. */
  readonly label: string;
  readonly href: string;
}

/** All things about which the same is to be done. */
export interface CardView {
  readonly rank: number;
  readonly action: ActionKind;
  /** How many things it is about, also those that it does not name. */
  readonly count: number;
  readonly title: string;
  readonly chip: { readonly text: string; readonly tone: 'red' | 'calm' } | null;
  /** What is true of all its things, and what to do. */
  readonly why: string | null;
  /** Whom to ask first, where that is the same for all that it names; each then does not repeat it. */
  readonly ask: Line | null;
  readonly rows: readonly RowView[];
  readonly more: Line | null;
  /** Where to click. */
  readonly how: Line;
  /** Null where there are several things, each with its own link. */
  readonly button: (ButtonView & { readonly filled: boolean }) | null;
  /** Where the member answers about it in the portal; null without one. */
  readonly answer: ButtonView | null;
}

/** What can be done where the space is short, beyond what the cards ask for. */
export interface SpaceView {
  readonly heading: string;
  readonly intro: string | null;
  /** The largest files that no card names. */
  readonly files: readonly Line[];
  readonly lines: readonly string[];
  readonly how: Line;
}

/** One way out of the member's things. */
export interface OpenRow {
  readonly name: string;
  readonly href: string;
  /** Which kind of way, and to whom. */
  readonly way: string;
  /** By whom, and since when. */
  readonly made: string;
  readonly protection: string;
  readonly until: string;
  /** What is asked for, as in the cards; else how to change it. */
  readonly action: string;
  /** Whoever gets its address gets in. */
  readonly alarming: boolean;
}

/** How every mail begins, whoever it is to. */
export interface MailHead {
  readonly language: Language;
  readonly subject: string;
  readonly preheader: string;
  readonly sender: string;
  readonly month: string;
  readonly hello: string;
  readonly title: string;
}

/** All that both parts of a member's mail say; templates only lay it out. Lists are never left out, only empty. */
export interface MailView extends MailHead {
  readonly gauge: GaugeView | null;
  readonly state: readonly string[];
  readonly since: {
    readonly heading: string;
    readonly lines: readonly (Line & { readonly good: boolean })[];
  } | null;
  readonly actions: {
    readonly heading: string;
    readonly intro: string;
    readonly items: readonly CardView[];
    readonly more: Line | null;
  } | null;
  /** The yearly question about what is old. */
  readonly useful: {
    readonly heading: string;
    readonly intro: string;
    readonly items: readonly Line[];
    readonly how: Line;
  } | null;
  /** What was answered by a link since the last mail, so that nobody answers for somebody else unseen. */
  readonly answers: {
    readonly heading: string;
    readonly lines: readonly Line[];
    readonly notYou: string;
  } | null;
  /** Where the member answers in the portal; null without one, or where there is nothing to answer. */
  readonly page: {
    readonly heading: string | null;
    readonly text: string | null;
    readonly button: string;
    readonly href: string;
  } | null;
  /** Where to make room beyond the cards; null where there is room. */
  readonly space: SpaceView | null;
  readonly notes: { readonly heading: string; readonly lines: readonly Line[] } | null;
  readonly open: {
    readonly heading: string;
    readonly intro: string;
    readonly what: string;
    readonly how: string;
    readonly rows: readonly OpenRow[];
    readonly more: string | null;
  } | null;
  readonly question: { readonly heading: string; readonly lines: readonly Line[] };
  readonly often: Line;
  readonly privacy: readonly Line[];
  readonly signature: string;
}

/** What a mail is for: to act, to thank, to say that nothing could be read, or once a year that all is well. */
export type Occasion = MailOccasion;

/** A mail to one member: what it says and where it goes. */
export interface MemberMail {
  readonly kind: 'member';
  readonly member: string;
  readonly occasion: Occasion;
  readonly run: { readonly id: number; readonly startedAt: string };
  /** One bare address. */
  readonly to: string;
  /** The referent, else the organisation's address; null when neither is known. */
  readonly replyTo: string | null;
  /** Subject of the prepared mail that stops these mails. */
  readonly stopSubject: string;
  /** Where a POST ends these mails; null without a portal. */
  readonly unsubscribe: string | null;
  readonly view: MailView;
}

/** A sentence whose text form is that of its parts, each address after what leads to it. */
export function line(parts: readonly Part[], plain = plainOf(parts)): Line {
  return { parts: parts.map(bound), plain };
}

/** A short link does not break over two lines. */
function bound(part: Part): Part {
  const isShort = part.href !== null && part.text.split(' ').length <= 4;
  return isShort ? { ...part, text: part.text.replaceAll(' ', '\u00a0') } : part;
}

function plainOf(parts: readonly Part[]): string {
  return parts
    .map(({ text, href }) => (href === null || href.startsWith('mailto:') ? text : `${text} ${href}`))
    .join('');
}

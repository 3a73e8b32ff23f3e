import type { Language } from '../../../model/member.ts';
import { addressIdentity } from '../../../model/text/mail-address.ts';
import type { ReportInput } from '../../input.ts';
import { formatter } from '../../text/format.ts';
import { shownName } from '../../text/shown-name.ts';
import { partsSpeaker, speaker } from '../../text/words.ts';
import { capitalised } from '../thing-words.ts';
import { type Line, line, type MailHead } from '../view.ts';
import { type Antenna, antennaOf, type Referent } from './antenna.ts';
import { type ReferentContext, referentSections, totalLines } from './referent-sections.ts';
import type { SectionView } from './section.ts';

/** What both parts of a referent's mail say. */
export interface ReferentMailView extends MailHead {
  readonly intro: string;
  readonly lines: readonly Line[];
  readonly sections: readonly SectionView[];
  readonly question: Line;
  readonly why: string;
}

/** The mail to one referent. */
export interface ReferentMail {
  readonly kind: 'referent';
  readonly run: { readonly id: number; readonly startedAt: string };
  readonly to: string;
  readonly replyTo: string | null;
  readonly stopSubject: string;
  readonly view: ReferentMailView;
}

/**
 * Who of a referent's antenna needs a hand, and what of theirs everybody can open: of files it names nothing else. Null
 * where there is nothing to do.
 */
export function referentMailFor(input: ReportInput, { mail, groups }: Referent): ReferentMail | null {
  const antenna = antennaOf(input, groups);
  const n = pointsOf(antenna);
  if (n === 0) return null;
  const { words, organisation } = input;
  const language = languageOf(mail, input);
  const context: ReferentContext = {
    ...{ input, antenna },
    say: speaker(words, 'referent', language),
    parts: partsSpeaker(words, 'referent', language),
    format: formatter(language, organisation.timezone),
  };
  const { id, startedAt } = input.result.run;
  return {
    kind: 'referent',
    run: { id, startedAt },
    to: mail,
    replyTo: organisation.replyTo,
    stopSubject: speaker(words, 'mail', language)('often.subjectNever'),
    view: referentView(context, language, {
      n,
      name: context.format.list(groups.map((one) => shownName(one))),
    }),
  };
}

/** The lines of all lists of the mail, also those beyond what it shows. */
function pointsOf({ nearlyFull, openToAll, withoutAccess, left }: Antenna): number {
  return nearlyFull.length + openToAll.length + withoutAccess.length + left.length;
}

function referentView(
  context: ReferentContext,
  language: Language,
  { n, name }: { readonly n: number; readonly name: string },
): ReferentMailView {
  const { input, say, format } = context;
  const { words, organisation, result } = input;
  const ofMember = speaker(words, 'mail', language);
  const isNamed = organisation.name !== '' && organisation.name !== 'Nextcloud';
  const intro = say('intro', { antenna: name });
  return {
    language,
    subject: say('subject.points', { antenna: name, n }),
    preheader: intro,
    sender: isNamed ? ofMember('sender.named', { name: organisation.name }) : ofMember('sender.plain'),
    month: capitalised(format.month(Date.parse(result.run.startedAt))),
    hello: ofMember('hello'),
    title: say('title.points', { n }),
    intro,
    lines: totalLines(context),
    sections: referentSections(context),
    question: questionLine(input, language),
    why: say('why', { antenna: name }),
  };
}

/** A referent who is a member reads the language of the account. */
function languageOf(mail: string, { contacts, organisation }: ReportInput): Language {
  const identity = addressIdentity(mail);
  const own = [...contacts.values()].find(
    (contact) => contact.mail !== null && addressIdentity(contact.mail) === identity,
  );
  return own?.language ?? organisation.language;
}

function questionLine({ words, organisation: { replyTo: address } }: ReportInput, language: Language): Line {
  const parts = partsSpeaker(words, 'mail', language);
  return line(
    address === null
      ? parts('question.plain')
      : parts('question.reply', { address }, { mail: `mailto:${address}` }),
  );
}

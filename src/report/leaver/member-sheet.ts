import type { ReportInput } from '../input.ts';
import { sharesText, spaceText } from './admin-sheet.ts';
import type { LeaverFacts } from './facts.ts';
import { elsewhereSection, groupFolderSection, outsideSection, sharedSection } from './sections.ts';
import type { Sheet, SheetSection, SheetStep } from './sheet.ts';
import { closingText, type SheetWording, shown } from './wording.ts';

/** "What to hand over before you go": the short version, for the member. */
export function memberSheet(
  facts: LeaverFacts,
  input: Pick<ReportInput, 'organisation' | 'contacts' | 'referents'>,
  wording: SheetWording,
): Sheet {
  const { say, format, language } = wording;
  const { member, of } = facts;
  const name = member.name === '' ? member.id : member.name;
  return {
    language,
    title: say('member.title'),
    subtitle: say('subtitle', {
      organisation: shown(input.organisation.name),
      day: format.date(of.day),
      run: of.run,
    }),
    intro: say('member.intro'),
    facts: [
      {
        label: say('fact.account'),
        value: say('member.account', { name: shown(name), uid: shown(member.id) }),
      },
      { label: say('fact.space'), value: spaceText(facts, wording) },
      { label: say('fact.shares'), value: sharesText(facts, wording) },
    ],
    sections: sectionsOf(facts, wording),
    steps: { title: say('member.steps.title'), note: '', rows: stepsOf(facts, input, wording) },
  };
}

function sectionsOf(facts: LeaverFacts, wording: SheetWording): readonly SheetSection[] {
  const { say } = wording;
  const around = (part: 'shared' | 'outside' | 'elsewhere') => ({
    title: say(`member.${part}.title`),
    note: say(`member.${part}.note`),
    none: facts.sharesOf === null && part !== 'elsewhere' ? say('unknown') : say(`member.${part}.none`),
  });
  const last = facts.groupFolders.filter(({ isLast }) => isLast);
  const folders = {
    title: say('member.groupFolders.title'),
    note: say('member.groupFolders.note'),
    none: '',
  };
  return [
    sharedSection(facts, around('shared'), wording),
    outsideSection(facts, around('outside'), wording, 'member'),
    elsewhereSection(facts, around('elsewhere'), wording, 'member'),
    ...(last.length === 0 ? [] : [groupFolderSection(last, folders, wording)]),
  ];
}

function stepsOf(
  facts: LeaverFacts,
  input: Pick<ReportInput, 'organisation' | 'contacts' | 'referents'>,
  wording: SheetWording,
): readonly SheetStep[] {
  const { say } = wording;
  const isUsed = facts.shared.length + facts.outside.length > 0;
  const how = closingText(facts, wording);
  const contact = referentOf(facts, input);
  const step = (kind: 'agree' | 'transfer' | 'keep') => ({
    title: say(`member.step.${kind}.title`),
    text: say(`member.step.${kind}.text`),
    address: '',
    commands: [],
  });
  return [
    ...(isUsed ? [step('agree'), step('transfer')] : []),
    ...(facts.outside.length === 0
      ? []
      : [
          {
            title: say('member.step.close.title'),
            text: say('member.step.close.text', { how }),
            address: '',
            commands: [],
          },
        ]),
    step('keep'),
    {
      title: say('member.step.report.title'),
      text: say('member.step.report.text', { contact: contact?.name ?? say('member.contact') }),
      address: contact?.mail ?? input.organisation.replyTo ?? '',
      commands: [],
    },
  ];
}

/** The referent of the member's antenna; undefined where there is none. */
function referentOf(
  { member }: LeaverFacts,
  { contacts, referents }: Pick<ReportInput, 'contacts' | 'referents'>,
) {
  const antenna = contacts.get(member.id)?.antenna ?? null;
  return referents.find(({ group }) => group === antenna);
}

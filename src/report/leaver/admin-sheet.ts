import { shownShellWord } from '../../model/text/shell-word.ts';
import type { ReportInput } from '../input.ts';
import type { LeaverFacts } from './facts.ts';
import { elsewhereSection, groupFolderSection, outsideSection, sharedSection } from './sections.ts';
import type { Sheet, SheetSection, SheetStep } from './sheet.ts';
import { type Command, ownThings, type Step, stepsOf } from './steps.ts';
import { closingText, rowsOf, type SheetWording, shown, userText } from './wording.ts';

/** Names that a sentence has room for. */
const MOST_NAMES = 12;
const MOST_COMMANDS = 30;

/** The sheet for whoever settles the account. */
export function adminSheet(
  facts: LeaverFacts,
  { organisation }: Pick<ReportInput, 'organisation'>,
  wording: SheetWording,
): Sheet {
  const { say, format, language } = wording;
  const { member, of } = facts;
  const name = member.name === '' ? member.id : member.name;
  return {
    language,
    title: say('title', { name: shown(name) }),
    subtitle: say('subtitle', {
      organisation: shown(organisation.name),
      day: format.date(of.day),
      run: of.run,
    }),
    intro: say('intro'),
    facts: [
      { label: say('fact.account'), value: accountText(facts, wording) },
      { label: say('fact.groups'), value: member.groups.map(shown).join(', ') || say('groups.none') },
      { label: say('fact.login'), value: loginText(facts, wording) },
      { label: say('fact.space'), value: spaceText(facts, wording) },
      { label: say('fact.shares'), value: sharesText(facts, wording) },
    ],
    sections: [
      sharedSection(facts, around(facts, 'shared', wording), wording),
      outsideSection(facts, around(facts, 'outside', wording), wording, 'admin'),
      elsewhereSection(
        facts,
        {
          title: say('part.elsewhere.title'),
          note: say('part.elsewhere.note'),
          none: say('part.elsewhere.none'),
        },
        wording,
        'admin',
      ),
      groupFolderSection(
        facts.groupFolders,
        {
          title: say('part.groupFolders.title'),
          note: say('part.groupFolders.note'),
          none: say('part.groupFolders.none'),
        },
        wording,
      ),
      unreadSection(facts, wording),
    ],
    steps: {
      title: say('steps.title'),
      note: say('steps.note', { successor: say('successor') }),
      rows: stepsOf(facts, say('successor')).map((step) => stepText(step, facts, wording)),
    },
  };
}

/** That nothing is shared is known only where the shares were read. */
function around(facts: LeaverFacts, part: 'shared' | 'outside', { say }: SheetWording) {
  const none = facts.sharesOf === null ? say('unknown') : say(`part.${part}.none`);
  return { title: say(`part.${part}.title`), note: say(`part.${part}.note`), none };
}

function accountText({ member }: LeaverFacts, { say }: SheetWording): string {
  return say('account', { uid: shown(member.id), state: member.enabled ? 'enabled' : 'disabled' });
}

function loginText({ member }: LeaverFacts, { say, format }: SheetWording): string {
  return member.lastLogin === null ? say('login.never') : format.day(Date.parse(member.lastLogin));
}

/** Bytes and number of files, each with when it was read. */
export function spaceText({ space, of }: LeaverFacts, { say, format }: SheetWording): string {
  const { bytes, files, trashBytes } = space;
  const day = format.date(of.day);
  const isNow = files !== null && files.of.run === of.run;
  const parts = [
    bytes === null
      ? say('space.unknown')
      : isNow
        ? say('space.now', { bytes: format.bytes(bytes), n: files.count, day })
        : say('space.server', { bytes: format.bytes(bytes), day }),
    files === null || isNow
      ? ''
      : say('space.then', { n: files.count, day: format.date(files.of.day), run: files.of.run }),
    trashBytes === null || trashBytes === 0 ? '' : say('space.trash', { bytes: format.bytes(trashBytes) }),
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

/** Of which run its shares are. */
export function sharesText({ sharesOf, of }: LeaverFacts, { say, format }: SheetWording): string {
  if (sharesOf === null) return say('shares.never');
  const day = format.date(sharesOf.day);
  return sharesOf.run === of.run
    ? say('shares.now', { day })
    : say('shares.then', { day, run: sharesOf.run });
}

function unreadSection(facts: LeaverFacts, wording: SheetWording): SheetSection {
  const { say, sayReason } = wording;
  const own = facts.member.coverage.reason === null ? [] : [sayReason(facts.member.coverage)];
  const gaps = facts.gaps.map((gap) => sayReason({ reason: '', reasons: [gap] }));
  const lines = [...new Set([...own, ...gaps])];
  const title = say('part.unread.title');
  if (lines.length === 0) return { title, note: say('part.unread.none'), columns: [], rows: [], more: '' };
  return { title, note: say('part.unread.note'), columns: [], ...rowsOf(lines, wording, (line) => [line]) };
}

function stepText(step: Step, facts: LeaverFacts, wording: SheetWording): SheetStep {
  const { say } = wording;
  const left = step.commands.length - MOST_COMMANDS;
  const text = [
    sentenceOf(step, facts, wording),
    step.unnamed > 0 ? say('step.transfer.unnamed', { n: step.unnamed }) : '',
    left > 0 ? say('more', { n: left }) : '',
  ];
  return {
    title: isOnlyTransfer(step, facts) ? say('step.transferAll.only') : say(`step.${step.kind}.title`),
    text: text.filter((part) => part !== '').join(' '),
    address: '',
    commands: step.commands.slice(0, MOST_COMMANDS).map(commandText),
  };
}

/** Whether a step leaves nothing to choose from: no single thing is to be handed over. */
function isOnlyTransfer({ kind }: Step, facts: LeaverFacts): boolean {
  return kind === 'transferAll' && ownThings(facts).length === 0;
}

function sentenceOf({ kind }: Step, facts: LeaverFacts, wording: SheetWording): string {
  const { say, format } = wording;
  const { sharesOf, of } = facts;
  switch (kind) {
    case 'inform': {
      const names = usersOf(facts, wording);
      return say('step.inform.text', { n: names.length, names: format.list(names) });
    }
    case 'verify':
      return say(sharesOf?.run === of.run ? 'step.verify.text' : 'step.verify.then');
    case 'close':
      return say('step.close.text', { how: closingText(facts, wording) });
    case 'groupFolders': {
      const last = facts.groupFolders.filter(({ isLast }) => isLast).map(({ name }) => shown(name));
      return say('step.groupFolders.text', { folders: last.join(', ') });
    }
    default:
      return say(`step.${kind}.text`);
  }
}

/** Who uses what the member shares and can be asked: groups and other ways by name, people by theirs. */
function usersOf({ shared }: LeaverFacts, wording: SheetWording): readonly string[] {
  const names = new Set(
    shared.flatMap(({ shares, people }) =>
      shares.flatMap((share) => {
        const isGone = share.type === 'user' && !people.some((id) => id === share.recipient);
        return share.recipient === null || isGone ? [] : [userText(share, wording)];
      }),
    ),
  );
  const all = [...names];
  const more = all.length - MOST_NAMES;
  return more > 0 ? [...all.slice(0, MOST_NAMES), wording.say('more', { n: more })] : all;
}

/** What stands behind the command's own words is quoted: it may be a name from outside. */
function commandText([program, command = '', ...rest]: Command): string {
  return [program, command, ...rest.map(shownShellWord)].join(' ');
}

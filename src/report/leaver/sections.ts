import { nameOf } from '../../model/path/path.ts';
import { isOwn } from './draw-facts.ts';
import type { LeaverFacts } from './facts.ts';
import type { SheetSection } from './sheet.ts';
import {
  endText,
  howText,
  ownerText,
  purposeText,
  rightsText,
  rowsOf,
  type SheetWording,
  shown,
  sinceText,
  usersText,
  waysText,
} from './wording.ts';

/** What is said around a table: to the admin, or to the member. */
interface Around {
  readonly title: string;
  readonly note: string;
  readonly none: string;
}

/** Own things that colleagues use. */
export function sharedSection(facts: LeaverFacts, around: Around, wording: SheetWording): SheetSection {
  const { say } = wording;
  const columns = [say('column.thing'), say('column.users'), say('column.since')];
  const row = (one: LeaverFacts['shared'][number]) => [
    shown(one.thing.path),
    usersText(one, wording),
    sinceText(
      one.shares.map(({ createdAt }) => createdAt),
      wording,
    ),
  ];
  return section(around, columns, facts.shared, row, wording);
}

/** What is open to the outside by the member. */
export function outsideSection(
  facts: LeaverFacts,
  around: Around,
  wording: SheetWording,
  reader: 'admin' | 'member',
): SheetSection {
  const { say } = wording;
  const columns = [
    say('column.thing'),
    say('column.how'),
    say('column.purpose'),
    say('column.since'),
    say('column.end'),
  ];
  const row = (one: LeaverFacts['outside'][number]) => [
    isOwn(one.thing, facts.member.id)
      ? shown(one.thing.path)
      : say('thing.of', {
          path: thingText(one.thing.path, reader),
          owner: ownerText(one.thing, facts, wording),
        }),
    howText(one.share, wording),
    purposeText(one, wording),
    sinceText([one.share.createdAt], wording),
    endText(one.share, wording),
  ];
  return section(around, columns, facts.outside, row, wording);
}

/** What others share with the member. */
export function elsewhereSection(
  facts: LeaverFacts,
  around: Around,
  wording: SheetWording,
  reader: 'admin' | 'member',
): SheetSection {
  const { say } = wording;
  const columns = [say('column.thing'), say('column.owner'), say('column.rights'), say('column.way')];
  const row = (one: LeaverFacts['elsewhere'][number]) => [
    thingText(one.thing.path, reader),
    ownerText(one.thing, facts, wording),
    rightsText(one, wording),
    waysText(one, wording),
  ];
  return section(around, columns, facts.elsewhere, row, wording);
}

/** Group folders, each with who of its groups is left. */
export function groupFolderSection(
  folders: LeaverFacts['groupFolders'],
  around: Around,
  wording: SheetWording,
): SheetSection {
  const { say } = wording;
  const left = ({ id, left }: LeaverFacts['groupFolders'][number]['groups'][number]) => {
    const group = shown(id);
    if (left === null) return say('left.unknown', { group });
    return left === 0 ? say('left.none', { group }) : say('left.some', { n: left, group });
  };
  const row = ({ name, groups }: LeaverFacts['groupFolders'][number]) => [
    shown(name),
    groups.length === 0 ? say('left.untold') : groups.map(left).join(', '),
  ];
  return section(around, [say('column.folder'), say('column.left')], folders, row, wording);
}

function section<One>(
  { title, note, none }: Around,
  columns: readonly string[],
  all: readonly One[],
  row: (one: One) => readonly string[],
  wording: SheetWording,
): SheetSection {
  if (all.length === 0) return { title, note: none, columns: [], rows: [], more: '' };
  return { title, note, columns, ...rowsOf(all, wording, row) };
}

/** Where a thing of somebody else lies with its owner is that person's: the member sees its name alone. */
function thingText(path: string, reader: 'admin' | 'member'): string {
  return shown(reader === 'admin' ? path : nameOf(path));
}

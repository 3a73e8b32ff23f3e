import { subjectDomain } from '../../../access/keys.ts';
import type { AccessShare, AccessSubject } from '../../../access/types.ts';
import { widerFolders } from '../../../access/wider.ts';
import { shareKey } from '../../../model/share.ts';
import { outsideText } from '../../../model/text/outside-text.ts';
import { accessOf, freshAccess, isFreshWay } from '../../figures/access.ts';
import type { ReportInput } from '../../input.ts';
import { speaker } from '../../text/words.ts';
import type { AccessLanguage, AccessNames } from '../common/access-names.ts';
import {
  FOLDER_COLUMNS,
  folderRow,
  isOutside,
  type ReachTotals,
  SUBJECT_CHIPS,
  SUBJECT_COLUMNS,
  subjectPasses,
  subjectRow,
  totalsOf,
} from '../common/access-rows.ts';
import {
  FOLDER_CHIPS,
  type FolderMarks,
  type FolderPlace,
  folderPasses,
  folderTree,
  openFolders,
} from '../common/folder-tree.ts';
import type { PageLocale } from '../locale.ts';
import { MOST_STATIC_ROWS } from '../rows.ts';

/** Who sees what: those outside, and shared folders with who reaches them. What is asked of others, the script answers. */
export function accessView(input: ReportInput, locale: PageLocale, withRows: boolean) {
  const language = accessLanguage(input, locale);
  return {
    words: wordsOf(language),
    subjects: subjectsView(input, language, locale, withRows),
    folders: foldersView(input, language, locale, withRows),
  };
}

interface OutsideRow {
  readonly subject: AccessSubject;
  readonly totals: ReachTotals;
}

const known = {
  outside: new WeakMap<ReportInput, readonly OutsideRow[]>(),
  folders: new WeakMap<ReportInput, readonly (FolderPlace & FolderMarks)[]>(),
};

/** Those who may be without an account, and the domains of their addresses; who reaches most comes first. */
export function outsideRows(input: ReportInput): readonly OutsideRow[] {
  const made = known.outside.get(input);
  if (made !== undefined) return made;
  const model = accessOf(input);
  const outside = model.subjects().filter(isOutside);
  const domains = new Set(outside.map(subjectDomain).filter((domain) => domain !== null));
  const all: readonly AccessSubject[] = [
    ...outside,
    ...[...domains].map((domain) => ({ kind: 'domain' as const, domain })),
  ];
  const isFresh = isFreshWay(freshAccess(input));
  const rows = all
    .map((subject) => ({ subject, totals: totalsOf(model.reachOf(subject).things, subject, isFresh) }))
    .filter(({ totals }) => totals.things > 0)
    .sort((a, b) => b.totals.things - a.totals.things);
  known.outside.set(input, rows);
  return rows;
}

/** The tree of shared folders, with what its chips look at. */
export function folderPlaces(input: ReportInput): readonly (FolderPlace & FolderMarks)[] {
  const made = known.folders.get(input);
  if (made !== undefined) return made;
  const model = accessOf(input);
  const tree = folderTree(model, namesOf(input));
  const open = openFolders(model, tree);
  const wider = new Set(widerFolders(model).map(({ thing }) => thing));
  const { shares } = freshAccess(input);
  const fresh = new Set(model.facts.shares.flatMap((one) => (shares.has(shareKey(one)) ? [one.fileId] : [])));
  const rows = tree.map((place) => ({
    ...place,
    isOpen: open.has(place.thing),
    isWider: wider.has(place.thing),
    isFresh: fresh.has(place.thing.fileId),
  }));
  known.folders.set(input, rows);
  return rows;
}

function subjectsView(input: ReportInput, language: AccessLanguage, { say }: PageLocale, withRows: boolean) {
  const all = outsideRows(input);
  const names = namesOf(input);
  return {
    columns: SUBJECT_COLUMNS.map((id) => ({ id, label: say(`column.${id}`) })),
    number: all.length,
    counted: say('subjects.count', { n: all.length }),
    chips: SUBJECT_CHIPS.map((id) => ({
      id,
      label: language.sayAccess(`chip.${id}`),
      number: all.filter(({ totals }) => subjectPasses(totals, id)).length,
    })).filter(({ number }) => number > 0),
    rows: withRows
      ? all
          .slice(0, MOST_STATIC_ROWS)
          .map(({ subject, totals }) => subjectRow(subject, totals, names, language))
      : [],
    beyond: all.length > MOST_STATIC_ROWS ? say('subjects.beyond', { n: all.length - MOST_STATIC_ROWS }) : '',
    none: all.length === 0,
  };
}

function foldersView(input: ReportInput, language: AccessLanguage, { say }: PageLocale, withRows: boolean) {
  const model = accessOf(input);
  const all = folderPlaces(input);
  const names = namesOf(input);
  return {
    columns: FOLDER_COLUMNS.map((id) => ({ id, label: say(`column.${id}`) })),
    number: all.length,
    counted: say('folders.count', { n: all.length }),
    chips: FOLDER_CHIPS.map((id) => ({
      id,
      label: language.sayAccess(`chip.${id}`),
      number: all.filter((one) => folderPasses(one, id)).length,
    })).filter(({ number }) => number > 0),
    rows: withRows
      ? all
          .slice(0, MOST_STATIC_ROWS)
          .map((one) => folderRow(one, model.whoReachesThing(one.thing).reachers, names, language))
      : [],
    beyond: all.length > MOST_STATIC_ROWS ? say('subjects.beyond', { n: all.length - MOST_STATIC_ROWS }) : '',
    none: all.length === 0,
  };
}

/** How the ids of a result are shown. */
export function namesOf(input: ReportInput): AccessNames {
  const { facts } = accessOf(input);
  const members = new Map(facts.people.map((person) => [String(person.id), person]));
  const spaces = new Map(facts.spaces.map(({ id, path }) => [id, path]));
  const written = writtenAddresses(facts.shares);
  return {
    person: outsideText,
    group: outsideText,
    outsider: (id) => outsideText(written.get(id) ?? id),
    domain: outsideText,
    isMember: (id) => members.has(id),
    about(id) {
      const name = members.get(id)?.name ?? id;
      const antenna = input.contacts.get(id)?.antenna ?? '';
      return [antenna, name === id ? '' : outsideText(name)].filter((text) => text !== '').join(' · ');
    },
    path(place, path) {
      if (place.kind === 'member') return outsideText(path);
      const space = spaces.get(place.space) ?? '';
      return outsideText(path === '/' ? space : `${space}${path}`);
    },
  };
}

/** Addresses as a share writes them, by how the model has them. */
function writtenAddresses(shares: readonly AccessShare[]): ReadonlyMap<string, string> {
  const written = new Map<string, string>();
  for (const { recipient, recipients } of shares) {
    for (const text of recipient === null ? recipients : [recipient]) {
      const key = text.toLowerCase();
      if (key !== text && !written.has(key)) written.set(key, text);
    }
  }
  return written;
}

function accessLanguage({ words }: ReportInput, { say, format, language }: PageLocale): AccessLanguage {
  return { say, format, sayAccess: speaker(words, 'access', language) };
}

/** The sentences of the section that take no parameter, for the templates. */
function wordsOf({ sayAccess }: AccessLanguage) {
  return {
    section: sayAccess('section'),
    section_sub: sayAccess('section.sub'),
    outside_title: sayAccess('outside.title'),
    outside_none: sayAccess('outside.none'),
    folders_title: sayAccess('folders.title'),
    folders_none: sayAccess('folders.none'),
    wider: sayAccess('wider'),
  };
}

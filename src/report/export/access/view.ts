import { groupedBy } from '../../../model/lists/grouped.ts';
import { type Rights, rightsOf } from '../../../model/share.ts';
import type { AccessAnswer, AnswerRow, RowChange } from './answer.ts';
import { type AccessSpeech, type AccessWords, accessWords } from './words.ts';

/** An answer as people read it, before it is laid out. */
export interface AnswerView {
  readonly title: string;
  readonly run: string;
  /** What is to be known first: how many, how widely. */
  readonly lead: readonly string[];
  readonly tables: readonly AnswerTable[];
  /** What is shared on its own inside the folder; null where nothing is. */
  readonly inside: { readonly title: string; readonly paths: readonly string[] } | null;
  /** What it rests on; what it cannot tell. */
  readonly known: readonly string[];
  readonly gaps: readonly string[];
}

/** The things in one tree, or whoever reaches the thing. */
export interface AnswerTable {
  /** Whose tree; null where all rows are about one thing. */
  readonly title: string | null;
  readonly rows: readonly {
    readonly change: RowChange | null;
    readonly about: string;
    readonly rights: string;
    readonly ways: readonly string[];
  }[];
}

const WIDEST_FIRST: readonly Rights[] = ['change', 'drop', 'read'];

/** Words an answer. */
export function answerView(answer: AccessAnswer, speech: AccessSpeech): AnswerView {
  const words = accessWords(answer, speech);
  const { question, run, known, since } = answer;
  const { say } = words;
  const isSuspended = question.kind === 'subject' && question.isSuspended;
  return {
    title:
      question.kind === 'subject'
        ? words.subject(question.subject)
        : `${words.tree(question.place)}: ${words.path(question.place.path, question.isFolder)}`,
    run: words.run(run),
    lead: [...(isSuspended ? [say('access.suspended')] : []), leadOf(answer, words)],
    tables: question.kind === 'subject' ? tablesByTree(answer, words) : [tableOfReachers(answer, words)],
    inside: insideOf(answer, words),
    known: known.read === known.of ? [say('access.known', { all: known.of })] : [],
    gaps: [...known.gaps, ...(since?.notComparable ?? [])].map(words.reason),
  };
}

/** How many, and how widely; or how many came, went and changed. */
function leadOf({ question, rows, since }: AccessAnswer, { say, run }: AccessWords): string {
  if (since !== null) {
    const count = (change: RowChange) => rows.filter((row) => row.change === change).length;
    const counts = { added: count('added'), removed: count('removed'), changed: count('changed') };
    return say('access.change', { run: run(since), ...counts });
  }
  if (rows.length === 0)
    return say('access.none', { of: question.kind === 'subject' ? 'things' : 'subjects' });
  const others = rows.filter((row) => !isOwners(row));
  if (others.length === 0) return say('access.alone');
  const counts = WIDEST_FIRST.flatMap((rights) => {
    const n = others.filter(({ grant }) => rightsOf(grant) === rights).length;
    return n === 0 ? [] : [say('access.of', { rights, n })];
  });
  const rights = counts.join(', ');
  if (question.kind === 'subject') return say('access.things', { n: others.length, rights });
  const groups = others.filter(({ subject }) => MANY.includes(subject.kind)).length;
  const owner = question.place.place.kind === 'member' ? 'yes' : 'no';
  return say('access.reachers', { n: others.length - groups, groups, owner, rights });
}

/** Subjects that stand for several people. */
const MANY: readonly AnswerRow['subject']['kind'][] = ['group', 'circle', 'room', 'deck', 'other'];

function isOwners({ grant }: AnswerRow): boolean {
  return grant.ways.every(({ kind }) => kind === 'owner');
}

/** The things of one person after the other's. */
function tablesByTree({ rows }: AccessAnswer, words: AccessWords): readonly AnswerTable[] {
  const byTree = groupedBy(rows, ({ place }) => words.tree(place));
  return [...byTree].map(([title, own]) => ({
    title,
    rows: own.map((row) => rowView(row, words.path(row.place.path, row.isFolder), words)),
  }));
}

function tableOfReachers({ rows }: AccessAnswer, words: AccessWords): AnswerTable {
  const disabled = ` (${words.say('access.disabled')})`;
  return {
    title: null,
    rows: rows.map((row) =>
      rowView(row, words.subject(row.subject) + (row.isSuspended ? disabled : ''), words),
    ),
  };
}

function rowView(row: AnswerRow, about: string, words: AccessWords): AnswerTable['rows'][number] {
  const { change, grant, before, subject } = row;
  const ways = grant.ways.map((way) => words.way(way, subject));
  if (isOwners(row)) return { change, about, rights: ways.join(), ways: [] };
  const was = before === null ? '' : ` (${words.say('access.before', { was: words.rights(before) })})`;
  return { change, about, rights: words.rights(grant) + was, ways };
}

function insideOf({ inside }: AccessAnswer, { say, path }: AccessWords): AnswerView['inside'] {
  if (inside.length === 0) return null;
  return {
    title: say('access.inside', { n: inside.length }),
    paths: inside.map((thing) => path(thing.path, thing.isFolder)),
  };
}

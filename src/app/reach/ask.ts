import { compareReach, compareReachers } from '../../access/compare.ts';
import { factsOfResult } from '../../access/facts-of-result.ts';
import { accessModel } from '../../access/model.ts';
import type { AccessModel, AccessSubject, ReachedThing, Reacher } from '../../access/types.ts';
import type { Config } from '../../config/load.ts';
import { UsageError } from '../../model/errors.ts';
import { hasResult, mayBeUsed } from '../../model/run.ts';
import { addressIdentity } from '../../model/text/mail-address.ts';
import { visibleText } from '../../model/text/visible-text.ts';
import { isoDate } from '../../model/time.ts';
import type {
  AccessAnswer,
  AnswerRow,
  AnswerRun,
  ListedKind,
  RowChange,
} from '../../report/export/access/answer.ts';
import type { RunRow, Store } from '../../store/store.ts';
import { type StoredResult, storedResult } from '../report/stored-result.ts';
import { type AskedThing, assertInTree, placeOf, thingsInside } from './place-of.ts';
import { type KnownSubjects, subjectNames, subjectOf } from './subject-of.ts';

/** What is asked, as it was typed. */
export interface AccessRequest {
  readonly about:
    | { readonly kind: 'subject'; readonly word: string }
    | { readonly kind: 'path'; readonly word: string }
    | { readonly kind: 'anyone' };
  /** The latest unless given. */
  readonly run?: number;
  /** The number of an earlier run, or a day `YYYY-MM-DD`: only what has changed since is told. */
  readonly since?: string;
}

export interface Answered {
  readonly answer: AccessAnswer;
  /** Who else bears the word that was asked about, as it is typed to mean them. */
  readonly others: readonly string[];
}

/** A run with the model that is made of it. */
interface RunModel extends StoredResult {
  readonly model: AccessModel;
}

/** The run that is asked, and the one that it is compared with. */
interface Runs {
  readonly now: RunModel;
  readonly earlier: RunModel | null;
}

/**
 * Answers who reaches what by what stored runs know; asks no server.
 * @throws {UsageError} where there is no such run, or the run knows nobody and nothing by that word.
 */
export async function askAccess(
  store: Store,
  { organisation: { timezone } }: Pick<Config, 'organisation'>,
  { about, run, since }: AccessRequest,
): Promise<Answered> {
  const rows = await store.runs.list();
  const withModel = (stored: StoredResult): RunModel => ({
    ...stored,
    model: accessModel(factsOfResult(stored.result, timezone)),
  });
  const asked = await storedResult(store, rows, run);
  const before =
    since === undefined ? null : await storedResult(store, rows, earlierRun(rows, asked, since, timezone));
  const runs: Runs = { now: withModel(asked), earlier: before === null ? null : withModel(before) };
  const models = [runs.now, runs.earlier].flatMap((one) => one?.model ?? []);
  const known: KnownSubjects = { models, mails: await mailsOf(store) };
  if (about.kind === 'path') {
    const place = placeOf(about.word, runs.now.model, known);
    // The store holds the trees of the last run alone.
    if (asked.id === rows.find(hasResult)?.id) await assertInTree(place, runs.now.model, store);
    return { answer: aboutThing(runs, place), others: [] };
  }
  if (about.kind === 'anyone') return { answer: aboutSubject(runs, { kind: 'anyone' }), others: [] };
  const { subject, others } = subjectOf(about.word, known);
  return { answer: aboutSubject(runs, subject), others };
}

/** Whom a stored run knows, one name after the other, as `menage access` takes them. */
export async function askNames(
  store: Store,
  { organisation: { timezone } }: Pick<Config, 'organisation'>,
  kind: ListedKind,
  run?: number,
): Promise<readonly string[]> {
  const { result } = await storedResult(store, await store.runs.list(), run);
  return subjectNames(accessModel(factsOfResult(result, timezone)), kind);
}

/** The mail addresses of accounts, as the last run knew them. */
async function mailsOf(store: Store): Promise<KnownSubjects['mails']> {
  const members = await store.members.list();
  return new Map(
    members.flatMap(({ id, mail }) => (mail === null ? [] : [[addressIdentity(mail), id] as const])),
  );
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const NUMBER = /^[1-9]\d{0,8}$/;

/** The number of a run before this one: the one that is named, or the last of a day or before it. */
function earlierRun(rows: readonly RunRow[], { id }: StoredResult, since: string, zone: string): number {
  const comparable = rows.filter((row) => row.id < id && mayBeUsed(row, 'compared'));
  const list = comparable.map((row) => `${row.id} of ${isoDate(row.startedAt, zone)}`);
  const hint = list.length === 0 ? 'there is none' : `earlier ones are ${list.slice(0, 12).join(', ')}`;
  if (NUMBER.test(since)) {
    if (Number(since) < id) return Number(since);
    throw new UsageError(`Run ${since} is not before run ${id}: ${hint}.`);
  }
  if (!DAY.test(since)) {
    throw new UsageError(
      visibleText(`"${since}" is neither the number of a run nor a day (YYYY-MM-DD): ${hint}.`),
    );
  }
  const found = comparable.find((row) => isoDate(row.startedAt, zone) <= since);
  if (found === undefined) throw new UsageError(`No run of all members had finished by ${since}: ${hint}.`);
  return found.id;
}

function aboutSubject({ now, earlier }: Runs, subject: AccessSubject): AccessAnswer {
  const { things, isSuspended, ...known } = now.model.reachOf(subject);
  const rowOf =
    (change: RowChange | null) =>
    (one: ReachedThing, before: ReachedThing | null = null): AnswerRow => ({
      ...{ change, subject, isSuspended, place: one.thing, isFolder: one.thing.isFolder },
      ...{ grant: one, before },
    });
  const change = earlier === null ? null : compareReach(earlier.model, now.model, subject);
  return {
    ...answerBase(now),
    question: { kind: 'subject', subject, isSuspended },
    rows: change === null ? things.map((one) => rowOf(null)(one)) : changedRows(change, rowOf),
    since: earlier && change && { ...runOf(earlier), notComparable: change.notComparable },
    inside: [],
    known,
  };
}

function aboutThing({ now, earlier }: Runs, asked: AskedThing): AccessAnswer {
  const { thing, isKnown } = asked;
  const { reachers, ...known } = now.model.whoReachesThing(thing);
  const rowOf =
    (change: RowChange | null) =>
    (one: Reacher, before: Reacher | null = null): AnswerRow => ({
      ...{ change, subject: one.subject, isSuspended: one.isSuspended, place: thing },
      ...{ isFolder: isKnown ? thing.isFolder : null, grant: one, before },
    });
  const change = earlier === null ? null : compareReachers(earlier.model, now.model, thing);
  return {
    ...answerBase(now),
    question: { kind: 'path', place: thing, isFolder: isKnown ? thing.isFolder : null },
    rows:
      change === null
        ? reachers.map((one) => rowOf(null)(one))
        : changedRows({ ...change, added: [...change.added, ...change.newcomers] }, rowOf),
    since: earlier && change && { ...runOf(earlier), notComparable: change.notComparable },
    inside: thingsInside(asked, now.model),
    known,
  };
}

interface Changes<Of> {
  readonly added: readonly Of[];
  readonly removed: readonly Of[];
  readonly changed: readonly { readonly earlier: Of; readonly later: Of }[];
}

function changedRows<Of>(
  { added, removed, changed }: Changes<Of>,
  rowOf: (change: RowChange) => (one: Of, before?: Of) => AnswerRow,
): readonly AnswerRow[] {
  return [
    ...added.map((one) => rowOf('added')(one)),
    ...removed.map((one) => rowOf('removed')(one)),
    ...changed.map(({ earlier, later }) => rowOf('changed')(later, earlier)),
  ];
}

function answerBase(now: RunModel): Pick<AccessAnswer, 'run' | 'facts' | 'names'> {
  const { facts } = now.model;
  return { run: runOf(now), facts, names: new Map(facts.people.map(({ id, name }) => [id, name])) };
}

function runOf({ id, result }: StoredResult): AnswerRun {
  return { id, at: Date.parse(result.run.startedAt) };
}

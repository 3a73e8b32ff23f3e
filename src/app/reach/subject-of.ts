import { subjectDomain, subjectKey } from '../../access/keys.ts';
import type { AccessModel, AccessSubject } from '../../access/types.ts';
import { UsageError } from '../../model/errors.ts';
import type { MemberId } from '../../model/ids.ts';
import { addressIdentity } from '../../model/text/mail-address.ts';
import { visibleText } from '../../model/text/visible-text.ts';
import {
  type ListedKind,
  SUBJECT_PREFIXES,
  SUBJECT_WORDS,
  subjectId,
} from '../../report/export/access/answer.ts';
import { nearNames } from '../near-names.ts';

type Named = Exclude<AccessSubject, { readonly kind: 'anyone' }>;

/** Whom a word means. */
export interface FoundSubject {
  readonly subject: AccessSubject;
  /** Who else bears this very word, as it is typed to mean them. */
  readonly others: readonly string[];
}

/** Of whom a question may be. */
export interface KnownSubjects {
  /** Of the run that is asked, and of the one that it is compared with. */
  readonly models: readonly AccessModel[];
  /** The mail addresses of accounts, by `addressIdentity`. */
  readonly mails: ReadonlyMap<string, MemberId>;
}

/**
 * Whom a word of the command line means: a uid, a group, an address, a federated id, a domain, the id of a circle or the
 * like, the mail address or display name of an account; with `user:`, `group:` and so on in front only that kind.
 * @throws {UsageError} with names near it where nobody bears the word, and with all uids where several people do.
 */
export function subjectOf(word: string, known: KnownSubjects): FoundSubject {
  const { kind, name } = wordParts(word);
  const all = namedSubjects(known.models).filter((subject) => kind === null || subject.kind === kind);
  const exact = all.filter((subject) => isNamed(subject, name));
  const found = exact.length > 0 ? exact : all.filter((subject) => folded(idOf(subject)) === folded(name));
  const [subject, ...others] = byRank(found);
  if (subject !== undefined) return { subject, others: others.map(typed) };
  const person = kind === null || kind === 'person' ? ofAccount(name, known) : null;
  if (person !== null) return { subject: { kind: 'person', id: person }, others: [] };
  const prefix = word.slice(0, word.length - name.length);
  const near = [...new Set(nearNames(name, namesOf(all, known.models)))].map((id) => `${prefix}${id}`);
  const otherwise = namedSubjects(known.models).filter((one) => isNamed(one, name));
  const hint =
    near.length > 0
      ? `near it are ${near.join(', ')}`
      : otherwise.length > 0
        ? `it knows ${otherwise.map(typed).join(', ')}`
        : 'members.csv and shares.csv of "menage report" list whom a run knows';
  const whom = kind === null ? 'person, group, address or domain' : kind;
  throw new UsageError(visibleText(`This run knows no ${whom} "${name}": ${hint}.`));
}

/** Everybody of the audit, all groups, everybody that something is shared with, and the domains of these; each once. */
function namedSubjects(models: readonly AccessModel[]): readonly Named[] {
  const all = new Map<string, Named>();
  const add = (subject: AccessSubject) => {
    if (subject.kind !== 'anyone') all.set(subjectKey(subject), subject);
  };
  for (const model of models) {
    const { people, groups } = model.facts;
    for (const { id } of people) add({ kind: 'person', id });
    for (const id of people.flatMap((one) => one.groups)) add({ kind: 'group', id });
    for (const { id } of groups) add({ kind: 'group', id });
    for (const subject of model.subjects()) {
      add(subject);
      const domain = subjectDomain(subject);
      if (domain !== null) add({ kind: 'domain', domain });
    }
  }
  return [...all.values()];
}

/** What may be asked about: the ids of one kind, or of all, each once. */
export function subjectNames(model: AccessModel, kind: ListedKind): readonly string[] {
  const wanted = namedSubjects([model]).filter((one) => kind === 'all' || one.kind === SUBJECT_WORDS[kind]);
  return [...new Set(byRank(wanted).map(idOf))];
}

/** `group:photo` is of one kind, `@example.org` a domain. */
function wordParts(word: string): { readonly kind: Named['kind'] | null; readonly name: string } {
  if (/^@[^@]+$/.test(word)) return { kind: 'domain', name: word.slice(1) };
  const prefix = SUBJECT_PREFIXES.find((one) => word.startsWith(`${one}:`));
  if (prefix === undefined) return { kind: null, name: word };
  return { kind: SUBJECT_WORDS[prefix], name: word.slice(prefix.length + 1) };
}

function typed(subject: Named): string {
  return `${SUBJECT_PREFIXES.find((word) => SUBJECT_WORDS[word] === subject.kind)}:${idOf(subject)}`;
}

function byRank(subjects: readonly Named[]): readonly Named[] {
  const rank = ({ kind }: Named) => SUBJECT_PREFIXES.findIndex((word) => SUBJECT_WORDS[word] === kind);
  return [...subjects].sort((a, b) => rank(a) - rank(b));
}

function idOf(subject: Named): string {
  return subjectId(subject) ?? '';
}

function isNamed(subject: Named, name: string): boolean {
  if (subject.kind === 'mail') return addressIdentity(subject.address) === addressIdentity(name);
  return idOf(subject) === name;
}

function folded(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

/** The account with this mail address or display name; null where there is none. */
function ofAccount(name: string, { models, mails }: KnownSubjects): MemberId | null {
  const byMail = mails.get(addressIdentity(name));
  if (byMail !== undefined) return byMail;
  const people = models.flatMap(({ facts }) => facts.people);
  const ids = new Set(people.filter((one) => folded(one.name) === folded(name)).map(({ id }) => id));
  if (ids.size > 1) {
    const list = [...ids].sort().map((id) => `user:${id}`);
    throw new UsageError(
      visibleText(`"${name}" is the name of ${ids.size} people: ask for ${list.join(' or ')}.`),
    );
  }
  const [id = null] = ids;
  return id;
}

function namesOf(subjects: readonly Named[], models: readonly AccessModel[]) {
  const names = new Map(models.flatMap(({ facts }) => facts.people.map(({ id, name }) => [id, name])));
  return subjects.map((subject) => {
    const id = idOf(subject);
    return { id, name: subject.kind === 'person' ? (names.get(subject.id) ?? id) : id };
  });
}

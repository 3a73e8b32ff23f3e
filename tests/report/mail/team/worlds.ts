import fc from 'fast-check';
import { CHECKS } from '../../../../src/checks/index.ts';
import type { Language } from '../../../../src/model/member.ts';
import { because } from '../../../../src/model/reasons/reason.ts';
import { reasonFields } from '../../../../src/model/reasons/sentence.ts';
import type { ResultFinding, ResultMember, ResultShare } from '../../../../src/model/result.ts';
import { SHARE_TYPES } from '../../../../src/model/share.ts';
import type { ReportInput } from '../../../../src/report/input.ts';
import { finding, inputOf, member, RULE, resultOf, share } from '../../helpers.ts';
import { MB, nearlyFull, onShare } from '../../mail-scenes.ts';

const SHARING = CHECKS.filter(({ area, audience }) => area === 'sharing' && audience === 'member');
const STORAGE = CHECKS.filter(({ area, audience }) => area === 'storage' && audience === 'member');

const drawnShare = fc.record({
  type: fc.constantFrom(...SHARE_TYPES, 'link' as const, 'link' as const),
  fileRequest: fc.boolean(),
  hasPassword: fc.boolean(),
  isPasswordUnread: fc.boolean(),
  ends: fc.boolean(),
  own: fc.boolean(),
  check: fc.option(fc.nat({ max: SHARING.length - 1 })),
  state: fc.constantFrom<ResultFinding['state']>('new', 'open', 'fixed', 'excepted'),
});
const drawnMember = fc.record({
  antenna: fc.constantFrom('Tours', 'Blois', null),
  percent: fc.constantFrom(14, 92, 106, null),
  status: fc.constantFrom<ResultMember['coverage']['status']>(
    ...(['read', 'unchanged', 'partial', 'not-granted', 'disabled', 'failed'] as const),
  ),
  shares: fc.array(drawnShare, { maxLength: 5 }),
  files: fc.array(fc.nat({ max: STORAGE.length - 1 }), { maxLength: 5 }),
});
export const drawnWorld = fc.array(drawnMember, { minLength: 1, maxLength: 8 });
type Drawn = typeof drawnMember extends fc.Arbitrary<infer One> ? One : never;

/** Names of which none is part of another or of a sentence: where one stands in a mail, it was put there. */
function namesFrom(letter: string): () => string {
  let count = 0;
  return () => `${letter}z${++count}q`;
}

export interface World {
  readonly input: ReportInput;
  /** The names that everybody sees who has the address, by the antenna of the owner. */
  readonly open: ReadonlyMap<string | null, readonly string[]>;
  /** The names in the paths of all shares. */
  readonly shared: ReadonlySet<string>;
  /** The antenna of each person. */
  readonly people: ReadonlyMap<string, string | null>;
}

/** A world in which every file, every folder and every person has a name of its own. */
export function worldOf(drawn: readonly Drawn[], language: Language): World {
  const fileName = namesFrom('f');
  const personName = namesFrom('p');
  const path = () => `/${fileName()}/${fileName()}/${fileName()}`;
  const open = new Map<string | null, string[]>();
  const people = new Map<string, string | null>();
  const shared = new Set<string>();
  const all = drawn.map(({ antenna, percent, status, shares, files }, at) => {
    const id = personName();
    people.set(id, antenna);
    const own = shares.map((one, nth) => {
      const thing = path();
      const made = shareOf(one, `${at}0${nth}`, id, thing);
      for (const name of namesIn(thing, 'f')) shared.add(name);
      if (isOpenToAll(made, one))
        open.set(antenna, [...(open.get(antenna) ?? []), thing.split('/')[3] ?? '']);
      return { made, findings: findingsOn(made, one) };
    });
    const usage = { ...member(id).usage, percent, bytes: percent === null ? null : (percent * RULE) / 100 };
    const reasons = reasonFields([
      because('request.answered', { request: `PROPFIND ${path()}`, status: 500 }),
    ]);
    const person = member(id, {
      ...{ name: id, usage, enabled: status !== 'disabled' },
      coverage: { ...member(id).coverage, ...reasons, status, unreadable: [path()] },
      largest: [{ fileId: '1', path: path(), bytes: MB }],
    });
    const onFiles = files.map((check) => findingOn(STORAGE[check]?.id ?? '', id, path(), path()));
    const left = finding(
      'departed-with-data',
      id,
      { kind: 'member', id, path: null },
      { audience: 'admin', actual: { usedBytes: MB, shares: 1, largest: [path()] } },
    );
    const ofMember = [...onFiles, ...(status === 'disabled' ? [left] : [nearlyFull(id, MB, 'high')])];
    return { person, antenna, own, ofMember };
  });
  const result = resultOf(
    {
      members: all.map(({ person }) => person),
      shares: all.flatMap(({ own }) => own.map(({ made }) => made)),
      findings: all.flatMap(({ own, ofMember }) => [...ofMember, ...own.flatMap(({ findings }) => findings)]),
    },
    CHECKS,
  );
  const contacts = all.map(
    ({ person: { id }, antenna }) => [id, { mail: `${id}@example.org`, language, antenna }] as const,
  );
  const base = inputOf([result], { checks: CHECKS, contacts: new Map(contacts) });
  return { input: { ...base, organisation: { ...base.organisation, language } }, open, shared, people };
}

type DrawnShare = Drawn['shares'][number];

function shareOf(drawn: DrawnShare, id: string, owner: string, path: string): ResultShare {
  const { type, fileRequest, hasPassword, isPasswordUnread, ends, own } = drawn;
  return share(id, owner, path, {
    ...{ type, hasPassword, fileRequest: fileRequest && type === 'mail' },
    unread: isPasswordUnread ? ['password'] : [],
    expires: ends ? '2027-03-01' : null,
    sharedBy: own ? owner : 'somebody',
    recipient: type === 'link' ? null : 'somebody',
  });
}

function findingsOn(made: ResultShare, { check, state }: DrawnShare): readonly ResultFinding[] {
  const id = check === null ? undefined : SHARING[check]?.id;
  return id === undefined ? [] : [onShare(id, made, { state })];
}

/** By the words of the issue, and not by the code: a public address, surely without a password, that nobody accepted. */
function isOpenToAll(made: ResultShare, { isPasswordUnread, check, state }: DrawnShare): boolean {
  const isPublic = made.type === 'link' || made.fileRequest;
  const isAccepted = check !== null && state === 'excepted';
  return isPublic && !made.hasPassword && !isPasswordUnread && !isAccepted;
}

function findingOn(check: string, owner: string, path: string, other: string): ResultFinding {
  return finding(
    check,
    owner,
    { kind: 'file', id: path, path },
    { bytes: MB, actual: { sizeBytes: MB, copies: 2, otherPaths: [other] } },
  );
}

/** The names of a world that stand in a text: `f` of files, `p` of persons. */
export function namesIn(text: string, letter: 'f' | 'p'): ReadonlySet<string> {
  return new Set(text.match(new RegExp(`${letter}z\\d+q`, 'g')) ?? []);
}

import { CHECKS } from '../../src/checks/index.ts';
import type { ResultMember, ResultShare, ResultSpace } from '../../src/model/result.ts';
import type { ReportInput } from '../../src/report/input.ts';
import { inputOf, member, NASTY_NAMES, resultOf, share } from './helpers.ts';

const FOLDERS = ['Devis', 'Chantiers', 'Compta', 'Photos', 'Ateliers'] as const;
const NAMES = ['2025', 'Plans', 'Budget', 'evil.example', 'Rushs', 'a:b', 'Presse'] as const;
const DOMAINS = ['ville.example', 'Imprimeur.example', 'presse.example', 'cabinet.example'] as const;

/** A generator that gives the same numbers for the same seed. */
export function dice(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function pick<Item>(items: readonly Item[], at: number): Item {
  const item = items[at % items.length];
  if (item === undefined) throw new Error('nothing to pick');
  return item;
}

/** How many groups and addresses there are to the members. */
interface Sizes {
  readonly groups?: number;
  readonly addresses?: number;
  /** Whether names of folders are those that views must make harmless. */
  readonly nasty?: boolean;
}

/** A cooperative with shares of all kinds, nested ones, group folders, people not read; and the run before. */
export function accessInput(
  members: number,
  shares: number,
  seed = 7,
  { groups = 5, addresses = 40, nasty = false }: Sizes = {},
): ReportInput {
  const roll = dice(seed);
  const people = Array.from({ length: members }, (_, at) => person(at, groups, roll));
  const names = nasty ? [...NAMES, ...NASTY_NAMES.map((name) => name.replaceAll('/', '-'))] : NAMES;
  const all = Array.from({ length: shares }, (_, at) =>
    oneShare(at, people, { roll, names, groups, addresses }),
  );
  const result = resultOf(
    {
      members: people,
      shares: all,
      findings: [],
      spaces: spacesOf(people, groups),
      groups: Array.from({ length: groups }, (_, at) => ({ id: `groupe-${at}`, others: at === 1 ? 2 : 0 })),
    },
    CHECKS,
  );
  const before = {
    ...result,
    run: { ...result.run, id: 11, startedAt: '2026-10-23T03:12:00.000Z' },
    members: people.map((one, at) => (at % 9 === 2 ? { ...one, groups: one.groups.slice(1) } : one)),
    shares: all.filter((_, at) => at % 11 !== 3),
  };
  return inputOf([before, result], { checks: CHECKS });
}

function person(at: number, groups: number, roll: (below: number) => number): ResultMember {
  const id = `membre-${String(at + 1).padStart(3, '0')}`;
  const own = member(id, {
    name: at % 3 === 0 ? `Prénom Nom ${at}` : id,
    groups: [...new Set([`groupe-${at % groups}`, ...(roll(4) === 0 ? [`groupe-${roll(groups)}`] : [])])],
  });
  if (at % 23 === 7) return { ...own, enabled: false, coverage: { ...own.coverage, status: 'disabled' } };
  return at % 17 === 5 ? { ...own, coverage: { ...own.coverage, status: 'not-granted' } } : own;
}

interface World {
  readonly roll: (below: number) => number;
  readonly names: readonly string[];
  readonly groups: number;
  readonly addresses: number;
}

function oneShare(at: number, people: readonly ResultMember[], world: World): ResultShare {
  const { roll, names } = world;
  const owner = pick(people, roll(people.length)).id;
  const isFolder = roll(4) > 0;
  const inSpace = roll(12) === 0;
  const depth = roll(3);
  const parts = [
    inSpace ? 'Commun' : pick(FOLDERS, roll(5)),
    ...Array.from({ length: depth }, () => pick(names, roll(names.length))),
  ];
  // One file has one id: of a group folder whoever shares it, of a tree within the tree.
  const path = `/${parts.join('/')}${isFolder ? '' : `/fichier ${at}.pdf`}`;
  const rights = pick(
    [['read'], ['read', 'update', 'create', 'delete'], ['read', 'share'], ['create']] as const,
    roll(9) % 4,
  );
  return share(String(at + 1), owner, path, {
    ...whom(at, people, world),
    fileId: idOf(`${inSpace ? '' : owner}${path}`),
    isFolder,
    permissions: isFolder ? [...rights] : ['read'],
    sharedBy: roll(15) === 0 ? pick(people, roll(people.length)).id : owner,
    hasPassword: roll(3) === 0,
    createdAt: roll(30) === 0 ? null : new Date(Date.UTC(2024, roll(34), 1 + roll(27), 9)).toISOString(),
    ...endOf(roll(10)),
    ...(roll(40) === 0 ? { pathKnown: false, path: parts.at(-1) ?? '' } : {}),
  });
}

function endOf(at: number): Partial<ResultShare> {
  if (at === 0) return { unread: ['expires'] };
  if (at > 3) return {};
  const day = pick(['2026-05-01', '2026-11-23', '2027-03-31'], at);
  return { expires: day, lastDay: day };
}

function whom(
  at: number,
  people: readonly ResultMember[],
  { roll, groups, addresses }: World,
): Partial<ResultShare> {
  const address = () => {
    const n = roll(addresses);
    return `${n % 5 === 0 ? 'Contact' : 'contact'}${n}@${pick(DOMAINS, n)}`;
  };
  const kind = roll(20);
  if (kind < 6) return { type: 'link' };
  if (kind < 9) return { type: 'mail', recipient: address() };
  if (kind < 10) return { type: 'federated', recipient: `${address()}/cloud` };
  if (kind < 11) return { type: 'mail', fileRequest: true, recipients: [address(), address()] };
  if (kind < 16)
    return { type: 'user', recipient: roll(30) === 0 ? 'parti' : pick(people, roll(people.length)).id };
  if (kind < 18) return { type: 'group', recipient: `groupe-${roll(groups + 1)}` };
  return { type: pick(['circle', 'room', 'deck', 'other'] as const, at), recipient: `id-${roll(6)}` };
}

function spacesOf(people: readonly ResultMember[], groups: number): ResultSpace[] {
  const coverage = {
    status: 'read',
    reason: null,
    reasons: [],
    strategy: 'search',
    requests: 1,
    unreadable: [],
  } as const;
  const space = (id: string, name: string, parts: Partial<ResultSpace>): ResultSpace => ({
    ...{ id, name, bytes: 1, files: 1, folders: 1, quota: null, places: [] },
    ...{
      groups: null,
      advancedPermissions: null,
      members: [],
      coverage: { ...coverage, reasons: [], unreadable: [] },
    },
    ...parts,
  });
  const some = people.filter((_, at) => at % 4 === 1).map(({ id }) => id);
  return [
    space(idOf('/Commun'), 'Commun', {
      members: some,
      groups: [
        { id: 'groupe-0', permissions: ['read', 'update', 'create', 'delete'] },
        { id: 'cercle', permissions: ['read'] },
        { id: `groupe-${groups - 1}`, permissions: ['read'] },
      ],
      advancedPermissions: true,
      places: some.slice(0, 2).map((id) => ({ member: id, path: '/Ailleurs/Commun' })),
    }),
    space('999999', 'Archives', { members: some.slice(0, 3) }),
  ];
}

const ids = new Map<string, string>();

function idOf(path: string): string {
  const known = ids.get(path) ?? String(1000 + ids.size);
  ids.set(path, known);
  return known;
}

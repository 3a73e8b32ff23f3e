import { factsOfResult } from '../../../src/access/facts-of-result.ts';
import { accessModel } from '../../../src/access/model.ts';
import { because } from '../../../src/model/reasons/reason.ts';
import { reasonFields } from '../../../src/model/reasons/sentence.ts';
import type { ResultMember, ResultShare, RunResult } from '../../../src/model/result.ts';
import { knownOf, leaverFacts } from '../../../src/report/leaver/draw-facts.ts';
import type { EarlierRead, LeaverFacts } from '../../../src/report/leaver/facts.ts';
import { member, resultOf, share } from '../helpers.ts';

const MB = 1024 ** 2;
const ZONE = 'Europe/Paris';

const USED = {
  ...{ files: 1204, folders: 88, trashBytes: 31 * MB, trashOwnBytes: 31 * MB },
  source: 'crawl',
} as const;
const BY_SERVER = {
  ...{ files: null, folders: null, trashBytes: null, trashOwnBytes: null },
  source: 'server',
} as const;

function unread(status: 'disabled' | 'not-granted'): ResultMember['coverage'] {
  const reason = status === 'disabled' ? because('member.disabled') : because('member.not-granted');
  return {
    ...{ status, ...reasonFields([reason]), strategy: 'none', right: null, requests: 0 },
    unreadable: [],
  };
}

/** Somebody who goes and can still be asked: read whole, last of her group in one group folder. */
export const GOING = member('anna', {
  name: 'Anna Marchand',
  groups: ['Tours', 'Impression'],
  usage: { ...USED, bytes: 1234 * MB, percent: 60.3 },
});

/** Somebody whose account is disabled: the server lists no share of it. */
export const DEPARTED = member('max@coop.example', {
  name: 'Max Peter',
  groups: ['Tours'],
  enabled: false,
  lastLogin: '2026-08-02T10:00:00.000Z',
  usage: { ...BY_SERVER, bytes: 700 * MB, percent: 34.2 },
  coverage: unread('disabled'),
});

const OTHERS = [
  member('bert', { name: 'Bert Roy', groups: ['Tours'] }),
  member('carla', { name: 'Carla Diaz', groups: ['Tours', 'Compta'] }),
  member('dora', { name: 'Dora Lenz', groups: ['Compta'], coverage: unread('not-granted') }),
];

const TO_TOURS = { type: 'group', recipient: 'Tours' } as const;
const CHANGE = { permissions: ['read', 'update', 'create', 'delete'] } satisfies Partial<ResultShare>;

/** The shares of a leaver, with ids from a number on. */
export function sharesOf(owner: string, from: number): readonly ResultShare[] {
  const id = (step: number) => String(from + step);
  return [
    share(id(1), owner, '/Devis', { ...TO_TOURS, ...CHANGE }),
    share(id(2), owner, '/Devis/2026', { type: 'user', recipient: 'carla', fileId: `9${id(2)}` }),
    share(id(3), owner, "/Photos d'atelier", { type: 'user', recipient: 'bert', ...CHANGE }),
    share(id(4), owner, "/Photos d'atelier", {
      ...{ fileId: `9${id(3)}`, registered: true, hasPassword: true, expires: '2027-06-30' },
    }),
    share(id(5), owner, '/Livraisons/client.zip', {
      ...{ isFolder: false, label: 'pour le client', createdAt: '2026-11-02T09:00:00.000Z' },
    }),
    share(id(6), owner, '/Contrat.pdf', {
      ...{ type: 'mail', recipient: 'client@partner.example', isFolder: false, hasPassword: true },
    }),
    share(id(7), owner, '/Vieux', { ...TO_TOURS, expires: '2026-01-31' }),
  ];
}

function fromOthers(uid: string): readonly ResultShare[] {
  return [
    share('90', 'bert', '/Ateliers/Planning', { type: 'user', recipient: uid, ...CHANGE }),
    share('91', 'carla', '/Compta/Caisse/Tours', TO_TOURS),
    share('92', 'carla', '/Compta/Affiche.pdf', { sharedBy: uid, isFolder: false }),
  ];
}

function space(id: string, name: string, groups: readonly string[]): RunResult['spaces'][number] {
  return {
    ...{ id, name, bytes: 10 * MB, files: 4, folders: 1, quota: null, members: [], places: [] },
    groups: groups.map((group) => ({ id: group, permissions: ['read', 'update', 'create', 'delete'] })),
    advancedPermissions: false,
    coverage: { status: 'read', reason: null, reasons: [], strategy: 'search', requests: 1, unreadable: [] },
  };
}

/** A run around one leaver. */
export function runAround(leaver: ResultMember, shares: readonly ResultShare[]): RunResult {
  return resultOf({
    members: [leaver, ...OTHERS],
    shares: [...shares, ...fromOthers(leaver.id)],
    findings: [],
    groups: ['Tours', 'Impression', 'Compta'].map((id) => ({ id, others: 0 })),
    spaces: [space('501', 'Ateliers', ['Tours']), space('502', 'Presse', ['Impression', 'Tours'])],
  });
}

/** Draws the facts of one leaver of a run; the shares of an earlier run stand in the model alone. */
export function factsOf(
  result: RunResult,
  leaver: ResultMember,
  {
    earlier = null,
    shares = [],
    purposes = new Map(),
  }: {
    readonly earlier?: EarlierRead | null;
    readonly shares?: readonly ResultShare[];
    readonly purposes?: ReadonlyMap<string, string>;
  } = {},
): LeaverFacts {
  const known = { ...result, shares: [...result.shares, ...shares] };
  const model = accessModel(factsOfResult(known, ZONE));
  return leaverFacts({ result, member: leaver, model, earlier, purposes, zone: ZONE });
}

/** What is known of who goes. */
export function goingFacts(): LeaverFacts {
  return factsOf(runAround(GOING, sharesOf('anna', 10)), GOING, {
    purposes: new Map([['link:14', 'Album de l’atelier']]),
  });
}

/** What is known of who left, by a run two months ago. */
export function departedFacts(): LeaverFacts {
  const shares = sharesOf(DEPARTED.id, 30);
  const before = { ...DEPARTED, enabled: true, usage: { ...USED, bytes: 690 * MB, percent: 33.7 } };
  const last = resultOf({ members: [before], shares: [...shares], findings: [] });
  const run = { ...last.run, id: 10, startedAt: '2026-09-23T03:12:00.000Z' };
  const earlier = { of: knownOf({ run }, ZONE), member: before };
  return factsOf(runAround(DEPARTED, []), DEPARTED, { earlier, shares });
}

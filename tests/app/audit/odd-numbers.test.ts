import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FORMATS } from '../../../src/app/report/write.ts';
import { type Context, contextOf } from '../../../src/cli/context.ts';
import { doctor } from '../../../src/cli/doctor.ts';
import { forget } from '../../../src/cli/forget.ts';
import { history } from '../../../src/cli/history.ts';
import { purge } from '../../../src/cli/purge.ts';
import { report } from '../../../src/cli/report.ts';
import { send } from '../../../src/cli/send.ts';
import { openLog } from '../../../src/log.ts';
import { MenageError } from '../../../src/model/errors.ts';
import { openSqlite } from '../../../src/store/database/sqlite.ts';
import { type SmallWorkspace, withSmallWorkspace } from '../../helpers/small-workspace.ts';
import { folderIn, GB, smallWorld, userOf } from '../../helpers/world.ts';

/** Each run of a workspace takes a second, more on a busy machine. */
const PATIENCE = 120_000;

/** The fields of the server's answers that hold a number, by where they stand. */
const FIELDS = {
  '/cloud/users/details': ['lastLogin', 'free', 'used', 'total', 'relative', 'quota'],
  '/files_sharing/api/v1/shares': ['id', 'share_type', 'permissions', 'stime', 'expiration', 'file_source'],
  '/remote.php/dav': ['size', 'fileid', 'upload_time', 'quota-used-bytes', 'getlastmodified'],
  '/apps/groupfolders/folders': ['id', 'quota', 'size'],
  '/cloud/capabilities': ['days', 'default_permissions', 'delay'],
  '/apps/serverinfo': ['num_shares_link', 'num_shares_user'],
} as const;
type Place = keyof typeof FIELDS;
// The keys of a literal are its type's keys.
const PLACES = Object.keys(FIELDS) as Place[];

/** JSON as a server may write it; in XML it stands without its quotation marks. */
const ODD = [
  '-1',
  '0',
  '1.5',
  '9007199254740993',
  '1152921504606846976',
  '1795666990000000',
  '999999999999999',
  '1e300',
  '1e400',
  'null',
  'true',
  '""',
  '"NaN"',
  '"-0"',
  '"11026-01-01 00:00:00"',
  '"999999999999999999999999999"',
  '[]',
  '{}',
] as const;

interface Change {
  readonly place: Place;
  readonly field: string;
  readonly value: string;
  /** Whether every row has it, or the first alone. */
  readonly everywhere: boolean;
}

const change: fc.Arbitrary<Change> = fc.constantFrom(...PLACES).chain((place) =>
  fc.record({
    place: fc.constant(place),
    field: fc.constantFrom(...FIELDS[place]),
    value: fc.constantFrom(...ODD),
    everywhere: fc.boolean(),
  }),
);

/** The answer with the value in the place of the one that stands there. */
function changed(body: string, { place, field, value, everywhere }: Change): string {
  const inXml = new RegExp(`(<\\w+:${field}>)[^<]*`, everywhere ? 'g' : '');
  const inJson = new RegExp(`("${field}":\\s*)(?:-?[\\d.]+|null|"[^"]*")`, everywhere ? 'g' : '');
  return place === '/remote.php/dav'
    ? body.replace(inXml, (_, tag: string) => tag + value.replaceAll('"', ''))
    : body.replace(inJson, (_, key: string) => key + value);
}

function world() {
  const files = { '/Team/a': 5, '/Work/old.zip': { size: GB, modifiedAt: Date.UTC(2019, 1, 1) }, '/b': 7 };
  const made = smallWorld({
    members: { anna: { files }, bob: { files: { '/c': 1_000_000 } } },
    shares: [
      { fileOwner: 'anna', path: '/Work', expires: '2026-12-24' },
      { fileOwner: 'anna', path: '/b', type: 0, recipient: 'bob' },
    ],
  });
  const [anna, bob] = ['anna', 'bob'].map((id) => userOf(made, id));
  if (anna === undefined || bob === undefined) throw new RangeError('nobody');
  const folder = folderIn(anna.home, '/Team');
  anna.home.children = anna.home.children.filter((child) => child !== folder);
  for (const one of [anna, bob]) one.mounts = [{ path: '/Team', type: 'group', folder, quota: GB }];
  bob.trash = [
    { name: 't', fileId: '901', size: 5, isFolder: false, originalLocation: 't', deletedAt: 1_790_000_000 },
  ];
  return made;
}

interface Told {
  readonly command: string;
  readonly code: number;
  /** What standard error was told. */
  readonly told: string;
}

/** Every command that reads the store, one after the other; what is not foreseen is thrown on: that is exit 70. */
async function everyCommand(workspace: SmallWorkspace): Promise<readonly Told[]> {
  let told = '';
  const write = (text: string) => {
    told += text;
  };
  const context: Context = {
    ...contextOf({ config: join(workspace.folder, 'menage.yaml') }, new AbortController().signal),
    environment: {},
    log: openLog({ level: 'info', format: 'text' }, { write }),
    out: () => {},
    document: () => {},
  };
  const commands: readonly (readonly [string, () => Promise<number>])[] = [
    ['doctor', () => doctor(context, {})],
    ['report', () => report(context, { format: FORMATS.join() })],
    ['history', () => history(context, undefined, {})],
    ['history --export', () => history(context, 'anna', { export: true })],
    ['send --dry-run', () => send(context, { dryRun: true })],
    ['forget', () => forget(context, 'anna', { yes: true })],
    ['report after forget', () => report(context, { format: FORMATS.join() })],
    ['purge', () => purge(context, { olderThan: '1 day', yes: true })],
  ];
  const all: Told[] = [];
  for (const [name, command] of commands) {
    told = '';
    const code = await command().catch((error: unknown) => {
      if (error instanceof MenageError) return error.exitCode;
      throw new Error(`${name} ended in exit 70`, { cause: error });
    });
    all.push({ command: name, code, told });
  }
  return all;
}

async function survives(changes: readonly Change[]): Promise<void> {
  const rewrite = ({ path }: { readonly path: string }, body: string) => {
    const here = changes.filter(({ place }) => path.includes(place));
    return here.length === 0 ? null : here.reduce(changed, body);
  };
  await withSmallWorkspace(world(), { rewrite }, async (workspace) => {
    await workspace.audit();
    await workspace.auditAndSend({ full: true });
    await everyCommand(workspace);
    await workspace.audit();
  });
}

describe('a server with absurd numbers', () => {
  it(
    'leaves a store that every command can use, whatever number stands wherever',
    { timeout: PATIENCE },
    () =>
      fc.assert(fc.asyncProperty(fc.array(change, { minLength: 2, maxLength: 6 }), survives), { numRuns: 2 }),
  );

  it('that adds up beyond 2^53 costs the member whose sum it is', { timeout: PATIENCE }, async () => {
    const files = Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`/f${at}`, 5]));
    const people = smallWorld({ members: { anna: { files }, bob: { files: { '/c': 7 } } } });
    const size = {
      place: '/remote.php/dav',
      field: 'size',
      value: '999999999999999',
      everywhere: true,
    } as const;
    const rewrite = ({ path }: { readonly path: string }, body: string) =>
      path.includes('/remote.php/dav') && body.includes('/files/anna') ? changed(body, size) : null;
    await withSmallWorkspace(people, { rewrite }, async (workspace) => {
      const { result, code } = await workspace.audit();
      expect(code).toBe(3);
      expect(result.members.map(({ id, coverage }) => [id, coverage.status])).toEqual([
        ['anna', 'failed'],
        ['bob', 'read'],
      ]);
      expect(result.members[0]?.coverage.reason).toContain('add up to more than can be counted');
      expect(await everyCommand(workspace)).toEqual(
        expect.arrayContaining([
          { command: 'report', code: 0, told: '' },
          { command: 'forget', code: 0, told: expect.any(String) },
        ]),
      );
    });
  });
});

describe('a store that an earlier version spoiled', () => {
  it('is read on by every command, which names the row, until forget and purge ended it', {
    timeout: PATIENCE,
  }, async () => {
    await withSmallWorkspace(world(), {}, async (workspace) => {
      const { result } = await workspace.audit();
      const members = result.members.map((member) =>
        member.id === 'bob'
          ? { ...member, quota: { bytes: 10 * 1024 ** 5, unlimited: false, source: 'server' } }
          : member,
      );
      const database = openSqlite(join(workspace.folder, 'menage.db'));
      await database.run('UPDATE runs SET result = ?', gzipSync(JSON.stringify({ ...result, members })));
      await database.run("UPDATE figures SET bytes = ? WHERE member = 'bob'", 2 ** 60);
      await database.close();
      const all = await everyCommand(workspace);
      const toldBy = new Map(all.map(({ command, told }) => [command, told]));
      for (const command of ['doctor', 'report', 'history', 'history --export', 'send --dry-run', 'forget'])
        expect(toldBy.get(command), command).toContain('run 1, member “bob” (quota)');
      expect(toldBy.get('doctor')).toContain('figure of “bob” (bytes)');
      expect(toldBy.get('report after forget')).not.toContain('run 1');
      expect(all.find(({ command }) => command === 'forget')?.code).toBe(0);
    });
  });
});

import { describe, expect, it } from 'vitest';
import { ownMessages } from '../../../src/app/report/locales.ts';
import { reasonSpeaker } from '../../../src/report/text/reasons.ts';
import { withSmallWorkspace } from '../../helpers/small-workspace.ts';
import { smallWorld } from '../../helpers/world.ts';

const MB = 1024 ** 2;
const ROW = /<d:response><d:href>[^<]*Loin[^<]*<\/d:href>.*?<\/d:response>/g;
const old = { size: 60 * MB, modifiedAt: Date.UTC(2020, 0, 1), uploadedAt: Date.UTC(2020, 0, 1) };
const world = () =>
  smallWorld({
    members: {
      anna: { files: { '/Vieux/Loin d’ici.mp4': old, '/Vieux/deux.mp4': old, '/k': 7 } },
      bob: { files: { '/b': 3 } },
    },
  });

/** An audit in which each answer that shows the one file shows it so. */
async function auditWith(change: (row: string) => string) {
  const rewrite = (_: unknown, body: string) => {
    const text = body.replaceAll(ROW, change);
    return text === body ? null : text;
  };
  return withSmallWorkspace(world(), { rewrite }, (workspace) => workspace.audit());
}

describe('one row of a tree that cannot be read costs this row and is named', () => {
  const path = '/Vieux/Loin d’ici.mp4';
  const kinds: readonly (readonly [string, (row: string) => string, RegExp])[] = [
    ['an address wrongly encoded', (row) => row.replace('Loin', '%ff'), /“\/Vieux\/%ff.*” \(d:href\)/],
    ['no address', (row) => row.replace(/<d:href>.*<\/d:href>/, ''), /“” \(d:href\)/],
    [
      'an address of another tree',
      (row) => row.replace('files/anna', 'files/bob'),
      /“\/remote.php\/dav\/files\/bob\/.*” \(d:href\)/,
    ],
    ['an address that climbs', (row) => row.replace('Loin', '../Loin'), /“\/Vieux\/\.\.\/Loin.*” \(d:href\)/],
    [
      'a status that is none',
      (row) => row.replaceAll('HTTP/1.1 200 OK', 'fine'),
      new RegExp(`${path}” \\(oc:fileid, oc:size\\)`),
    ],
    [
      'a size that is none',
      (row) => row.replace(/<oc:size>\d+/, '<oc:size>1e300'),
      new RegExp(`${path}” \\(oc:size\\)`),
    ],
    [
      'an id that is none',
      (row) => row.replace(/<oc:fileid>\d+/, '<oc:fileid>abc'),
      new RegExp(`${path}” \\(oc:fileid\\)`),
    ],
  ];
  it.each(kinds)('%s', async (_, change, named) => {
    const { result, code, told } = await auditWith(change);
    expect(code).toBe(3);
    const [anna, bob] = result.members;
    expect(bob?.coverage.status).toBe('read');
    expect(anna?.coverage).toMatchObject({ status: 'partial', reason: expect.stringMatching(named) });
    expect(told).toContain('anna');
    const stale = result.findings.filter(({ check }) => check === 'large-stale-file');
    expect(stale.map(({ subject }) => subject.path)).toEqual(['/Vieux/deux.mp4']);
    for (const language of ['fr', 'en'] as const)
      expect(
        reasonSpeaker(ownMessages, language)(anna?.coverage ?? { reason: null, reasons: [] }),
      ).not.toMatch(/Loin|ici|Vieux/);
  });
});

it('a row without a date or with an etag that is none costs nothing', async () => {
  const { result, code } = await auditWith((row) =>
    row.replace(/<d:getetag>.*?<\/d:getetag>/, '').replace(/<d:getlastmodified>[^<]*/, '<d:getlastmodified>'),
  );
  expect(code).toBe(0);
  expect(result.members[0]).toMatchObject({
    coverage: { status: 'read', reason: null },
    usage: { files: 3 },
  });
});

it('an answer of which no row can be read is none', async () => {
  const rewrite = ({ path }: { readonly path: string }, body: string) =>
    path.includes('/files/anna') || path === '/remote.php/dav/'
      ? body.replaceAll('files/anna', 'files/%ff')
      : null;
  const { result } = await withSmallWorkspace(world(), { rewrite }, (workspace) => workspace.audit());
  expect(result.members[0]?.coverage).toMatchObject({ status: 'failed' });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoUtc } from '../../../src/model/time.ts';
import { dateReader } from '../../../src/nextcloud/dav/date.ts';
import { entryReader } from '../../../src/nextcloud/dav/entry.ts';
import { multistatusReader } from '../../../src/nextcloud/dav/multistatus.ts';
import { caseFile } from '../../helpers/case-file.ts';
import type { Rewrite } from '../../helpers/rewriting-proxy.ts';
import { withSmallWorkspace } from '../../helpers/small-workspace.ts';
import { smallWorld } from '../../helpers/world.ts';

const MB = 1024 ** 2;

/** Gives files other dates, by a piece of their addresses. */
function dated(dates: Readonly<Record<string, string>>): Rewrite {
  return (_, body) => {
    let text = body;
    for (const [piece, date] of Object.entries(dates)) {
      const row = new RegExp(`(${piece}</d:href>.*?<d:getlastmodified>)[^<]*`, 'g');
      text = text.replaceAll(row, `$1${date}`);
    }
    return text === body ? null : text;
  };
}

const world = () => {
  const old = { size: 60 * MB, uploadedAt: 0 };
  return smallWorld({
    members: { anna: { files: { '/Vieux/un.mp4': old, '/Vieux/deux.mp4': old, '/k': 7 } } },
  });
};

it('the case year-0001: both files are named with the date as sent, and none is called old', async () => {
  const rewrite = dated({
    'un\\.mp4': 'Mon, 01 Jan 0001 00:00:00 GMT',
    'deux\\.mp4': 'Sat, 01 Jan 0050 00:00:00 GMT',
  });
  await withSmallWorkspace(world(), { rewrite }, async (workspace) => {
    const { result, code } = await workspace.audit();
    expect(code).toBe(0);
    expect(result.findings.filter(({ check }) => /stale/.test(check))).toEqual([]);
    const named = result.findings.filter(({ check }) => check === 'impossible-date');
    expect(
      named.map(({ subject, actual }) => [subject.path, actual['modifiedAt'], actual['sent']]).sort(),
    ).toEqual([
      ['/Vieux/deux.mp4', '0050-01-01T00:00:00.000Z', '0050-01-01'],
      ['/Vieux/un.mp4', '0001-01-01T00:00:00.000Z', '0001-01-01'],
    ]);
  });
});

it('the case year-0001 as it was sent', () => {
  const dates: (number | null)[] = [];
  const read = entryReader('/remote.php/dav/files/anna');
  const reader = multistatusReader((resource) => dates.push(read(resource).modifiedAt));
  reader.write(caseFile('year-0001/vieux.xml'));
  reader.end();
  expect(dates.slice(1).map((at) => (at === null ? null : isoUtc(at)))).toEqual([
    '0001-01-01T00:00:00.000Z',
    '0050-01-01T00:00:00.000Z',
  ]);
});

it('a date that cannot be read is unknown for that file alone, now and from the store', async () => {
  const rewrite = dated({ 'un\\.mp4': 'yesterday', 'deux\\.mp4': 'Thu, 04 Mar 56844803 10:00:00 GMT' });
  await withSmallWorkspace(world(), { rewrite }, async (workspace) => {
    for (const status of ['read', 'unchanged']) {
      const { result, code } = await workspace.audit();
      expect(code).toBe(0);
      expect(result.members[0]).toMatchObject({ coverage: { status }, usage: { files: 3 } });
      const named = result.findings.filter(({ check }) => check === 'impossible-date');
      expect(named.map(({ actual }) => actual['sent']).sort()).toEqual(['+56844803-03-04', '?']);
      expect(result.findings.filter(({ check }) => /stale/.test(check))).toEqual([]);
    }
  });
});

describe('a date', () => {
  const read = dateReader();

  it.each([
    ['Tue, 24 Nov 2026 07:05:09 GMT', '2026-11-24T07:05:09.000Z'],
    ['2026-11-24T07:05:09Z', '2026-11-24T07:05:09.000Z'],
    ['Sat, 01 Jan 0000 00:00:00 GMT', '0000-01-01T00:00:00.000Z'],
    ['Fri, 31 Dec -0001 23:59:59 GMT', '-000001-12-31T23:59:59.000Z'],
    ['Mon, 01 Jan 11026 01:02:03 GMT', '+011026-01-01T01:02:03.000Z'],
    ['Wed, 29 Feb 56844 12:00:00 GMT', '+056844-02-29T12:00:00.000Z'],
    ['Thu, 04 Mar 56844803 10:00:00 GMT', '+56844803-03-04T10:00:00.000Z'],
  ])('%s is read as sent', (text, moment) => {
    const at = read(text);
    expect(at === null ? null : isoUtc(at)).toBe(moment);
  });

  it.each(['', 'yesterday', 'Tue, 31 Feb 2026 07:05:09 GMT', 'Tue, 24 Nov 2026 24:00:00 GMT'])(
    '%j is unknown',
    (text) => expect(read(text)).toBeNull(),
  );

  it('of the years that a Date writes is the one that it writes', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date(-62_135_596_800_000), max: new Date(8.64e15), noInvalidDate: true }),
        (date) => {
          const sent = date.toUTCString();
          expect(read(sent)).toBe(Math.floor(date.getTime() / 1000) * 1000);
        },
      ),
    );
  });
});

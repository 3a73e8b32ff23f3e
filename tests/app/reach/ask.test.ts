import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AccessRequest, type Answered, askAccess } from '../../../src/app/reach/ask.ts';
import { configOf } from '../../../src/cli/config.ts';
import { UsageError } from '../../../src/model/errors.ts';
import { fileId, memberId } from '../../../src/model/ids.ts';
import { subjectId } from '../../../src/report/export/access/answer.ts';
import { openStore } from '../../../src/store/open.ts';
import type { Store } from '../../../src/store/store.ts';
import { type Office, openOffice } from '../../helpers/office.ts';
import { earlierRun, laterRun, storeRuns } from './scene.ts';

let office: Office;
let store: Store;
let earlier: number;

beforeAll(async () => {
  office = await openOffice([]);
  [earlier = 0] = await storeRuns(office.folder, [earlierRun, laterRun]);
  store = await openStore(join(office.folder, 'menage.db'));
});
afterAll(async () => {
  await store.close();
  office.leave();
});

function ask(request: AccessRequest): Promise<Answered> {
  return askAccess(store, configOf(office.context), request);
}
const about = (word: string, rest: Partial<AccessRequest> = {}) =>
  ask({ about: { kind: 'subject', word }, ...rest });
const aboutPath = (word: string, rest: Partial<AccessRequest> = {}) =>
  ask({ about: { kind: 'path', word }, ...rest });

/** Each row in short. */
function rowsOf({ answer: { rows } }: Answered): readonly string[] {
  return rows.map(({ change, subject, place, grant }) =>
    [change ?? '', subject.kind, subjectId(subject) ?? '', place.path, grant.permissions.join('+')]
      .join(' ')
      .trim(),
  );
}

describe('whom a word means', () => {
  it.each([
    ['anna', 'person', 'anna'],
    ['ANNA', 'person', 'anna'],
    ['Bruno Leroy', 'person', 'bruno'],
    ['bruno@coop.example', 'person', 'bruno'],
    ['user:zoe', 'person', 'zoe'],
    ['CAPE', 'group', 'CAPE'],
    ['group:photo', 'group', 'photo'],
    ['expert@PARTNER.example', 'mail', 'expert@partner.example'],
    ['max@cloud.partner.example', 'federated', 'max@cloud.partner.example'],
    ['partner.example', 'domain', 'partner.example'],
    ['@cloud.partner.example', 'domain', 'cloud.partner.example'],
    ['voisins', 'circle', 'Voisins'],
  ])('%s is the %s %s', async (word, kind, id) => {
    const { answer } = await about(word);
    expect(answer.question).toMatchObject({ kind: 'subject', subject: { kind } });
    expect(answer.question.kind === 'subject' && subjectId(answer.question.subject)).toBe(id);
  });

  it('is the person first where a group is called the same, and names how to ask for the group', async () => {
    const { answer, others } = await about('photo');
    expect(answer.question).toMatchObject({ subject: { kind: 'person', id: 'photo' } });
    expect(others).toEqual(['group:photo']);
    expect((await about('user:photo')).others).toEqual([]);
  });

  it.each([
    ['group:bruno', 'This run knows no group "bruno": it knows user:bruno.'],
    ['ana', 'This run knows no person, group, address or domain "ana": near it are anna.'],
    ['group:fhoto', 'near it are group:photo.'],
    ['partnr.example', 'near it are partner.example'],
    ['users', '"users": '],
    ['Jean Martin', '"Jean Martin" is the name of 2 people: ask for user:jean1 or user:jean2.'],
    ['quelqu’un', 'members.csv and shares.csv of "menage report" list whom a run knows.'],
    ['a\u001b[31mnna', '"a␛[31mnna"'],
  ])('refuses %j', async (word, message) => {
    const refused = about(word);
    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toThrow(message);
  });
});

describe('what a subject reaches', () => {
  it('is what its shares, its groups and group folders give, and nothing of its own', async () => {
    expect(rowsOf(await about('chloe'))).toEqual([
      'person chloe /Photos read+update+create+delete+share',
      'person chloe / read+update+create+delete+share',
    ]);
    expect(rowsOf(await ask({ about: { kind: 'anyone' } }))).toEqual([
      'anyone  /Dépôt create',
      'anyone  /Photos/été.jpg read',
    ]);
  });

  it('is what has changed since a run or a day', async () => {
    const expected = ['added person anna /Budget read', 'removed person anna /Ancien read'];
    expect(rowsOf(await about('anna', { since: String(earlier) }))).toEqual(expected);
    const byDay = await about('anna', { since: '2026-11-01' });
    expect(byDay.answer.since?.id).toBe(earlier);
    expect(rowsOf(byDay)).toEqual(expected);
  });

  it('is asked of an earlier run by its number', async () => {
    const { answer } = await about('anna', { run: earlier });
    expect(answer.run.id).toBe(earlier);
    expect(answer.rows.map(({ place }) => place.path)).toContain('/Ancien');
  });

  it.each([
    ['2026-01-01', 'No run of all members had finished by 2026-01-01: earlier ones are '],
    ['hier', '"hier" is neither the number of a run nor a day (YYYY-MM-DD)'],
    ['99', 'Run 99 is not before run '],
  ])('is not compared since %s', async (since, message) => {
    await expect(about('anna', { since })).rejects.toThrow(message);
  });
});

describe('who reaches a thing', () => {
  it('has everybody with access, and what is shared on its own inside', async () => {
    const answered = await aboutPath('anna:/Photos/');
    expect(rowsOf(answered).map((row) => row.split(' ').slice(0, 2).join(' '))).toEqual([
      'group photo',
      'person anna',
      'person chloe',
    ]);
    expect(answered.answer.inside.map(({ path }) => path)).toEqual(['/Photos/été.jpg']);
  });

  it('names who has other rights than before', async () => {
    const answered = await aboutPath('anna:/Photos', { since: String(earlier) });
    expect(rowsOf(answered).map((row) => row.split(' ').slice(0, 3).join(' '))).toEqual([
      'changed group photo',
      'changed person chloe',
    ]);
    expect(answered.answer.rows.every(({ before }) => before?.permissions.join() === 'read')).toBe(true);
  });

  it('is the same in a group folder whichever way it is named', async () => {
    const [byOwner, bySpace] = [
      await aboutPath('anna:/Bureau/Plans'),
      await aboutPath('space:Bureau:/Plans'),
    ];
    expect(rowsOf(byOwner)).toEqual(rowsOf(bySpace));
    expect(byOwner.answer.question).toMatchObject({ place: { place: { kind: 'space' }, path: '/Plans' } });
  });

  it.each([
    ['anna', 'write it as OWNER:/path'],
    [':/Photos', 'write it as OWNER:/path'],
    ['ana:/Photos', 'near it are user:anna'],
    ['space:Burau:/', 'This run knows no group folder "Burau": near it are Bureau.'],
  ])('refuses %s', async (word, message) => {
    await expect(aboutPath(word)).rejects.toThrow(message);
  });

  it('of a path that the tree of its owner lacks is a mistake, and near ones are named', async () => {
    expect(rowsOf(await aboutPath('anna:/Foto'))).toHaveLength(1);
    const writer = await store.snapshots.begin(memberId('anna'));
    const times = { modifiedAt: 1, uploadedAt: null, etag: '"e"', checksum: null };
    await writer.add([
      { fileId: fileId('1'), path: '/', isFolder: true, size: 1, ...times },
      { fileId: fileId('2'), path: '/Foto', isFolder: true, size: 1, ...times },
    ]);
    await writer.commit({
      ...{ member: memberId('anna'), rootEtag: '"e"', dataFingerprint: '', strategy: 'search', readAt: 1 },
      ...{ bytes: 1, files: 0, folders: 2, hasMounts: false },
    });
    expect(rowsOf(await aboutPath('anna:/Foto'))).toHaveLength(1);
    await expect(aboutPath('anna:/Fotos')).rejects.toThrow(
      'there is no "/Fotos": correct the path, or ask by the owner of what others share with anna. Shared near it: /Photos.',
    );
  });
});

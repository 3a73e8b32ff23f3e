import { afterAll, describe, expect, it } from 'vitest';
import { fileId } from '../../../src/model/ids.ts';
import { openStore } from '../../../src/store/open.ts';
import type { UploadNotes } from '../../../src/store/store.ts';
import { ANNA, BOB, newLocation } from '../helpers.ts';

const store = await openStore(newLocation());
afterAll(() => store.close());

const NOTES: UploadNotes = {
  member: ANNA,
  question: '[]',
  dueAt: 1_800_000_000_000,
  reportedFrom: null,
  tried: [fileId('7')],
  files: [
    { fileId: fileId('8'), etag: '"a"', uploadedAt: 1_700_000_000_000 },
    { fileId: fileId('9'), etag: '"b"', uploadedAt: null },
  ],
};

describe('what was learnt of uploads', () => {
  it('comes back as it was saved, for each member the latest', async () => {
    expect((await store.snapshots.known(ANNA)).uploads).toBeNull();
    await store.snapshots.saveBeside(NOTES.member, { uploads: { ...NOTES, files: [] } });
    await store.snapshots.saveBeside(NOTES.member, { uploads: NOTES });
    expect((await store.snapshots.known(ANNA)).uploads).toEqual(NOTES);
    expect((await store.snapshots.known(BOB)).uploads).toBeNull();
  });

  it('goes with the tree of a departed member, and with whoever is forgotten', async () => {
    await store.snapshots.saveBeside(BOB, { uploads: { ...NOTES, member: BOB } });
    await store.snapshots.erase([BOB]);
    expect((await store.snapshots.known(BOB)).uploads).toBeNull();
    expect(await store.members.known()).toContain(ANNA);
    await store.members.forget(ANNA);
    expect((await store.snapshots.known(ANNA)).uploads).toBeNull();
    expect(await store.members.known()).not.toContain(ANNA);
  });
});

import { expect, it } from 'vitest';
import { memberId } from '../../src/model/ids.ts';
import { openStore } from '../../src/store/open.ts';
import type { MemberRow } from '../../src/store/store.ts';
import { newLocation } from './helpers.ts';

/** Ids whose order depends on who compares them: capitals, accents, what stands for something in SQL. */
function idsOf(count: number) {
  const names = ['Zoé', 'zoe', 'é', "o'neil", '100%', '_', 'Ähre'];
  return Array.from({ length: count }, (_, at) => memberId(`${names[at % names.length]}${at}`));
}

function rowOf(id: MemberRow['id']): MemberRow {
  return {
    ...{ id, name: `Name of ${id}`, mail: null, language: 'fr', antenna: null },
    ...{ lastLogin: 5, lastRequestAt: null, groups: [] },
  };
}

it.each([0, 1, 499, 500, 501, 1_000, 1_203])(
  'gives back %i members and what they saw, each once',
  async (count) => {
    const store = await openStore(newLocation());
    const ids = idsOf(count);
    const looks = ids.map((member) => ({ member, rootEtag: `"${member}"`, mounts: [] }));
    await store.members.save(ids.map(rowOf));
    await store.spaces.save([], looks);
    const inOrder = ids.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect(await store.members.list()).toEqual(inOrder.map(rowOf));
    expect((await store.spaces.looks()).map(({ member }) => member)).toEqual(inOrder);
    await store.close();
  },
);

import { afterAll, expect, it } from 'vitest';
import { openStage, type Stage } from '../../helpers/stage.ts';

let stage: Stage;
afterAll(() => stage.close());

it('an audit that breaks off half-way does not pass its own requests for the members’ logins', {
  timeout: 30_000,
}, async () => {
  stage = await openStage({ readable: true });
  const breakOff = ({ membersDone }: { readonly membersDone: number }) => {
    if (membersDone === 10) throw new Error('broken off');
  };
  await expect(stage.audit({ onProgress: breakOff })).rejects.toThrow('broken off');
  const { result } = await stage.audit();
  const told = new Map(stage.truth.members.map(({ id, lastLogin }) => [id, lastLogin]));
  for (const { id, lastLogin } of result.members) {
    expect([id, lastLogin === null ? null : Date.parse(lastLogin)]).toEqual([id, told.get(id) ?? null]);
  }
});

import { expect, it } from 'vitest';
import { memberKey } from '../../../src/model/mail.ts';
import { openStore } from '../../../src/store/open.ts';
import { ANNA, BOB, newLocation, result } from '../helpers.ts';

it('erases runs whole, but for those that a mail belongs to, queued or held back', async () => {
  const store = await openStore(newLocation());
  const begun = async () => {
    const run = await store.runs.start(1);
    await store.runs.finish(run, result(), [{ check: 'quota', member: ANNA, extent: 'whole' }]);
    return run;
  };
  const [plain, queued, held, notNamed] = [await begun(), await begun(), await begun(), await begun()];
  const mail = { period: '2026-09', recipient: 'anna@coop.example' };
  await store.outbox.queue([{ ...mail, run: queued, key: memberKey(ANNA), messageId: '<anna@coop>' }]);
  await store.outbox.noteHeld([{ ...mail, run: held, key: memberKey(BOB), reasons: [] }]);
  const named = [plain, queued, held];
  expect(await store.eraseUnmailed(named)).toBe(1);
  expect((await store.runs.list()).map(({ id }) => id)).toEqual([notNamed, held, queued]);
  expect(await store.runs.result(plain)).toBeNull();
  expect(await store.runs.result(queued)).not.toBeNull();
  expect(await store.eraseUnmailed(named)).toBe(0);
  await store.close();
});

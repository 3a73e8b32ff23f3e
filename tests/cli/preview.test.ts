import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { preview } from '../../src/cli/preview.ts';
import { configOf } from '../../src/cli/setup.ts';
import { openOffice } from './helpers.ts';

it('a preview speaks in the words of the organisation, anew at each look, and names what is wrong', {
  timeout: 60_000,
}, async () => {
  const stop = new AbortController();
  const office = await openOffice(['templates: { directory: mine }'], stop.signal);
  const words = join(office.folder, 'mine/words/fr.yaml');
  mkdirSync(join(office.folder, 'mine/words'), { recursive: true });
  writeFileSync(words, 'hello: Salut à toi,\n');
  const ended = preview(office.context, configOf(office.context), 'anna');
  await vi.waitFor(() => expect(office.said).toHaveLength(1), { timeout: 50_000 });
  const look = async () => (await fetch(/http:\S+/.exec(office.said[0] ?? '')?.[0] ?? '')).text();
  expect(await look()).toContain('Salut à toi,');
  writeFileSync(words, 'hello: Coucou,\ngauge.of: de {cota}\n');
  expect(await look()).toMatch(/<pre>.*mine\/words\/fr\.yaml:2: gauge\.of: there is no \{cota\} here/s);
  writeFileSync(words, 'hello: Coucou,\n');
  expect(await look()).toContain('Coucou,');
  stop.abort();
  expect(await ended).toBe(0);
  office.leave();
});

import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Context, contextOf } from '../../src/cli/context.ts';
import { memberId } from '../../src/model/ids.ts';
import { openStore } from '../../src/store/open.ts';
import { member, resultOf } from '../report/helpers.ts';
import { MB, nearlyFull } from '../report/mail-scenes.ts';
import { temporaryFolder } from './temporary.ts';

/** A folder with a config and a store that holds one run: Anna, Bruno and Chloé have little room left. */
export interface Office {
  readonly folder: string;
  /** What commands say goes into `said`. */
  readonly context: Context;
  readonly said: string[];
  leave(): void;
}

/**
 * Sets such a folder up.
 * @param lines further lines of the config.
 */
export async function openOffice(lines: readonly string[], stop?: AbortSignal): Promise<Office> {
  const folder = temporaryFolder('office');
  const config = join(folder, 'menage.yaml');
  const said: string[] = [];
  writeFileSync(
    config,
    [
      'server: { url: http://127.0.0.1:9, admin: { user: admin } }',
      'organisation: { name: Coop, language: fr, timezone: Europe/Paris }',
      ...lines,
    ].join('\n'),
  );
  await storeOneRun(join(folder, 'menage.db'));
  const context = contextOf({ config, quiet: true }, stop ?? new AbortController().signal);
  return {
    folder,
    context: { ...context, out: (text) => said.push(text), document: (json) => said.push(json) },
    said,
    leave: () => rmSync(folder, { recursive: true }),
  };
}

async function storeOneRun(path: string): Promise<void> {
  const store = await openStore(path);
  const ids = ['anna', 'bruno', 'chloe'];
  await store.members.save(
    ids.map((id) => ({
      ...{ id: memberId(id), name: id, mail: `${id}@coop.example`, language: 'fr', antenna: null },
      ...{ lastLogin: null, groups: null, lastRequestAt: null },
    })),
  );
  const members = ids.map((id) => member(id, { bytes: 2000 * MB }));
  const findings = ids.map((id) => nearlyFull(id, 2000 * MB, 'high'));
  const run = await store.runs.start(Date.UTC(2026, 10, 23, 3, 12));
  const result = resultOf({ members, shares: [], findings });
  await store.runs.finish(run, { ...result, run: { ...result.run, id: run } }, []);
  await store.close();
}

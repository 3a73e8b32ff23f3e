import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { expect, it } from 'vitest';
import { caseFile } from '../helpers/case-file.ts';
import { menage } from '../helpers/cli.ts';
import { withSmallWorkspace } from '../helpers/small-workspace.ts';
import { smallWorld } from '../helpers/world.ts';

it('names and labels with bare line ends make one record each in the CSV files, and no formula', async () => {
  const world = smallWorld({
    members: { anna: { displayName: 'Anna\n=1+1', files: { '/Devis/devis.pdf': 1_000, '/a.txt': 1 } } },
    shares: [
      { fileOwner: 'anna', path: '/Devis' },
      { fileOwner: 'anna', path: '/a.txt' },
    ],
  });
  const shares = caseFile('csv-line-end/shares-anna.json');
  const rewrite = ({ path }: { readonly path: string }) =>
    /\/files_sharing\/api\/v1\/shares\?/.test(path) && !path.includes('shared_with_me=true') ? shares : null;
  await withSmallWorkspace(world, { rewrite }, async (workspace) => {
    await workspace.audit();
    const { err, code } = await menage(
      ['report', '--format', 'csv', '--csv-dialect', 'comma', '--out', 'csv'],
      {
        cwd: workspace.folder,
      },
    );
    expect([err, code]).toEqual(['', 0]);
    for (const [file, lines] of [
      ['shares.csv', 3],
      ['members.csv', 2],
    ] as const) {
      const text = readFileSync(join(workspace.folder, 'csv', file), 'utf8');
      const records: string[][] = parse(text, { bom: true });
      expect(records).toHaveLength(lines);
      // As a program reads it that takes every line end for one.
      expect(text.trimEnd().split(/\r\n|[\n\r\u0085\u2028\u2029]/)).toHaveLength(lines);
      expect(records.flat().filter((cell) => /^[=+\t\r@-]/.test(cell))).toEqual([]);
    }
    const text = readFileSync(join(workspace.folder, 'csv', 'shares.csv'), 'utf8');
    expect(text).toContain('pour le client␊=2+3');
    expect(text).toContain('devis␍+33 6');
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { AccessDocument } from '../../src/report/export/access/json.ts';
import { menage } from '../helpers/cli.ts';
import { withSmallWorkspace } from '../helpers/small-workspace.ts';
import { NOW, smallWorld } from '../helpers/world.ts';

const DAY = 86_400_000;
const world = () =>
  smallWorld({
    members: {
      alice: { files: { '/Photos/été.jpg': 1, '/Privé/carnet.txt': 1 } },
      bob: { appPassword: null },
    },
    shares: [
      { fileOwner: 'alice', path: '/Photos', type: 0, recipient: 'bob' },
      { fileOwner: 'alice', path: '/Photos/été.jpg', type: 4, recipient: 'expert@partner.example' },
    ],
  });

it('who reaches what is asked of what an audit left, when the server has gone', {
  timeout: 60_000,
}, async () => {
  await withSmallWorkspace(world(), {}, async ({ folder, audit, server }) => {
    expect((await audit()).code).toBe(0);
    expect((await audit({ now: NOW + DAY })).code).toBe(0);
    await server.close();
    const ask = (...words: readonly string[]) => menage(['access', ...words], { cwd: folder });

    const bob = await ask('bob');
    expect(bob).toMatchObject({ code: 0, err: '' });
    expect(bob.out).toMatch(/^bob .*· run 2 of 25 November 2026\n1 thing of others: 1 to /);
    expect(bob.out).toContain('\n  /Photos/  ');
    expect(bob.out).toContain('\n- Known from 1 of 2 members: ');

    const json = await ask('partner.example', '--format', 'json', '--since', '1');
    expect(AccessDocument.parse(JSON.parse(json.out))).toMatchObject({ rows: [], since: { id: 1 } });

    const csv = await ask('--path', 'alice:/Photos/été.jpg', '--format', 'csv', '--out', 'photo.csv');
    expect(csv).toMatchObject({ code: 0, out: `${join(folder, 'photo.csv')}\n` });
    expect(readFileSync(join(folder, 'photo.csv'), 'utf8')).toMatch(/mail;expert@partner\.example;/);

    const typo = await ask('bobb');
    expect(typo).toMatchObject({ code: 2, out: '' });
    expect(typo.err).toBe(
      'menage: This run knows no person, group, address or domain "bobb": near it are bob.\n',
    );
    const gone = await ask('--path', 'alice:/Photos/ete.jpg');
    expect(gone.code).toBe(2);
    expect(gone.err).toContain('Shared near it: /Photos/été.jpg.');
    expect(gone.err).not.toContain('carnet');
  });
});

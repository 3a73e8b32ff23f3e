import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openVault } from '../../src/credentials/vault.ts';
import { memberId } from '../../src/model/ids.ts';
import { secret } from '../../src/model/secret.ts';
import { type RunOutcome, type SmallWorkspace, withSmallWorkspace } from '../helpers/small-workspace.ts';
import { NOW, smallWorld } from '../helpers/world.ts';

const MONTH = 31 * 86_400_000;
const BOB = memberId('bob');

/** Anna has one open link, Bob twelve. */
const linked = () =>
  smallWorld({
    members: { anna: { files: { '/a.txt': 12_000 } }, bob: { files: { '/b.txt': 12_000 } } },
    shares: [
      { fileOwner: 'anna', path: '/a.txt' },
      ...Array.from({ length: 12 }, () => ({ fileOwner: 'bob', path: '/b.txt' })),
    ],
  });

const vaultIn = ({ folder }: SmallWorkspace) =>
  openVault({
    path: join(folder, 'menage.vault'),
    key: secret(readFileSync(join(folder, 'key'), 'utf8')),
  });

const sharingStates = ({ result }: RunOutcome, member: string) => [
  ...new Set(
    result.findings.flatMap((one) =>
      one.member === member && one.subject.kind === 'share' ? [one.state] : [],
    ),
  ),
];
const adminMail = ({ mails }: SmallWorkspace) =>
  mails.received
    .filter(({ to }) => to.includes('admins@coop.example'))
    .map(({ raw }) => raw.toString().replaceAll(/=\r?\n/g, ''))
    .at(-1);

it('what is seen first because access was granted is neither new nor more', { timeout: 60_000 }, async () => {
  let now = NOW;
  await withSmallWorkspace(linked(), { serverClock: () => now }, async (workspace) => {
    const vault = await vaultIn(workspace);
    const granted = vault.list().find(({ member }) => member === BOB);
    if (granted === undefined) throw new Error('Bob granted access');
    await vault.remove([BOB]);
    const first = await workspace.audit({ now });
    expect(sharingStates(first, 'anna')).toEqual(['new']);
    expect(sharingStates(first, 'bob')).toEqual([]);
    await (await vaultIn(workspace)).put([granted]);
    now += MONTH;
    const second = await workspace.auditAndSend({ now });
    expect(second.result.shares.filter(({ owner }) => owner === 'bob')).toHaveLength(12);
    expect(sharingStates(second, 'bob')).toEqual(['open']);
    expect(adminMail(workspace)).toContain('Rien de nouveau');
    expect(adminMail(workspace)).not.toContain('+12');
  });
});

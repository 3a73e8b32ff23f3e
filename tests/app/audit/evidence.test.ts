import { describe, expect, it } from 'vitest';
import { gatherServer } from '../../../src/app/audit/evidence.ts';
import { ownMessages } from '../../../src/app/report/locales.ts';
import type { Inventory } from '../../../src/gather/inventory/inventory.ts';
import { memberId } from '../../../src/model/ids.ts';
import { because } from '../../../src/model/reasons/reason.ts';
import { reasonSpeaker } from '../../../src/report/text/reasons.ts';
import { withSmallWorkspace } from '../../helpers/small-workspace.ts';
import { smallWorld } from '../../helpers/world.ts';

const ID = 'links-older-than-policy';

/** Alice, whose links are read, and somebody outside the group who shares as well. */
function withOutsider(shares: readonly string[]) {
  return smallWorld({
    members: { alice: { files: { '/a.txt': 1 } }, outsider: { groups: [], files: { '/b.txt': 1 } } },
    shares: shares.map((fileOwner) => ({ fileOwner, path: fileOwner === 'alice' ? '/a.txt' : '/b.txt' })),
    policy: { linkPasswordEnforced: true },
  });
}

describe('what the server counts', () => {
  it('shows shares that no member’s list had: the check over all of them says so', async () => {
    await withSmallWorkspace(withOutsider(['alice', 'outsider']), {}, async ({ audit }) => {
      const { code, result } = await audit();
      expect(code).toBe(0);
      const reason =
        'Judged in part (Not all shares that the server counts were read: links 1 of 2): the server.';
      expect(result.checks.find(({ id }) => id === ID)).toMatchObject({ status: 'ran', findings: 1, reason });
      const check = result.checks.find(({ id }) => id === ID) ?? { reason: null, reasons: [] };
      expect(reasonSpeaker(ownMessages, 'fr')(check)).toBe(
        'Jugé en partie (les partages que compte le serveur n’ont pas tous été lus\u00a0: liens 1 sur 2)\u00a0: le serveur.',
      );
    });
  });

  it('says nothing where all were read', async () => {
    await withSmallWorkspace(withOutsider(['alice']), {}, async ({ audit }) => {
      const { result } = await audit();
      expect(result.checks.find(({ id }) => id === ID)).toMatchObject({ findings: 1, reason: null });
    });
  });
});

describe('accounts of which the server gave nothing but the id', () => {
  it('are not judged, and are told of', () => {
    const account = (id: string) => ({ id: memberId(id), name: id, enabled: true, groups: [] });
    const inventory: Pick<Inventory, 'accounts' | 'members' | 'unknown' | 'policy' | 'notListed' | 'short'> =
      {
        accounts: new Map(['alice', 'broken', 'robot'].map((id) => [memberId(id), account(id)])),
        members: [],
        unknown: [memberId('broken')],
        notListed: new Map(),
        short: because('accounts.unknown', { accounts: 1 }),
        policy: {
          unknownBecause: null,
          linkPasswordEnforced: false,
          linkExpiryEnforced: false,
          linkExpiryDays: null,
          publicUpload: true,
          resharing: true,
          federation: true,
          defaultPermissions: null,
        },
      };
    const known = { inventory, shares: [], sharesLack: null, excepted: new Set(['robot']), register: [] };
    expect(gatherServer(known).accounts).toEqual({
      known: 'part',
      value: [account('alice')],
      reasons: [because('accounts.unknown', { accounts: 1 })],
    });
  });
});

import { describe, expect, it } from 'vitest';
import { mailShareWithoutPassword } from '../../../src/checks/sharing/mail-share-without-password.ts';
import { draftsOf, judge, link, share } from '../helpers.ts';

describe('mail-share-without-password', () => {
  it('finds a mail share without password', () => {
    const open = share({ type: 'mail', recipient: 'a@b.example' });
    const [found, ...others] = draftsOf(mailShareWithoutPassword, { evidence: { shares: [open] } });
    expect(others).toEqual([]);
    expect(found?.subject).toEqual({ kind: 'share', id: open.id, path: open.path });
    expect(found?.actual).toEqual({ recipient: 'a@b.example' });
  });

  it('leaves alone what is just not that', () => {
    const shares = [share({ type: 'mail', hasPassword: true }), link(), share()];
    expect(draftsOf(mailShareWithoutPassword, { evidence: { shares } })).toEqual([]);
  });

  it('is not run without its evidence', () => {
    expect(judge(mailShareWithoutPassword, { lacking: ['shares'] })).toMatchObject({
      extent: 'none',
      reason: 'shares was not read.',
    });
  });
});

import { describe, expect, it } from 'vitest';
import { acceptorOf, type Exception } from '../../src/judge/exceptions.ts';
import { memberId } from '../../src/model/ids.ts';

describe('exceptions', () => {
  const TODAY = '2026-11-23';
  const accepts = (
    exception: Partial<Exception>,
    member = 'anna',
    path: string | null = '/Public/plaquette.pdf',
  ) =>
    acceptorOf([{ check: 'link-old', path: '/Public/**', until: TODAY, ...exception }], TODAY)(
      'link-old',
      memberId(member),
      path,
    );

  it('hold to the end of their last day', () => {
    expect(accepts({ until: '2026-11-23' })).toBe(true);
    expect(accepts({ until: '2026-11-22' })).toBe(false);
  });

  it('hold for one check and path, and for one member where one is named', () => {
    expect(accepts({ check: 'link-wide' })).toBe(false);
    expect(accepts({}, 'anna', '/Privé/a')).toBe(false);
    expect(accepts({ member: 'anna' })).toBe(true);
    expect(accepts({ member: 'bruno' })).toBe(false);
  });

  it('meet what has no path only where they name none', () => {
    expect(accepts({ path: '**' }, 'anna', null)).toBe(true);
    expect(accepts({ path: '/**' }, 'anna', null)).toBe(false);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  FINDING,
  ITEM,
  type ItemData,
  MEMBER,
  type MemberData,
} from '../../../../src/report/page/common/data.ts';
import { maskOf, namesIn } from '../../../../src/report/page/common/packed.ts';

const item: ItemData = {
  severity: 1,
  owner: 2,
  kind: 3,
  rights: 4,
  flags: 5,
  path: '/Devis',
  end: '2027-01-31',
  made: 20_000,
  recipient: [17, 18],
  label: 'for the client',
  maker: 6,
  fileId: '77',
  id: '8',
  permissions: 9,
  findings: [FINDING.pack({ check: 10, severity: 11, sentence: 12, since: 13, fresh: 1 })],
  months: 14,
  action: 15,
  mailed: 16,
};

const member: MemberData = {
  person: 1,
  used: 2,
  quota: 3,
  tenths: 4,
  level: 0,
  files: 5,
  trash: 6,
  coverage: 7,
  reason: 8,
  login: 9,
  freeable: 10,
  links: 11,
  linksWithoutPassword: 12,
  severe: 13,
  findings: 14,
  checks: [[15, 16, 17]],
};

describe('rows of the page’s data', () => {
  it('come back as they were, each field from a place of its own', () => {
    expect(ITEM.unpack(ITEM.pack(item))).toEqual(item);
    expect(MEMBER.unpack(MEMBER.pack(member))).toEqual(member);
    expect(ITEM.pack(item)).toHaveLength(Object.keys(item).length);
    expect(item.findings.map(FINDING.unpack)).toEqual([
      { check: 10, severity: 11, sentence: 12, since: 13, fresh: 1 },
    ]);
  });

  it('hold any choice of names in one number', () => {
    const all = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] as const;
    fc.assert(
      fc.property(fc.subarray([...all]), (some) => {
        expect(namesIn(all, maskOf(all, some))).toEqual(some);
      }),
    );
  });
});

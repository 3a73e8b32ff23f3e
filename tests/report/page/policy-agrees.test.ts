import { expect, it } from 'vitest';
import { CHECKS } from '../../../src/checks/index.ts';
import { policyLinkExpiry } from '../../../src/checks/policy/policy-link-expiry.ts';
import { findingsCsv } from '../../../src/report/export/csv.ts';
import { pageView } from '../../../src/report/page/view.ts';
import { judgeServer, POLICY } from '../../checks/helpers.ts';
import { finding, inputOf, member, resultOf } from '../helpers.ts';

/** The page of a server whose links must end after so many days (null: need not end), as the check judges it. */
function pageWith(days: number | null) {
  const policy = { ...POLICY, linkExpiryEnforced: days !== null, linkExpiryDays: days };
  const { defaultPermissions: _, ...told } = policy;
  const findings = judgeServer(policyLinkExpiry, { policy }).map(({ subject, severity, actual }) =>
    finding(policyLinkExpiry.id, null, subject, {
      severity: severity ?? policyLinkExpiry.severity,
      audience: 'admin',
      actual: { ...actual, enforced: actual['enforced'] === true },
    }),
  );
  const result = resultOf({ members: [member('anna')], shares: [], findings }, CHECKS);
  const input = inputOf([{ ...result, policy: { ...told, unknownBecause: null } }], { checks: CHECKS });
  const { actions, settings } = pageView(input, 'en');
  return { actions, row: settings.rows[1], csv: findingsCsv(input) };
}

it('an end that is enforced but far is never called "not enforced"', () => {
  const { actions, row, csv } = pageWith(91);
  expect(row).toMatchObject({ today: 'enforced, 91 days', severity: 'medium', fine: false });
  expect(actions).toEqual([]);
  expect(csv).toContain(',medium,admin,');
});

it('an end that is not enforced stands among the first things to do, in the words of the finding', () => {
  const { actions, row } = pageWith(null);
  expect(row).toMatchObject({ today: 'none', severity: 'high' });
  expect(actions[0]?.where).toBe('The server does not enforce an expiry date on public links.');
});

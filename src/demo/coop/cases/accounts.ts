import type { PlannedCase } from '../planned-case.ts';
import { ago, KB, MB, over, stillUnder } from '../relative-dates.ts';

const OLDER = ago('13 months');

/** What the accounts themselves tell, trees that cannot be read, and names that want to do harm. */
export const ACCOUNT_CASES: readonly PlannedCase[] = [
  account('potter', 'An eighth of a gigabyte above the quota', { finds: ['quota-nearly-full'] }, 'critical'),
  account('brewer', 'Full to the last byte', { finds: ['quota-nearly-full'] }, 'critical'),
  account('bookbinder', 'Nine tenths full, just', { finds: ['quota-nearly-full'] }, 'high'),
  account('weaver', 'A byte less than nine tenths', { finds: ['quota-nearly-full'] }, 'medium'),
  account('beekeeper', 'Four fifths full, just', { finds: ['quota-nearly-full'] }, 'medium'),
  account('cook', 'A byte less than four fifths', { spares: ['quota-nearly-full', 'quota-not-the-rule'] }),
  account('musician', 'No quota on the server; the rule is used', { finds: ['quota-not-the-rule'] }),
  account('accountant', 'A quota of 5 GB', { finds: ['quota-not-the-rule'] }),
  account('departed', 'Disabled, and its files are still there', { finds: ['departed-with-data'] }),
  account('departed-empty', 'Disabled, with nothing left', { spares: ['departed-with-data'] }),
  {
    who: 'dormant',
    description: 'A day more than 180 days away, a byte more than 100 MB',
    account: { lastLogin: over('180 days') },
    finds: ['dormant-account'],
  },
  {
    who: 'dormant-light',
    description: 'Long away, but exactly 100 MB and no link',
    account: { lastLogin: ago('10 months') },
    spares: ['dormant-account'],
  },
  {
    who: 'tailor',
    description: 'With a link and 400 MB, a day less than 180 days away at the second run too',
    account: { lastLogin: stillUnder('180 days') },
    spares: ['dormant-account'],
  },
  {
    who: 'newcomer',
    description: 'Has never logged in',
    account: { lastLogin: null },
  },
  account('dormant-light', 'Has no address', { finds: ['member-without-mail'] }),
  account('newcomer', 'Has an address', { spares: ['member-without-mail', 'member-not-read'] }),
  account('guest', 'Enabled, in none of the member groups', { finds: ['member-outside-groups'] }),
  account('former-guest', 'In none of the member groups, but disabled', {
    spares: ['member-outside-groups'],
  }),
  {
    who: 'archivist',
    description: 'A folder whose list is refused',
    folder: '/Fonds/Réservé',
    holds: [['inventaire.pdf', 2 * MB, OLDER]],
    unreadable: 'forbidden',
    finds: ['member-not-read'],
  },
  {
    who: 'archivist',
    description: 'A folder that the server has not scanned yet',
    folder: '/Fonds/Nouveau dépôt',
    holds: [],
    unreadable: 'unscanned',
  },
  {
    who: 'leaver',
    description: 'Leaves the coop between the runs, with a link that nobody closes',
    shares: '/Jardins/Plans.pdf',
    with: 'link',
    made: ago('8 months'),
    ends: null,
    size: 900 * KB,
    finds: ['link-without-expiry'],
  },
  ...[
    '<script>alert(1)</script>.mp4',
    '=HYPERLINK("http:example.org","x").csv',
    '"><img src=x onerror=alert(1)>.mov',
    'facture\u202Efdp.exe.jpg',
    'a\r\nBcc: tous@example.org.txt',
    'deux\nlignes.txt',
    '{{constructor}} #{x} %s %n.wav',
    '\u001B[31mrouge\u001B[0m.log',
    `${'é'.repeat(122)}é.mp4`,
    "'; DROP TABLE entries; --.sq",
  ].map((name, index) => stale(name, index)),
  {
    who: 'scribe',
    description: 'A link on a folder with markup in its name and a formula as its label',
    shares: '/<b onmouseover=alert(1)>Textes & "lettres"',
    with: 'link',
    password: false,
    label: "=cmd|' /C calc'!A0",
    note: '<script>alert(2)</script>',
    holds: [['🎷 emoji 👩🏽‍🎨 #%?+;.txt', 3 * KB, OLDER]],
    finds: ['link-without-password'],
  },
];

function account(
  who: string,
  description: string,
  checks: Pick<PlannedCase, 'finds' | 'spares'>,
  severity?: 'critical' | 'high' | 'medium',
): PlannedCase {
  return { who, description, account: {}, ...checks, ...(severity === undefined ? {} : { severity }) };
}

/** Large and stale, so that its name reaches the mail, the page and the tables. */
function stale(name: string, index: number): PlannedCase {
  return {
    who: 'scribe',
    description: 'A file whose name wants to be more than a name',
    file: `/Courriers/${name}`,
    size: 51 * MB + index,
    modified: ago('15 months'),
    uploaded: index % 2 === 0 ? 'unknown' : ago('15 months'),
    finds: ['large-stale-file'],
  };
}

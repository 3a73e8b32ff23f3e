import { z } from 'zod';
import type { MemberId } from '../../model/ids.ts';
import { LANGUAGES } from '../../model/member.ts';
import { MAIL_INTERVALS } from '../../model/portal/portal.ts';
import type { Database, Queryable, Row } from '../database/database.ts';
import { readRow, type StoredShape } from '../database/rows.ts';
import { hasLeft } from '../forget/left.ts';
import { fields, Member, Moment } from './columns.ts';
import type { PeopleStore, PortalPerson } from './portal-store.ts';

/** Numbers stand as texts: "never" is one of the values. */
const Interval = z.string().transform((text, context) => {
  const found = MAIL_INTERVALS.find((one) => String(one) === text);
  if (found === undefined) context.addIssue('is no interval');
  return found ?? z.NEVER;
});

const PERSON: StoredShape<PortalPerson> = {
  what: 'person of the portal',
  id: 'member',
  schema: z.object({
    member: Member,
    round: z.number().int(),
    invitedAt: Moment.nullable(),
    invitations: z.number().int(),
    lastInvitedAt: Moment.nullable(),
    declinedAt: Moment.nullable(),
    every: Interval,
    language: z.enum(LANGUAGES).nullable(),
  }),
};

/** As somebody is of whom nothing is noted. */
const NEWCOMER = {
  ...{ round: 0, invitedAt: null, invitations: 0, lastInvitedAt: null, declinedAt: null },
  ...{ every: 1, language: null },
} as const satisfies Omit<PortalPerson, 'member'>;

export function peopleStore(database: Database): PeopleStore {
  const read = (row: Row | undefined) =>
    row === undefined ? null : readRow(fields(row), PERSON, database.noteOdd);
  const add = (within: Queryable, member: MemberId) =>
    within.run('INSERT INTO portal_people (member) VALUES (?) ON CONFLICT (member) DO NOTHING', member);
  const byMember = async (database: Queryable, member: MemberId) =>
    read(await database.get('SELECT * FROM portal_people WHERE member = ?', member));
  /** Nothing is written of somebody who only looks. */
  const personOf = async (database: Queryable, member: MemberId): Promise<PortalPerson> =>
    (await byMember(database, member)) ?? { member, ...NEWCOMER };
  /** Sets columns of a person, who is made where not known. */
  const set = (member: MemberId, columns: string, ...values: readonly (string | number | null)[]) =>
    database.transaction(async (within) => {
      await add(within, member);
      await within.run(`UPDATE portal_people SET ${columns} WHERE member = ?`, ...values, member);
      return personOf(within, member);
    });
  return {
    get: (member) => personOf(database, member),
    list: async () =>
      (await database.all('SELECT * FROM portal_people ORDER BY member')).flatMap((row) => read(row) ?? []),
    invite: (member, at) =>
      set(
        member,
        'round = round + 1, invited_at = ?, invitations = 0, last_invited_at = NULL, declined_at = NULL',
        at,
      ),
    noteInvitation: async (member, at) =>
      void (await set(member, 'invitations = invitations + 1, last_invited_at = ?', at)),
    setDeclined: async (member, at) => void (await set(member, 'declined_at = ?', at)),
    hasDeclined: async (member) => (await byMember(database, member))?.declinedAt != null,
    setMails: async (member, { every, language }) =>
      void (await set(member, 'every = ?, language = ?', String(every), language)),
    isBarred: (member) => hasLeft(database, member),
  };
}

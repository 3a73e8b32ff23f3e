import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { MemberId } from '../../model/ids.ts';
import { LANGUAGES } from '../../model/member.ts';
import { MAIL_INTERVALS } from '../../model/portal/portal.ts';
import type { Database, Row } from '../database/database.ts';
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
    publicId: z.string(),
    round: z.number().int(),
    invitedAt: Moment.nullable(),
    invitations: z.number().int(),
    lastInvitedAt: Moment.nullable(),
    declinedAt: Moment.nullable(),
    every: Interval,
    language: z.enum(LANGUAGES).nullable(),
  }),
};

export function peopleStore(database: Database): PeopleStore {
  const read = (row: Row | undefined) =>
    row === undefined ? null : readRow(fields(row), PERSON, database.noteOdd);
  const add = (member: MemberId) =>
    database.run(
      'INSERT INTO portal_people (member, public_id) VALUES (?, ?) ON CONFLICT (member) DO NOTHING',
      ...[member, randomBytes(12).toString('base64url')],
    );
  const byMember = (member: MemberId) =>
    read(database.get('SELECT * FROM portal_people WHERE member = ?', member));
  function personOf(member: MemberId): PortalPerson {
    const known = byMember(member);
    if (known !== null) return known;
    add(member);
    const added = byMember(member);
    if (added === null) throw new TypeError('What is known of a person of the portal cannot be read.');
    return added;
  }
  /** Sets columns of a person, who is made where not known. */
  const set = (member: MemberId, columns: string, ...values: readonly (string | number | null)[]) =>
    database.transaction(() => {
      add(member);
      database.run(`UPDATE portal_people SET ${columns} WHERE member = ?`, ...values, member);
      return personOf(member);
    });
  return {
    get: async (member) => personOf(member),
    list: async () =>
      database.all('SELECT * FROM portal_people ORDER BY member').flatMap((row) => read(row) ?? []),
    byPublicId: async (id) => read(database.get('SELECT * FROM portal_people WHERE public_id = ?', id)),
    invite: async (member, at) =>
      set(
        member,
        'round = round + 1, invited_at = ?, invitations = 0, last_invited_at = NULL, declined_at = NULL',
        at,
      ),
    noteInvitation: async (member, at) =>
      void set(member, 'invitations = invitations + 1, last_invited_at = ?', at),
    setDeclined: async (member, at) => void set(member, 'declined_at = ?', at),
    hasDeclined: async (member) => byMember(member)?.declinedAt != null,
    setMails: async (member, { every, language }) =>
      void set(member, 'every = ?, language = ?', String(every), language),
    isBarred: async (member) => hasLeft(database, member),
  };
}

import { z } from 'zod';
import { postgresAddressProblem } from '../model/network/postgres-address.ts';
import { isMailAddress } from '../model/text/mail-address.ts';
import { startOfDay } from '../model/time.ts';

/** A text that is not empty. */
function notEmpty() {
  return z.string().trim().min(1, 'must not be empty');
}

export const Text = notEmpty();
export const Mail = Text.refine(isMailAddress, 'is no mail address, as in "aide@example.org"');
export const FilePath = notEmpty();
/** A path, or the address of a PostgreSQL server. */
export const StorePlace = Text.superRefine((place, { addIssue }) => {
  const isPath = !/^[a-z][a-z0-9+.-]*:\/\//i.test(place);
  const problem = isPath ? null : postgresAddressProblem(place);
  if (problem !== null) addIssue(problem);
});
export const Zone = Text.refine((zone) => startOfDay('2026-01-01', zone) !== null, {
  error: 'is no time zone: write an IANA name, as in "Europe/Paris"',
});

/** An address of one of these schemes, without a secret in it. Whether the plain one may stand is a rule (rules.ts). */
export function addressOf(schemes: readonly [plain: string, safe: string]) {
  return Text.superRefine((text, context) => {
    const url = URL.canParse(text) ? new URL(text) : null;
    const scheme = url?.protocol.slice(0, -1);
    if (url === null || scheme === undefined || !schemes.includes(scheme) || url.hostname === '') {
      context.addIssue(`"${text.replace(/\/\/.*@/, '//…@')}" is no address: write ${schemes[1]}://host`);
    } else if (url.password !== '') {
      context.addIssue(
        'a password must not stand in the config: put it into a file and name that in passwordFile',
      );
    }
  });
}

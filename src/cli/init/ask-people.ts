import type { Sight } from '../../app/init/try-answer.ts';
import type { Answers, Referent } from '../../app/init/write-config.ts';
import { isMailAddress } from '../../model/text/mail-address.ts';
import { askSome, askText, askWhether } from '../ask.ts';
import type { Asking } from './asking.ts';

type People = Pick<Answers, 'groups' | 'adminMails' | 'referents'>;

/** Who is audited, who gets the audit, whom members may ask: the groups are those of the server. */
export async function askPeople(given: Partial<Answers>, sight: Sight, asking: Asking): Promise<People> {
  const { say, words } = asking;
  const options = sight.groups.map(({ id, members }) => ({
    value: id,
    label: say('init.group', { group: id, n: String(members) }),
  }));
  const groups =
    given.groups ?? (options.length === 0 ? [] : await askSome(say('init.groups'), options, words));
  const isNone = (address: string) => !isMailAddress(address);
  const check = (answer: string) => {
    const wrong = listed(answer).find(isNone);
    return wrong === undefined ? undefined : say('init.noMail', { address: wrong });
  };
  const question = { message: say('init.adminMails'), usual: sight.mail ?? '', check };
  const adminMails = given.adminMails ?? listed(await askText(question, words));
  const antennas = groups.length > 0 ? groups : options.map(({ value }) => value);
  return { groups, adminMails, referents: await askReferents(antennas, asking) };
}

function listed(text: string): readonly string[] {
  return text.split(/[\s,;]+/).filter((one) => one !== '');
}

async function askReferents(groups: readonly string[], { say, words }: Asking): Promise<readonly Referent[]> {
  const yesNo = { yes: say('init.yes'), no: say('init.no') };
  if (groups.length === 0 || !(await askWhether(say('init.referents'), yesNo, words))) return [];
  const referents: Referent[] = [];
  const check = (answer: string) => (personIn(answer) === null ? say('init.noReferent') : undefined);
  for (const group of groups) {
    const question = { message: say('init.referent', { group }), usual: '', check };
    const person = personIn(await askText(question, words));
    if (person !== null) referents.push({ group, ...person });
  }
  return referents;
}

/** `Anna Roche anna@example.org`, the address perhaps in angle brackets or behind a comma. */
function personIn(text: string): { readonly name: string; readonly mail: string } | null {
  const [, name = '', mail = ''] = /^(.*?)[\s,<]+([^\s,<>]+)>?$/.exec(text.trim()) ?? [];
  return name !== '' && isMailAddress(mail) ? { name, mail } : null;
}

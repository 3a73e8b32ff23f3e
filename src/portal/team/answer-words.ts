import type { RegisterCounts, TeamFacts } from '../../app/portal/team/facts.ts';
import type { Answer, ShareMark } from '../../model/portal/answer.ts';
import { ENTRY_FAULTS } from '../../model/register/entry.ts';
import { shownName } from '../../report/text/shown-name.ts';
import type { Say } from '../../report/text/words.ts';
import { ADMIN_PAGES } from '../pages/named-pages.ts';
import { address, type TeamLocale, type TeamVisit } from './frame.ts';
import { nameOf, pathOf } from './names.ts';
import { type Cell, cell, link, type Mark } from './table.ts';

/** Whether what stays open can be changed or filled by whoever has the link. */
export function waitsAsOpen({ shares }: Pick<Answer, 'shares'>): boolean {
  return shares.some(isWritable);
}

function isWritable({ permissions }: ShareMark): boolean {
  return permissions.some((one) => one === 'update' || one === 'create' || one === 'delete');
}

/** How what stays open is protected, the worst first. */
export function openMark({ shares }: Pick<Answer, 'shares'>, say: Say<'team'>): Mark {
  const open = shares.filter(({ hasPassword }) => !hasPassword);
  if (open.some((share) => isWritable(share) && share.permissions.includes('read')))
    return { tone: 'critical', text: say('open.editable') };
  if (open.some(isWritable)) return { tone: 'high', text: say('open.drop') };
  if (open.length > 0) return { tone: 'medium', text: say('open.read') };
  return { tone: 'low', text: say(shares.length === 0 ? 'open.unknown' : 'open.password') };
}

/** One answer in a table: what, why, until when, and the way to decide. */
export function answerRow(
  answer: Answer,
  facts: Pick<TeamFacts, 'members'>,
  visit: TeamVisit,
  locale: TeamLocale,
): readonly Cell[] {
  const { say, format } = locale;
  const path = pathOf(answer.path, locale);
  const about = [nameOf(facts, answer.member), ...(answer.isProposed ? [say('answers.proposed')] : [])];
  return [
    cell({ strong: path, second: about.join(' · '), mark: openMark(answer, say) }),
    cell({ text: shownName(answer.reason, 200) }),
    cell({ text: format.date(answer.until, 'shortDay') }),
    cell({
      actions: [link(say('do.answer'), path, `${address(visit, ADMIN_PAGES.answers)}#a-${answer.id}`)],
    }),
  ];
}

/** « 1 lien mort, 1 sans son mot de passe »; empty where nothing of the register is wrong. */
export function faultWords({ dead }: RegisterCounts, say: Say<'team'>): string {
  return ENTRY_FAULTS.filter((fault) => dead[fault] > 0)
    .map((fault) => say('register.fault', { fault, n: dead[fault] }))
    .join(', ');
}

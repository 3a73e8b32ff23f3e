import { because } from '../model/reasons/reason.ts';
import type { Share } from '../model/share.ts';
import type { Verdict } from './verdict.ts';

/**
 * The verdicts on one member with what was found on links that lead into a group folder: they take the place of what
 * the member's own tree said of these links, in which nothing of the group folder is.
 * @param judged the shares whose things stand in the group folder.
 */
export function withSpace(
  own: readonly Verdict[],
  space: readonly Verdict[],
  judged: readonly Share[],
): readonly Verdict[] {
  const byCheck = new Map(space.map((verdict) => [verdict.check.id, verdict]));
  return own.map((verdict) => {
    const there = byCheck.get(verdict.check.id);
    if (there === undefined || verdict.extent === 'none') return verdict;
    if (there.extent === 'none') {
      const unjudged = judged.map(({ id }) => ({ id, reasons: there.reasons }));
      return { ...verdict, unjudged: [...verdict.unjudged, ...unjudged] };
    }
    const ids = new Set<string>(judged.map(({ id }) => id));
    const found = there.drafts.filter(({ subject }) => ids.has(subject.id));
    const drafts = [...verdict.drafts.filter(({ subject }) => !ids.has(subject.id)), ...found];
    if (there.extent === 'whole') return { ...verdict, drafts };
    // What was found stands; that nothing was found on the others proves nothing.
    const onThese = new Set(found.map(({ subject }) => subject.id));
    const reasons = [because('share.space-in-part', { cause: there.reasons })];
    const unjudged = judged.filter(({ id }) => !onThese.has(id)).map(({ id }) => ({ id, reasons }));
    return { ...verdict, drafts, unjudged: [...verdict.unjudged, ...unjudged] };
  });
}

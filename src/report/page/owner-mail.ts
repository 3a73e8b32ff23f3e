import { ACTION_KINDS } from '../../model/check-info.ts';
import type { ResultFinding } from '../../model/result.ts';
import { isoDate } from '../../model/time.ts';
import type { UtcMs } from '../../model/units.ts';
import type { ExposedItem } from '../figures/exposed-items.ts';
import { bySharpness, leadOf } from '../figures/lead.ts';
import type { ReportInput } from '../input.ts';

/** What the owner's mail asks to do about an item: its place in `ACTION_KINDS`; −1 = nothing. */
export function actionOf({ findings }: ExposedItem, { checks }: ReportInput): number {
  const places = new Map(checks.map(({ id, traits }, at) => [id, { at, traits }]));
  const order = {
    traits: ({ check }: Pick<ResultFinding, 'check'>) => places.get(check)?.traits ?? {},
    rank: (id: string) => places.get(id)?.at ?? places.size,
  };
  const [sharpest, ...rest] = findings.filter(isForMails).sort((a, b) => bySharpness(a, b, order));
  if (sharpest === undefined) return -1;
  return ACTION_KINDS.indexOf(order.traits(leadOf(sharpest, rest, order)).action ?? 'review');
}

function isForMails({ audience, severity }: ResultFinding): boolean {
  return audience === 'member' && severity !== 'info';
}

/**
 * When the last mail went that spoke of an item: one that was made of this run, or one after the finding was made.
 * Null where none went yet, "not-meant" where mails to members do not speak of it.
 */
export function mailedAt({ findings, share }: ExposedItem, input: ReportInput): UtcMs | 'not-meant' | null {
  const own = findings.filter(isForMails);
  if (own.length === 0) return 'not-meant';
  const { delivery, mailed, organisation, result } = input;
  const last = delivery.inPeriod?.get(share.owner);
  const ofThisRun = last !== undefined && last.run === result.run.id ? [last.at] : [];
  const earlier = [...(mailed.get(share.owner)?.sentAt ?? []), ...(last === undefined ? [] : [last.at])];
  const since = own.flatMap((finding) => (finding.state === 'new' ? [] : [finding.since]));
  const spoke = earlier.filter((at) => since.some((day) => isoDate(at, organisation.timezone) >= day));
  const all = [...ofThisRun, ...spoke];
  return all.length === 0 ? null : Math.max(...all);
}

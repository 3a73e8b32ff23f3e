import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../../src/checks/index.ts';
import { ACTION_KINDS } from '../../../src/model/check-info.ts';
import type { ResultFinding } from '../../../src/model/result.ts';
import type { DeliveryReport, ReportInput } from '../../../src/report/input.ts';
import { mailContext } from '../../../src/report/mail/context.ts';
import { thingsToDo } from '../../../src/report/mail/things.ts';
import { ITEM } from '../../../src/report/page/common/data.ts';
import { pageData } from '../../../src/report/page/data.ts';
import { finding, inputOf, member, resultOf, STARTED, share } from '../helpers.ts';
import { coopInput } from '../page-sample.ts';

const DAY = 86_400_000;
const dayOf = (day: string) => Date.parse(`${day}T00:00:00Z`) / DAY;
const at = (day: string) => Date.parse(`${day}T08:00:00Z`);

/** One link with one finding, after the mails of these days and the one of this period. */
function linkInput(
  parts: Partial<ResultFinding>,
  sentAt: readonly string[],
  inPeriod: DeliveryReport['inPeriod'] = new Map(),
): ReportInput {
  const one = finding('link-open-forever', 'anna', { kind: 'share', id: '1', path: '/Devis' }, parts);
  const result = resultOf({
    members: [member('anna')],
    shares: [share('1', 'anna', '/Devis')],
    findings: [one],
  });
  return inputOf([result], {
    checks: CHECKS,
    mailed: new Map([['anna', { sentAt: sentAt.map(at), thanksAt: [] }]]),
    delivery: { held: [], undelivered: [], inPeriod },
  });
}

function mailedOf(input: ReportInput): number | undefined {
  return pageData(input).items.map(ITEM.unpack)[0]?.mailed;
}

describe('the last mail that spoke of an item', () => {
  const since = '2026-09-23';

  it('went after the finding was made', () => {
    expect(mailedOf(linkInput({ since }, ['2026-08-24', '2026-09-24', '2026-10-24']))).toBe(
      dayOf('2026-10-24'),
    );
    expect(mailedOf(linkInput({ since }, ['2026-08-24']))).toBe(-1);
    expect(mailedOf(linkInput({ since }, []))).toBe(-1);
  });

  it('may be the one of this run, which alone can speak of what is new', () => {
    const sent = (run: number) => new Map([['anna', { at: Date.parse(STARTED), run }]]);
    const fresh = { state: 'new', since: '2026-11-23' } as const;
    expect(mailedOf(linkInput(fresh, ['2026-10-24'], sent(12)))).toBe(dayOf('2026-11-23'));
    expect(mailedOf(linkInput(fresh, ['2026-10-24'], sent(11)))).toBe(-1);
    expect(mailedOf(linkInput({ since }, ['2026-10-24'], sent(11)))).toBe(dayOf('2026-11-23'));
  });

  it('is none where no mail is meant to speak of it', () => {
    expect(mailedOf(linkInput({ since, audience: 'admin' }, ['2026-10-24']))).toBe(-2);
    expect(mailedOf(linkInput({ since, severity: 'info' }, ['2026-10-24']))).toBe(-2);
  });
});

describe('where to click', () => {
  it('is what the owner’s mail asks for, in the words of the Nextcloud that was read', () => {
    const input = coopInput(40, 80);
    const data = pageData(input);
    const steps = data.texts.fr?.steps ?? [];
    const items = data.items.map(ITEM.unpack).filter(({ action }) => action >= 0);
    const cards = new Map(
      input.result.members
        .flatMap(({ id }) => mailContext(input, id) ?? [])
        .flatMap(thingsToDo)
        .flatMap(({ share: own, action }) => (own === null ? [] : [[own.id, action] as const])),
    );
    expect(items.length).toBeGreaterThan(20);
    for (const { id, action } of items) {
      expect(steps[action]?.length).toBeGreaterThan(1);
      if (cards.has(id)) expect(ACTION_KINDS[action]).toBe(cards.get(id));
    }
    const kinds = new Set(items.map(({ action }) => action));
    expect(steps.filter((one) => one.length > 0)).toHaveLength(kinds.size);
  });
});

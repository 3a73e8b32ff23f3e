import type { Look } from '../../model/portal/answer.ts';
import type { ReportedThing } from '../../report/mail/live/member-report.ts';
import { line } from '../../report/mail/view.ts';
import { partsSpeaker } from '../../report/text/words.ts';
import type { VisitOf } from '../access/visit.ts';
import { rootOf, sayIn } from '../pages/frame.ts';
import { formatOf, timeOf } from './format.ts';
import { thingView } from './report.ts';

/** What came of a form about a thing. */
export interface ResultView {
  readonly title: string;
  readonly tone: 'good' | 'amber';
  readonly text: ReturnType<typeof line>;
  readonly reasons: {
    readonly heading: string;
    readonly items: readonly { readonly title: string; readonly text: string }[];
  } | null;
  /** Where the person may try again, open the thing, or say that it stays. */
  readonly again: ReturnType<typeof againView> | null;
  readonly grant: { readonly text: string; readonly action: string } | null;
  readonly isDone: boolean;
}

function againView(reported: ReportedThing, visit: VisitOf) {
  const say = sayIn(visit);
  const { done, open, keep } = thingView(reported, false, visit);
  return { text: say('look.again'), action: done?.action ?? null, open, keep };
}

/** What came of reading a thing again. */
export function lookView(look: Look, reported: ReportedThing, visit: VisitOf): ResultView {
  const say = sayIn(visit);
  const parts = partsSpeaker(visit.portal.words, 'portal', visit.language);
  const isShare = reported.thing.lead.subject.kind === 'share';
  const { isFolder } = reported.thing;
  const kind = isShare ? 'share' : isFolder ? 'folder' : 'file';
  const { outcome, left } = look;
  const name = reported.name ?? reported.title;
  const bytes = formatOf(visit).bytes(look.freed > 0 ? look.freed : reported.thing.bytes);
  const time = timeOf(look.at, visit);
  const done = { tone: 'good' as const, reasons: null, again: null, grant: null, isDone: true };
  const undone = { tone: 'amber' as const, grant: null, isDone: false, again: againView(reported, visit) };
  switch (outcome) {
    case 'gone':
      return {
        ...done,
        title: say('look.gone.title', { kind }),
        text: line(parts('look.gone.text', { kind, time, name, bytes })),
      };
    case 'protected':
      return {
        ...done,
        title: say('look.protected.title'),
        text: line(parts('look.protected.text', { time, name })),
      };
    case 'better':
    case 'still':
    case 'moved': {
      const what = left.includes('edit')
        ? 'edit'
        : left.includes('password')
          ? 'password'
          : left.includes('end')
            ? 'end'
            : kind;
      const title =
        outcome === 'moved'
          ? say('look.moved.title')
          : outcome === 'better'
            ? say('look.better.title', { what })
            : say('look.still.title', { what });
      const text = line(
        outcome === 'moved'
          ? parts('look.moved.text', { time, name, bytes })
          : parts('look.still.text', { kind, time, name, bytes }),
      );
      return { ...undone, title, text, reasons: outcome === 'still' ? reasonsOf(isShare, visit) : null };
    }
    case 'unknown':
      return {
        ...undone,
        reasons: null,
        title: say('look.unknown.title'),
        text: line(parts('look.unknown.text', { time })),
      };
    case 'refused': {
      const action = `${rootOf(visit.portal)}${visit.person.base}/grant`;
      return {
        ...{ ...undone, again: null, reasons: null, grant: { text: say('report.grant.button'), action } },
        title: say('report.refused.title'),
        text: line(parts('look.refused.text')),
      };
    }
  }
}

/** Three likely reasons why it is still there; never blame. */
function reasonsOf(isShare: boolean, visit: VisitOf) {
  const say = sayIn(visit);
  const of = isShare ? 'share' : 'file';
  return {
    heading: say('look.why.heading'),
    items: (['first', 'second', 'third'] as const).map((one) => ({
      title: say(`look.why.${of}.${one}.title`),
      text: say(`look.why.${of}.${one}.text`),
    })),
  };
}

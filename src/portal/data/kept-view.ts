import type { KeptData } from '../../app/portal/kept-data.ts';
import type { Config } from '../../config/load.ts';
import { nameOf } from '../../model/path/path.ts';
import type { Duration } from '../../model/units.ts';
import { type Format, formatter } from '../../report/text/format.ts';
import type { Say } from '../../report/text/words.ts';
import type { VisitOf } from '../access/visit.ts';
import { sayIn } from '../pages/frame.ts';

/** One line of the table: what, how many, until when. */
export interface KeptRow {
  readonly what: string;
  readonly note: string | null;
  readonly amount: string;
  readonly until: string;
}

/** The table of what is kept about a person. */
export function keptRows(visit: VisitOf, kept: KeptData): readonly KeptRow[] {
  const { config } = visit.portal;
  const say = sayIn(visit);
  const format = formatter(visit.language, config.organisation.timezone);
  const time = timeIn(say, config.retention.runs);
  const words = { say, format, time, config, visit };
  return [
    ...readRows(kept, words),
    {
      ...{ what: say('data.reports'), note: say('data.reports.note') },
      amount: kept.reports === 0 ? say('data.nothing') : say('data.reports.amount', { n: kept.reports }),
      until: say('data.until.each', { time }),
    },
    ...ownRows(kept, words),
    {
      ...{ what: say('data.mails'), note: say('data.mails.note') },
      amount: kept.mails === 0 ? say('data.nothing') : say('data.mails.amount', { n: kept.mails }),
      until: time,
    },
    { what: say('data.card'), note: null, amount: cardOf(kept, words), until: say('data.until.account') },
    {
      ...{ what: say('data.journal-below'), note: null },
      amount: say('data.lines', { n: kept.journal.length }),
      until: time,
    },
    ...keyRow(kept, words),
  ];
}

interface Wording {
  readonly say: Say<'portal'>;
  readonly format: Format;
  readonly time: string;
  readonly config: Config;
  readonly visit: VisitOf;
}

function readRows({ snapshot, shares }: KeptData, { say, format }: Wording): readonly KeptRow[] {
  const until = say('data.until.reading');
  const nothing = say('data.nothing');
  return [
    {
      ...{ what: say('data.files'), note: say('data.files.note'), until },
      amount:
        snapshot === null
          ? nothing
          : say('data.files.amount', { n: snapshot.files, day: format.day(snapshot.readAt) }),
    },
    {
      ...{ what: say('data.shares'), note: say('data.shares.note'), until },
      amount:
        shares === null || shares.all === 0
          ? nothing
          : say('data.shares.amount', { n: shares.all, links: shares.links }),
    },
  ];
}

function ownRows({ answers, messages }: KeptData, { say, format, time }: Wording): readonly KeptRow[] {
  const names = answers.map(({ path }) => (path === null ? say('journal.thing') : nameOf(path)));
  const last = answers
    .map(({ until }) => until)
    .sort()
    .at(-1);
  const given: KeptRow = {
    ...{ what: say('data.answers'), note: null },
    amount:
      last === undefined
        ? say('data.nothing')
        : say('data.named', { count: format.count(answers.length), names: format.list([...new Set(names)]) }),
    until: last === undefined ? time : say('data.until.then', { day: format.date(last), time }),
  };
  const written: KeptRow = {
    ...{ what: say('data.messages'), note: say('data.messages.note') },
    ...{ amount: format.count(messages), until: time },
  };
  return messages === 0 ? [given] : [given, written];
}

function cardOf({ row, person }: KeptData, { say, format, visit }: Wording): string {
  const language = person?.language ?? row?.language ?? visit.language;
  const named = new Intl.DisplayNames(visit.language, { type: 'language' }).of(language) ?? language;
  const every = say('data.every', { every: String(person?.every ?? 1) });
  const parts = [row?.name, row?.mail, named, row?.antenna, every];
  return format.list(parts.filter((part) => part !== null && part !== undefined));
}

function keyRow({ key, isReadByRegistration }: KeptData, { say, format }: Wording): readonly KeptRow[] {
  const row = { what: say('data.key'), until: say('data.until.withdrawal') };
  if (key !== null) {
    const amount = say('data.key.amount', { key: key.name, day: format.day(key.givenAt) });
    return [{ ...row, note: say('data.key.note'), amount }];
  }
  return isReadByRegistration ? [{ ...row, note: null, amount: say('data.key.common') }] : [];
}

/** A time such as `retention` in words. */
function timeIn(say: Say<'portal'>, { amount, unit }: Duration): string {
  return say('data.until.time', { n: amount, unit });
}

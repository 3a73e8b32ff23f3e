import { outsideText } from '../../model/outside-text.ts';
import { hasEnd, isPublicLink, lacksPassword } from '../../model/share.ts';
import { monthsBetween } from '../../model/time.ts';
import {
  type ExposedItem,
  kindOf,
  madeAt,
  recipientText,
  rightsOf,
  takesPassword,
} from '../figures/exposed-items.ts';
import type { ReportInput } from '../input.ts';
import { checkWords } from './check-words.ts';
import { type PageLocale, severityWord } from './locale.ts';

/** The columns of the table of exposed items; the last ones are shown only when asked for. */
export const ITEM_COLUMNS = [
  'severity',
  'path',
  'owner',
  'rights',
  'password',
  'end',
  'age',
  'type',
  'recipient',
  'label',
  'since',
] as const;
export const HIDDEN_COLUMNS: readonly (typeof ITEM_COLUMNS)[number][] = [
  'type',
  'recipient',
  'label',
  'since',
];

/** So many rows stand in the page itself; where there are more, the script draws them from the data. */
export const MOST_STATIC_ROWS = 250;

/** One exposed item as a row that needs no script. */
export function rowView(
  { share, findings, severity, fresh, excepted }: ExposedItem,
  input: ReportInput,
  locale: PageLocale,
) {
  const { say, format } = locale;
  const titles = [...new Set(findings.map(({ check }) => checkWords(input, check, locale).title))];
  const made = madeAt(share);
  const now = Date.parse(input.result.run.startedAt);
  const months = made === null ? null : monthsBetween(made, now, format.zone);
  const guarded = takesPassword(share);
  return {
    severity: severity ?? 'none',
    word: severityWord(locale, severity),
    path: outsideText(share.path),
    icon: share.isFolder ? 'folder' : 'file',
    kind: say(share.isFolder ? 'item.folder' : 'item.file'),
    title: titles[0] ?? say(excepted ? 'item.excepted' : 'item.fine'),
    more: titles.length > 1 ? `+${titles.length - 1}` : '',
    others: titles.slice(1).join(' · '),
    fresh,
    excepted,
    owner: outsideText(share.owner),
    antenna: input.contacts.get(share.owner)?.antenna ?? '',
    rights: say(`rights.${rightsOf(share)}`),
    strongRights: rightsOf(share) === 'change',
    password: guarded ? say(share.hasPassword ? 'yes' : lacksPassword(share) ? 'no' : 'unknown') : '–',
    noPassword: guarded && lacksPassword(share),
    end:
      share.expires === null
        ? say(hasEnd(share) ? 'unknown' : 'item.noEnd')
        : format.date(share.expires, 'shortDay'),
    noEnd: !hasEnd(share) && guarded,
    age: ageOf(months, locale),
    type: say(`type.${kindOf(share)}`),
    recipient: outsideText(recipientText(share)),
    label: outsideText(share.label),
    since:
      findings.length === 0
        ? ''
        : format.date(findings.map(({ since }) => since).sort()[0] ?? '', 'shortDay'),
  };
}

export const CHIPS = ['nopw', 'noend', 'change', 'mail', 'person', 'fresh', 'excepted'] as const;
export type Chip = (typeof CHIPS)[number];

/** Whether an item passes one of the narrowing chips; `nopw` counts what the key figure counts. */
export function passes({ share, fresh, excepted }: ExposedItem, chip: Chip): boolean {
  switch (chip) {
    case 'nopw':
      return isPublicLink(share) && !share.hasPassword;
    case 'noend':
      return isPublicLink(share) && !hasEnd(share);
    case 'change':
      return rightsOf(share) === 'change';
    case 'mail':
      return share.type === 'mail' && !share.fileRequest;
    case 'person':
      return !takesPassword(share) && share.type !== 'other';
    case 'fresh':
      return fresh;
    case 'excepted':
      return excepted;
  }
}

function ageOf(months: number | null, { say }: PageLocale): string {
  if (months === null) return say('unknown');
  if (months < 1) return say('item.young');
  return months === 1 ? say('item.oneMonth') : say('item.months', { n: months });
}

import type { ParamData, ParamKind, ReasonData } from '../../model/reasons/kinds.ts';
import { entryOf, isReasonKey } from '../../model/reasons/reason.ts';
import { areKnown, reasonSentence } from '../../model/reasons/sentence.ts';
import { withoutItem, withoutUid } from './erase-text.ts';

const ERASED = '…';

/** What holds a sentence of the result and its reasons, without the person's uid in either. */
export function withoutMention<T extends { readonly reason: string | null; readonly reasons: ReasonData[] }>(
  row: T,
  uid: string,
): T {
  if (row.reason === null) return row;
  const reasons = row.reasons.map((reason) => erased(reason, uid));
  // Results of other versions have no reasons, or ones of which this version cannot make the sentence.
  const isMade = reasons.length > 0 && areKnown(reasons);
  const reason = isMade ? reasonSentence(reasons) : withoutUid(withoutItem(row.reason, uid), uid);
  return { ...row, reason, reasons };
}

function erased({ key, params }: ReasonData, uid: string): ReasonData {
  const kinds = new Map<string, ParamKind>(isReasonKey(key) ? Object.entries(entryOf(key).params) : []);
  const values = Object.entries(params).map(
    ([name, value]) => [name, erasedValue(value, kinds.get(name) ?? 'member', uid)] as const,
  );
  return { key, params: Object.fromEntries(values) };
}

function erasedValue(value: ParamData, kind: ParamKind, uid: string): ParamData {
  if (typeof value === 'number') return value;
  if (typeof value === 'string') return erasedText(value, kind, uid);
  if (isTexts(value)) return value.map((one) => erasedText(one, kind, uid));
  return value.map((one) => erased(one, uid));
}

function erasedText(text: string, kind: ParamKind, uid: string): string {
  if (kind === 'member' || kind === 'members') return text === uid ? ERASED : text;
  return withoutUid(text, uid);
}

function isTexts(value: readonly string[] | readonly ReasonData[]): value is readonly string[] {
  return value.every((one) => typeof one === 'string');
}

import type { Config } from '../config/load.ts';
import { UsageError } from '../model/errors.ts';
import { memberId } from '../model/ids.ts';
import type { Language } from '../model/member.ts';
import type { ResultMember, RunResult } from '../model/result.ts';
import { visibleText } from '../model/text/visible-text.ts';
import { adminSheet } from '../report/leaver/admin-sheet.ts';
import { sheetHtml } from '../report/leaver/html.ts';
import { leaverDocument } from '../report/leaver/json.ts';
import { sheetMarkdown } from '../report/leaver/markdown.ts';
import { memberSheet } from '../report/leaver/member-sheet.ts';
import type { SheetFormat } from '../report/leaver/sheet.ts';
import { sheetText } from '../report/leaver/text.ts';
import { sheetWording } from '../report/leaver/wording.ts';
import type { Store } from '../store/store.ts';
import { nearHint, nearNames } from './near-names.ts';
import { contactsOf, organisationOf } from './report/input.ts';
import { leaversOf } from './report/leavers.ts';
import { storedResult } from './report/stored-result.ts';
import { templatesOf } from './report/templates.ts';
import { wordsOf } from './report/wording.ts';

/** Which sheet is wanted. */
export interface LeaverWish {
  readonly run?: number;
  readonly format: SheetFormat;
  /** The short version, for the member: in the member's language, unless another is named. */
  readonly forMember: boolean;
  readonly language?: Language;
}

/**
 * The sheet of a member who leaves, from stored runs alone.
 * @throws {UsageError} when there is no such run, when it has no such member (naming who is near), or when the member's
 * version is wanted as JSON.
 */
export async function leaverSheet(
  store: Store,
  config: Config,
  uid: string,
  { run, format, forMember, language }: LeaverWish,
): Promise<string> {
  const rows = await store.runs.list();
  const { result } = await storedResult(store, rows, run);
  const member = memberOf(result, uid);
  const facts = (await leaversOf(store, result, [member], config.organisation.timezone)).get(member.id);
  if (facts === undefined) throw new TypeError('facts are drawn of everybody who is asked about');
  if (format === 'json') {
    if (forMember) throw new UsageError('--for-member is no JSON: take --format text, md or html.');
    return JSON.stringify(leaverDocument(facts), null, 2);
  }
  const organisation = organisationOf(config);
  const words = wordsOf(config);
  const contacts = await contactsOf(store, config);
  const own = forMember ? contacts.get(member.id)?.language : undefined;
  const wording = sheetWording({ words, organisation, result }, language ?? own ?? organisation.language);
  const input = { organisation, contacts, referents: config.referents };
  const sheet = forMember ? memberSheet(facts, input, wording) : adminSheet(facts, input, wording);
  switch (format) {
    case 'text':
      return sheetText(sheet);
    case 'md':
      return sheetMarkdown(sheet);
    case 'html':
      return sheetHtml(sheet, templatesOf(config));
  }
}

function memberOf({ members, run }: RunResult, uid: string): ResultMember {
  const member = members.find(({ id }) => memberId(id) === uid);
  if (member !== undefined) return member;
  const hint = nearHint(nearNames(uid, members));
  throw new UsageError(visibleText(`Run ${run.id} has no member "${uid}": ${hint}.`));
}

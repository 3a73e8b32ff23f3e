import { type Language, languagesOf } from '../../model/member.ts';
import { serverName } from '../../model/text/server-name.ts';
import { visibleText } from '../../model/text/visible-text.ts';
import { figuresOf } from '../figures/figures.ts';
import type { ReportInput } from '../input.ts';
import { departedSheets } from '../leaver/departed-sheets.ts';
import { harmlessView } from '../text/harmless-view.ts';
import { runLimitTexts } from '../text/run-limits.ts';
import { areaMessages, sentence } from '../text/words.ts';
import { reachView } from './access/reach.ts';
import { accessView } from './access/view.ts';
import { actionsView } from './actions.ts';
import { checksView } from './checks.ts';
import { comparedNote, figuresView } from './figures.ts';
import { linksView } from './links.ts';
import { localeOf, type PageLocale } from './locale.ts';
import { methodView } from './method.ts';
import { occupationView } from './occupation.ts';
import { accountsView, changesView, exceptionsView } from './people.ts';
import { settingsView } from './settings.ts';
import { spacesView } from './spaces.ts';
import { itemsView, membersView } from './table.ts';
import { treemapLegend, treemapView } from './treemap.ts';
import { trustView } from './trust.ts';

/** Fields that hold our own or the organisation's words, addresses and commands alone. */
const OWN = new Set([
  'words',
  'organisation',
  'title',
  'why',
  'remedy',
  'how',
  'command',
  'commands',
  'href',
]);

/**
 * Everything the admin page shows, in one language. Of storage it holds sums only; a path stands in it only where a
 * share shows the thing already.
 * @param withRows whether the long tables and the treemap are in it; the other language's copy borrows them.
 */
export function pageView(input: ReportInput, language: Language, withRows = true) {
  const locale = localeOf(input, language);
  const items = itemsView(input, locale, withRows);
  const sections = {
    actions: actionsView(input, locale),
    occupation: occupationView(input, locale),
    spaces: spacesView(input, locale),
    links: linksView(input, locale),
    access: accessView(input, locale, withRows),
    checks: checksView(input, locale),
    accounts: { ...accountsView(input, locale), sheets: departedSheets(input, language) },
    settings: settingsView(input, locale),
    exceptions: exceptionsView(input, locale),
  };
  const view = {
    language,
    withRows,
    words: plainWords(locale),
    languages: switchOf(input.organisation.language),
    ...headOf(input, locale),
    trust: trustView(input, locale),
    figures: figuresView(input, locale),
    figuresNote: comparedNote(input, locale),
    reach: reachView(input, locale),
    ...sections,
    actionsNone: locale.say(figuresOf(input).nothingIsKnown ? 'action.unknown' : 'action.none'),
    changes: changesView(input, locale),
    hasPrevious: input.previous !== null,
    treemaps: withRows ? [treemapView(input, 'wide', locale), treemapView(input, 'narrow', locale)] : [],
    treemapNote: locale.say('treemap.note'),
    treemapLegend: treemapLegend(input, locale),
    items,
    members: membersView(input, locale, withRows),
    method: methodView(input, locale),
    tabs: tabsOf(sections, items.number, input, locale),
  };
  return harmlessView(view, OWN);
}

/** The languages to choose among; none where there is only one. */
function switchOf(own: Language) {
  const all = languagesOf(own);
  return all.length === 1 ? [] : all.map((id) => ({ id, label: id.toUpperCase() }));
}

function headOf({ result, organisation, words }: ReportInput, { say, format, language }: PageLocale) {
  const { server, startedAt, id } = result.run;
  return {
    organisation: visibleText(organisation.name),
    day: format.day(Date.parse(startedAt)),
    limits: runLimitTexts(result, words, language),
    server: say('head.server', { server: serverName(server.version ?? '?'), run: id }),
  };
}

/** Every sentence that takes no parameter, by key, for the templates. */
function plainWords({ language, messages }: PageLocale): Readonly<Record<string, string>> {
  const plain = [...areaMessages(messages, 'page')].filter(([, message]) => !message.includes('{'));
  return Object.fromEntries(
    plain.map(([key, message]) => [key.replaceAll('.', '_'), sentence(language, message)]),
  );
}

interface Sections {
  readonly actions: ReturnType<typeof actionsView>;
  readonly occupation: ReturnType<typeof occupationView>;
  readonly spaces: ReturnType<typeof spacesView>;
  readonly access: ReturnType<typeof accessView>;
  readonly checks: ReturnType<typeof checksView>;
  readonly accounts: ReturnType<typeof accountsView>;
  readonly settings: ReturnType<typeof settingsView>;
  readonly exceptions: ReturnType<typeof exceptionsView>;
}

function tabsOf(sections: Sections, items: number, { previous, result }: ReportInput, { say }: PageLocale) {
  const { actions, occupation, spaces, access, checks, accounts, settings, exceptions } = sections;
  const tab = (id: TabId, number: number | string) => ({
    id,
    label: say(`section.${id}`),
    number: number === 0 ? '' : String(number),
  });
  return [
    tab('actions', actions.length),
    ...(previous === null ? [] : [tab('changes', 0)]),
    tab('occupation', occupation.full.rows.length),
    ...(spaces.length === 0 ? [] : [tab('spaces', spaces.length)]),
    tab('links', items),
    { id: 'access', label: access.words.section, number: '' },
    tab('checks', checks.notRun === 0 ? 0 : say('checks.notRunShort', { n: checks.notRun })),
    tab('accounts', accounts.number),
    tab('settings', settings.toChange),
    tab('exceptions', exceptions.rows.length),
    tab('members', result.members.length),
    tab('method', 0),
  ];
}
type TabId =
  | 'actions'
  | 'changes'
  | 'occupation'
  | 'spaces'
  | 'links'
  | 'checks'
  | 'accounts'
  | 'settings'
  | 'exceptions'
  | 'members'
  | 'method';

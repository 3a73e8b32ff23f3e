import { SEVERITIES } from '../../../model/severity.ts';
import { PERMISSIONS } from '../../../model/share.ts';
import { namesIn } from '../common/packed.ts';
import { copy } from './clipboard.ts';
import { button, type Child, el } from './elements.ts';
import { addressOf, cellsOf, type Item } from './item.ts';
import { fact, isolated, severityMark, tagIf } from './marks.ts';
import { DATA, person } from './page-data.ts';
import type { Sheet } from './table-types.ts';
import { joined } from './texts.ts';
import { checkTexts, day, say, sayCount, sentence, stepsFor } from './words.ts';

/** What is known of an exposed item, why it is shown and what to do. */
export function itemSheet(item: Item): Sheet {
  const cells = cellsOf(item);
  return {
    severity: item.severity,
    lead: cells.title,
    title: cells.path,
    under: joined([cells.owner, cells.antenna]),
    body: [...adviceOn(item), el('h4', {}, say('js.evidence')), factsOf(item), ...findingsOn(item)],
    foot: [
      el(
        'a',
        { class: 'button main', href: addressOf(item), rel: 'noreferrer noopener', target: '_blank' },
        say('js.open'),
      ),
      item.data.action < 0 ? null : button(say('js.reminder'), () => copy(reminderOf(item))),
    ],
  };
}

/** Reasons or remedies of the checks that found something, each once. */
function distinct(item: Item, part: 'why' | 'remedy'): readonly string[] {
  const texts = [...item.checks].map((check) => checkTexts(check)[part]);
  return [...new Set(texts)].filter((text) => text !== '');
}

function adviceOn(item: Item): readonly Child[] {
  if (item.findings.length === 0) return [];
  const steps = stepsFor(item);
  return [
    el('h4', {}, say('js.why')),
    ...distinct(item, 'why')
      .slice(0, 2)
      .map((why) => el('p', {}, why)),
    el('h4', {}, say('js.remedy')),
    ...distinct(item, 'remedy').map((remedy) => el('p', {}, remedy)),
    ...(steps.length === 0 ? [] : [el('h4', {}, say('js.steps')), stepList(steps)]),
  ];
}

function stepList(steps: readonly string[]): HTMLElement {
  return el('ol', { class: 'steps' }, ...steps.map((step) => el('li', {}, el('span', {}, step))));
}

/** The day of the mail in which the owner read of it, or why there is none. */
function mailedWords({ data: { mailed } }: Item): string {
  if (mailed === -2) return say('js.notForMails');
  return mailed < 0 ? say('js.notMailed') : say('js.mailedOn', { day: day(mailed) });
}

function factsOf(item: Item): HTMLElement {
  const { data, flags } = item;
  const cells = cellsOf(item);
  const rights = namesIn(PERMISSIONS, data.permissions).map((right) => say(`right.${right}`));
  const options = [
    flags.includes('note') ? say('js.notePresent') : '',
    flags.includes('hideDownload') ? say('js.hidden') : '',
    flags.includes('viewOnly') ? say('js.viewOnly') : '',
  ].filter((text) => text !== '');
  const outside = (text: string) => (text === '' ? '' : isolated(text));
  const badIf = (isBad: boolean, text: string) => (isBad ? el('strong', { class: 'bad' }, text) : text);
  return el(
    'dl',
    { class: 'facts' },
    ...fact(say('js.type'), say('js.number', { type: cells.type, id: data.id })),
    ...fact(say('column.recipient'), outside(cells.recipient)),
    ...fact(say('column.label'), outside(cells.label)),
    ...fact(say('column.rights'), rights.join(', ')),
    ...fact(say('column.password'), badIf(cells.noPassword, cells.password)),
    ...fact(say('column.end'), badIf(cells.noEnd, cells.end)),
    ...fact(
      say('js.made'),
      data.made === null ? say('unknown') : say('js.madeAgo', { day: day(data.made), age: cells.age }),
    ),
    ...fact(say('js.maker'), data.maker === data.owner ? '' : isolated(person(data.maker).id)),
    ...fact(say('js.options'), options.join(', ')),
    ...(item.since === null
      ? []
      : [
          ...fact(say('column.since'), day(item.since), el('br'), ...runsSince(item.since)),
          ...fact(say('js.mailed'), mailedWords(item)),
        ]),
  );
}

/** One box per run, filled from the first one that saw it. */
function runsSince(since: number): readonly Child[] {
  const on = DATA.runs.filter((run) => run >= since).length;
  const boxes = DATA.runs.map((_, at) => el('i', { class: at >= DATA.runs.length - on ? 'on' : null }));
  return [
    el('span', { class: 'seen', 'aria-hidden': 'true' }, ...boxes),
    sayCount('js.seen', on, { all: DATA.runs.length }),
  ];
}

function findingsOn({ findings }: Item): readonly Child[] {
  if (findings.length === 0) return [];
  const rows = findings.map((finding) =>
    el(
      'li',
      {},
      severityMark(SEVERITIES[finding.severity] ?? 'none'),
      el(
        'span',
        {},
        sentence(finding.sentence),
        tagIf(finding.fresh === 1, 'item.fresh'),
        el('code', { class: 'second' }, DATA.checks[finding.check] ?? ''),
      ),
    ),
  );
  return [
    el('h4', {}, say('js.findings', { n: findings.length })),
    el('ul', { class: 'all-findings' }, ...rows),
  ];
}

/** What an admin may send to the owner. */
function reminderOf(item: Item): string {
  const [finding] = item.findings;
  return say('js.reminderText', {
    path: item.data.path,
    finding: finding === undefined ? '' : sentence(finding.sentence),
    remedy: distinct(item, 'remedy')[0] ?? '',
    url: addressOf(item),
    steps: stepsFor(item).join(' → '),
  });
}

import type { AccessSubject, ReachedThing, Reacher, Thing } from '../../../../access/types.ts';
import { kindText, ownerText, subjectText } from '../../common/access-names.ts';
import { copy } from '../clipboard.ts';
import { showWithin } from '../drawer.ts';
import { button, type Child, el } from '../elements.ts';
import { isolated } from '../marks.ts';
import { DATA } from '../page-data.ts';
import type { Sheet } from '../table-types.ts';
import { joined } from '../texts.ts';
import { format, say, sayAccess } from '../words.ts';
import { gapList, knownFrom } from './gaps.ts';
import { entryOf, reachersCsv, thingsCsv } from './grants.ts';
import { accessLanguage, model, NAMES } from './model.ts';

/** Entries of a list that are drawn at once. */
const FIRST_ENTRIES = 40;

/** What somebody reaches, by which ways, and what of it cannot be known. */
export function subjectSheet(subject: AccessSubject): Sheet {
  const reach = model().reachOf(subject);
  const language = accessLanguage();
  const title = subjectText(subject, NAMES, language);
  const things = [...reach.things].sort((a, b) => compareTexts(placeText(a.thing), placeText(b.thing)));
  const entry = (one: ReachedThing) =>
    entryOf(
      one,
      one.thing,
      subject,
      linkTo(NAMES.path(one.thing.place, one.thing.path), () =>
        thingSheet(one.thing, { title, sheet: () => subjectSheet(subject) }),
      ),
      one.thing.place.kind === 'member' ? sayAccess('sheet.of', { owner: ownerText(one.thing, NAMES) }) : '',
    );
  return {
    ...{ severity: 'none', lead: null, title },
    under: joined([
      kindText(subject, NAMES, language),
      subject.kind === 'person' ? NAMES.about(subject.id) : '',
    ]),
    body: [
      reach.isSuspended ? el('p', { class: 'note' }, sayAccess('sheet.suspended')) : null,
      el('dl', { class: 'facts' }, ...knownFrom(reach)),
      el('h4', {}, sayAccess('sheet.things', { n: format().count(things.length) })),
      ...entries(things, entry),
      ...gapList(reach),
    ],
    foot: [button(say('js.copyCsv'), () => copy(thingsCsv(things)))],
  };
}

/** Who reaches a thing, the widest first. @param from the sheet that led here; null = a row of a table. */
export function thingSheet(thing: Thing, from: { readonly title: string; sheet(): Sheet } | null): Sheet {
  const answer = model().whoReachesThing(thing);
  const title = NAMES.path(thing.place, thing.path);
  const entry = (one: Reacher) =>
    entryOf(
      one,
      thing,
      one.subject,
      linkTo(subjectText(one.subject, NAMES, accessLanguage()), () => subjectSheet(one.subject)),
      joined([
        kindText(one.subject, NAMES, accessLanguage()),
        one.isSuspended ? say('coverage.disabled') : '',
      ]),
    );
  return {
    ...{ severity: 'none', lead: null, title },
    under: ownerText(thing, NAMES) || sayAccess('way.space'),
    body: [
      from === null
        ? null
        : button(sayAccess('sheet.back', { to: from.title }), () => showWithin(from.sheet())),
      el('dl', { class: 'facts' }, ...knownFrom(answer)),
      el('h4', {}, sayAccess('sheet.reachers', { n: format().count(answer.reachers.length) })),
      ...entries(answer.reachers, entry),
      ...gapList(answer),
    ],
    foot: [
      el(
        'a',
        {
          class: 'button main',
          href: `${DATA.url}/f/${encodeURIComponent(thing.fileId)}`,
          rel: 'noreferrer noopener',
          target: '_blank',
        },
        say('js.open'),
      ),
      button(say('js.copyCsv'), () => copy(reachersCsv(answer.reachers, thing))),
    ],
  };
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function placeText(thing: Thing): string {
  return `${ownerText(thing, NAMES)}\n${NAMES.path(thing.place, thing.path)}`;
}

function linkTo(text: string, sheet: () => Sheet): HTMLElement {
  return el('button', { type: 'button', class: 'link', click: () => showWithin(sheet()) }, isolated(text));
}

/** A list of which the first entries are drawn, and the others when they are wanted. */
function entries<Entry>(all: readonly Entry[], entry: (one: Entry) => HTMLElement): readonly Child[] {
  if (all.length === 0) return [el('p', { class: 'quiet' }, sayAccess('sheet.nothing'))];
  const list = el('ul', { class: 'grants' });
  const more = button('', draw);
  function draw(): void {
    const drawn = list.childElementCount;
    list.append(...all.slice(drawn, drawn + FIRST_ENTRIES).map(entry));
    const left = all.length - list.childElementCount;
    more.textContent = sayAccess('sheet.more', { n: format().count(left) });
    more.hidden = left === 0;
  }
  draw();
  return [list, more];
}

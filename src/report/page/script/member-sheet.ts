import { UNKNOWN } from '../common/member-row.ts';
import { closeDrawer } from './drawer.ts';
import { button, type Child, el, first } from './elements.ts';
import { itemsTable } from './items.ts';
import { fact, isolated } from './marks.ts';
import { cellsOf, type Member, usedOf } from './member.ts';
import type { Sheet } from './table-types.ts';
import { joined } from './texts.ts';
import { checkTexts, day, format, say, sentence, size } from './words.ts';

/** The totals of a member. */
export function memberSheet(member: Member): Sheet {
  const { id, name, antenna } = member.facts;
  return {
    severity: 'none',
    lead: null,
    title: id,
    under: joined([name, antenna]),
    body: [el('h4', {}, say('js.evidence')), factsOf(member), ...findingsOf(member)],
    foot: [
      el('p', { class: 'quiet' }, say('js.sheetNote')),
      button(say('js.printSheet'), () => printSheets([member]), { class: 'button main' }),
      button(say('js.seeItems'), () => showItemsOf(member)),
    ],
  };
}

function factsOf(member: Member): HTMLElement {
  const { files, trash, freeable, links, linksWithoutPassword, reason, login } = member.data;
  const { coverage } = cellsOf(member);
  return el(
    'dl',
    { class: 'facts' },
    ...fact(say('js.used'), usedOf(member)),
    ...fact(say('js.files'), files < 0 ? UNKNOWN : format().count(files)),
    ...fact(say('js.trash'), size(trash)),
    ...fact(say('js.freeable'), size(freeable)),
    ...fact(
      say('js.links'),
      links < 0 ? UNKNOWN : say('js.linksOf', { n: links, open: linksWithoutPassword }),
    ),
    ...fact(say('column.coverage'), reason < 0 ? coverage : `${coverage} – ${sentence(reason)}`),
    ...fact(say('js.lastLogin'), login < 0 ? say('js.never') : day(login)),
  );
}

function findingsOf({ data }: Member): readonly Child[] {
  if (data.checks.length === 0) return [];
  const rows = data.checks.map(([check, findings, freeable]) =>
    el(
      'tr',
      {},
      el('th', { scope: 'row' }, checkTexts(check).title),
      el('td', { class: 'num' }, format().count(findings)),
      el('td', { class: 'num' }, freeable === 0 ? '' : size(freeable)),
    ),
  );
  return [el('h4', {}, say('js.byCheck')), el('table', {}, el('tbody', {}, ...rows))];
}

function showItemsOf({ facts }: Member): void {
  closeDrawer();
  itemsTable.narrow({ query: facts.id });
  document.getElementById('exposed')?.scrollIntoView();
}

/** Prints one page per member, and nothing else. */
export function printSheets(members: readonly Member[]): void {
  const head = `${first('.over')?.textContent ?? ''} · ${first('h1 span')?.textContent ?? ''}`;
  document
    .getElementById('sheets')
    ?.replaceChildren(
      ...members.map((member) =>
        el(
          'article',
          { class: 'sheet' },
          el('p', { class: 'over' }, head),
          el('h2', {}, isolated(member.facts.id)),
          el('p', { class: 'quiet' }, joined([member.facts.name, member.facts.antenna])),
          factsOf(member),
          ...findingsOf(member),
          el('p', { class: 'note' }, say('js.sheetNote')),
        ),
      ),
    );
  document.body.classList.add('print-sheets');
  window.print();
}

/** Whether what is printed are sheets of members. */
export function arePrinted(): boolean {
  return document.body.classList.contains('print-sheets');
}

export function removeSheets(): void {
  document.body.classList.remove('print-sheets');
  document.getElementById('sheets')?.replaceChildren();
}

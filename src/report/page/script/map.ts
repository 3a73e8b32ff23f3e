import { memberAt } from '../common/cells.ts';
import { first } from './elements.ts';
import { usedOf } from './member.ts';
import { membersTable } from './members.ts';
import { DATA } from './page-data.ts';
import { say } from './words.ts';

/** Room that the tip needs, in pixels. */
const TIP_WIDTH = 240;

/** Makes the treemaps live that are not yet. */
export function watchMaps(): void {
  for (const map of document.querySelectorAll('[data-map]'))
    if (map instanceof SVGSVGElement && map.dataset['watched'] !== 'true') watchMap(map);
}

function watchMap(map: SVGSVGElement): void {
  map.dataset['watched'] = 'true';
  const cells = map.dataset['map'] === 'narrow' ? DATA.maps.narrow : DATA.maps.wide;
  const pointedAt = ({ clientX, clientY }: MouseEvent) => {
    const box = map.getBoundingClientRect();
    const scale = map.viewBox.baseVal.width / box.width;
    return memberAt(cells, (clientX - box.left) * scale, (clientY - box.top) * scale);
  };
  map.addEventListener('pointermove', (event) => showTip(map, event, pointedAt(event)));
  map.addEventListener('pointerleave', (event) => showTip(map, event, null));
  map.addEventListener('click', (event) => {
    const found = pointedAt(event);
    const at = membersTable.state.matches.findIndex((member) => member.at === found);
    if (at < 0) return;
    membersTable.focusRow(at);
    membersTable.open(at);
    document.getElementById('members')?.scrollIntoView();
  });
}

function showTip(map: SVGSVGElement, { clientX, clientY }: MouseEvent, at: number | null): void {
  const panel = map.closest('.treemap-panel');
  const tip = panel === null ? null : first('.tip', panel);
  if (panel === null || tip === null) return;
  const member = at === null ? undefined : membersTable.kind.rows[at];
  tip.hidden = member === undefined;
  if (member === undefined) return;
  const { id, coverage } = member.facts;
  tip.textContent = `${id} · ${usedOf(member)} · ${say(`coverage.${coverage}`)}`;
  const box = panel.getBoundingClientRect();
  tip.style.left = `${Math.min(clientX - box.left + 12, box.width - TIP_WIDTH)}px`;
  tip.style.top = `${clientY - box.top + 16}px`;
}

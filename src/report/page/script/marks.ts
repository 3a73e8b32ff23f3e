import type { Severity } from '../../../model/severity.ts';
import type { MemberRow } from '../common/member-row.ts';
import { type Child, el, svg } from './elements.ts';
import { say } from './words.ts';

/** A severity as shape and word. */
export function severityMark(severity: Severity | 'none'): HTMLElement {
  const shape = svg('svg', { class: 'shape', 'aria-hidden': 'true' }, svg('use', { href: `#s-${severity}` }));
  return el('span', { class: `sev ${severity}` }, shape, say(`severity.${severity}`));
}

export function strongIf(condition: boolean, text: string): Child {
  return condition ? el('strong', {}, text) : text;
}

/** A small mark beside a text; nothing where it does not apply. */
export function tagIf(condition: boolean, key: 'item.fresh' | 'item.freshFinding'): Child {
  return condition ? el('span', { class: 'tag' }, say(key)) : null;
}

/** A text from outside, whose direction of writing stays within it. */
export function isolated(text: string): HTMLElement {
  return el('bdi', {}, text);
}

/** The name of a member, which never breaks. */
export function nameOf(member: string): HTMLElement {
  return el('bdi', { class: 'who', title: member }, member);
}

/** Name and value in a list of facts; nothing where there is no value. */
export function fact(name: string, ...value: readonly (Child | '')[]): readonly HTMLElement[] {
  return value.every((part) => part === '') ? [] : [el('dt', {}, name), el('dd', {}, ...value)];
}

/** How full a space is, as a bar. */
export function meterBar({ width, tone, mark }: NonNullable<MemberRow['meter']>): SVGElement {
  return svg(
    'svg',
    { class: 'meter', viewBox: '0 0 61 10', 'aria-hidden': 'true' },
    svg('rect', { class: 'track', y: 2, width: mark, height: 6, rx: 1 }),
    svg('rect', { class: tone, y: 2, width, height: 6, rx: 1 }),
    svg('path', { class: 'mark', d: `M${mark} 0v10` }),
  );
}

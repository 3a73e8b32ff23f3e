import type { Knowledge } from '../../../../access/types.ts';
import type { ParamData } from '../../../../model/reasons/kinds.ts';
import type { Reason } from '../../../../model/reasons/reason.ts';
import { SPACE } from '../../common/access-data.ts';
import { type Child, el } from '../elements.ts';
import { fact } from '../marks.ts';
import { DATA } from '../page-data.ts';
import { format, sayAccess, sayReason } from '../words.ts';
import { NAMES } from './model.ts';

/** From how many members an answer is known, where it is from all: else a gap says so. */
export function knownFrom({ read, of }: Knowledge): readonly HTMLElement[] {
  if (read < of) return [];
  const params = { read: format().count(read), of: format().count(of) };
  return fact(sayAccess('sheet.known'), sayAccess('sheet.knownOf', params));
}

/** What an answer cannot tell. */
export function gapList({ gaps }: Knowledge): readonly Child[] {
  const texts = gaps.map(gapText).filter((text) => text !== '');
  if (texts.length === 0) return [];
  return [
    el('h4', {}, sayAccess('sheet.gaps')),
    el('ul', { class: 'gaps' }, ...texts.map((text) => el('li', {}, text))),
  ];
}

function gapText({ key, params }: Reason): string {
  const values = new Map(Object.entries(params));
  return sayReason(key, (name) => paramText(name, values.get(name) ?? ''));
}

/** The ids in a reason are places, as all of the facts. */
function paramText(name: string, value: ParamData): string | number {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return format().list(value.map((one) => spaceText(String(one))));
  return name === 'member' ? NAMES.person(value) : name === 'group' ? NAMES.group(value) : value;
}

/** A group folder by the last part of its path in the facts. */
function spaceText(place: string): string {
  const packed = DATA.access.spaces[Number(place.slice(1))];
  return packed === undefined ? place : SPACE.unpack(packed).name.slice(1);
}

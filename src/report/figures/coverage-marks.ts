import type { ShownStatus } from '../../model/coverage.ts';
import type { ResultMember } from '../../model/result.ts';
import { shownStatus } from './run-kind.ts';

const ORDER: readonly ShownStatus[] = [
  'read',
  'unchanged',
  'partial',
  'not-granted',
  'not-reached',
  'failed',
];
const WIDTH = 488;
const HEIGHT = 20;
/** A member who was not read takes the room of so many who were: few marks must not drown among many. */
const UNREAD_ROOM = 2.4;
/** Below this a mark cannot be told from its neighbour, px. */
const NARROWEST = 2;

export function isRead(status: ShownStatus): boolean {
  return status === 'read' || status === 'unchanged';
}

/** One mark per member while each can be seen, else one stretch per status. */
export function marksOf(members: readonly ResultMember[]) {
  const statuses = members.map(shownStatus).sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b));
  const room = (status: ShownStatus) => (isRead(status) ? 1 : UNREAD_ROOM);
  const pitch =
    WIDTH /
    Math.max(
      1,
      statuses.reduce((sum, status) => sum + room(status), 0),
    );
  const single = pitch >= NARROWEST;
  const stretches = single ? statuses.map((status) => ({ status, length: 1 })) : stretchesOf(statuses);
  const gap = single ? Math.min(1.5, pitch * 0.35) : 1;
  let x = 0;
  return stretches.map(({ status, length }) => {
    const width = length * room(status) * pitch;
    const mark = {
      x: round(x + gap / 2),
      width: round(Math.max(0.5, width - gap)),
      height: HEIGHT,
      status: isRead(status) ? 'read' : status,
    };
    x += width;
    return mark;
  });
}

function stretchesOf(statuses: readonly ShownStatus[]): readonly { status: ShownStatus; length: number }[] {
  const stretches: { status: ShownStatus; length: number }[] = [];
  for (const status of statuses) {
    const last = stretches.at(-1);
    if (
      last !== undefined &&
      isRead(last.status) === isRead(status) &&
      (isRead(status) || last.status === status)
    )
      last.length += 1;
    else stretches.push({ status, length: 1 });
  }
  return stretches;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

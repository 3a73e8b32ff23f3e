import type { ActionKind } from '../../model/check-info.ts';
import type { Say } from './words.ts';

/** What can be shown step by step: what a card asks for, and how to find what takes the room. */
export type HowTo = ActionKind | 'largest';

/** Whose words the messages `how.…` have, by the first major version that has them; the newest is `other`. */
const WORDINGS = [
  { from: 32, name: 'other' },
  { from: 0, name: 'v31' },
] as const;

/** The Files app opens the sidebar of a thing from this major version on. */
const SIDEBAR_FROM = 28;

/** The major version of `31.0.6`; null of what cannot be read, which counts as the newest. */
function majorOf(version: string | null): number | null {
  const major = Number.parseInt(version ?? '', 10);
  return Number.isNaN(major) ? null : major;
}

/** The clicks, one step after the other, in the words of the Nextcloud that was read. */
export function stepsOf(kind: HowTo, version: string | null, say: Say<'how'>): readonly string[] {
  const major = majorOf(version) ?? Number.POSITIVE_INFINITY;
  const wording = WORDINGS.find(({ from }) => major >= from)?.name ?? 'other';
  return say(kind, { version: wording }).split('\n');
}

/** The steps as one line. */
export function howTo(kind: HowTo, version: string | null, say: Say<'how'>): string {
  return stepsOf(kind, version, say).join(' → ');
}

/** The address of a file or folder, with its sharing sidebar open where the server can; of all files where there is no id. */
export function placeOf(
  { url, version }: { readonly url: string; readonly version: string | null },
  fileId: string | null,
  isShared: boolean,
): string {
  if (fileId === null) return `${url}/apps/files/`;
  const id = encodeURIComponent(fileId);
  const major = majorOf(version);
  const hasSidebar = major === null || major >= SIDEBAR_FROM;
  // Without `openfile` the viewer would cover the sidebar.
  return isShared && hasSidebar
    ? `${url}/index.php/f/${id}?opendetails=true&openfile=false`
    : `${url}/f/${id}`;
}

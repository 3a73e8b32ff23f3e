import type { PageData } from '../common/data.ts';

// Written into this page by `pageData`.
export const DATA = JSON.parse(document.getElementById('data')?.textContent ?? '') as PageData;

/** Somebody by the place in the list of people. */
export function person(at: number): { readonly id: string; readonly antenna: string; readonly name: string } {
  const [id, antenna, name] = DATA.people[at] ?? ['?', '', ''];
  return { id, antenna, name };
}

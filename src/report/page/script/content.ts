import type { Language } from '../../../model/member.ts';
import { foldersTable } from './access/folders.ts';
import { subjectsTable } from './access/subjects.ts';
import { closeDrawer } from './drawer.ts';
import { all } from './elements.ts';
import { itemsTable } from './items.ts';
import { watchMaps } from './map.ts';
import { membersTable } from './members.ts';
import { DATA } from './page-data.ts';
import type { AnyTable } from './table-types.ts';
import { isLanguage, language, sayIn } from './words.ts';

export const TABLES: readonly AnyTable[] = [itemsTable, subjectsTable, foldersTable, membersTable];

const root = document.documentElement;
/** The page's content in the languages that are not shown. */
const kept = new Map<Language, DocumentFragment>();

/** What holds the content in the language shown. */
function main(): ParentNode & Element {
  return document.getElementById('page') ?? document.body;
}

/** Takes the other languages' content out of the page, and makes the shown one live. */
export function setUpContent(): void {
  for (const template of document.querySelectorAll('template'))
    if (isLanguage(template.dataset['language'])) kept.set(template.dataset['language'], template.content);
  setUp();
}

/** Whether the page is, or can be, shown in a language. */
export function isKept(other: Language): boolean {
  return other === DATA.language || kept.has(other);
}

/** Shows the page in another language; the long tables and the map stand once and move over. */
export function showIn(other: Language): void {
  const content = kept.get(other);
  if (other === language() || content === undefined) return;
  closeDrawer({ focus: false });
  const within = main();
  const shared = all('[data-shared]', within);
  for (const part of shared) part.replaceWith(part.cloneNode(false));
  const old = document.createDocumentFragment();
  old.append(...within.childNodes);
  kept.set(language(), old);
  kept.delete(other);
  sayIn(other);
  root.lang = other;
  within.replaceChildren(content);
  for (const part of shared)
    within.querySelector(`[data-shared="${part.dataset['shared']}"]`)?.replaceWith(part);
  remember('language', other);
  setUp();
}

/** Shows the page light or dark; anything else leaves it to the system. */
export function showTheme(theme: string | null | undefined): void {
  if (theme === 'light' || theme === 'dark') root.dataset['theme'] = theme;
  const isDark =
    theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  for (const button of all('[data-set-theme]'))
    button.setAttribute('aria-pressed', String(button.dataset['setTheme'] === (isDark ? 'dark' : 'light')));
}

/** What must be done again whenever the content was put in place. */
function setUp(): void {
  for (const button of all('[data-set-language]'))
    button.setAttribute('aria-pressed', String(button.dataset['setLanguage'] === language()));
  showTheme(root.dataset['theme']);
  for (const table of TABLES) table.setUp();
  watchSections();
  watchMaps();
}

let watching: IntersectionObserver | null = null;

/** Marks the tab of the section that is read. */
function watchSections(): void {
  watching?.disconnect();
  const tabs = all('.tabs a', main());
  watching = new IntersectionObserver(
    (entries) => {
      const seen = entries.find(({ isIntersecting }) => isIntersecting);
      if (seen === undefined) return;
      for (const tab of tabs) {
        if (tab.getAttribute('href') === `#${seen.target.id}`) tab.setAttribute('aria-current', 'true');
        else tab.removeAttribute('aria-current');
      }
    },
    { rootMargin: '-64px 0px -70% 0px' },
  );
  for (const section of all('main > section', main())) watching.observe(section);
}

/** Keeps a choice for the next visit. */
export function remember(key: 'language' | 'theme', value: string): void {
  try {
    localStorage.setItem(`menage-${key}`, value);
  } catch {
    // A browser may refuse to keep anything for a file; the switch still works.
  }
}

export function remembered(key: 'language' | 'theme'): string | null {
  try {
    return localStorage.getItem(`menage-${key}`);
  } catch {
    return null;
  }
}

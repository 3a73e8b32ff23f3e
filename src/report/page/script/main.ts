import { readAddress, writeAddress } from './address.ts';
import { isKept, remember, remembered, setUpContent, showIn, showTheme, TABLES } from './content.ts';
import { closeMenus, onKey } from './keys.ts';
import { arePrinted, removeSheets } from './member-sheet.ts';
import { onViewChange } from './view-change.ts';
import { isLanguage } from './words.ts';

function onClick({ target }: MouseEvent): void {
  if (!(target instanceof Element)) return;
  closeMenus(target);
  const switched = target.closest('[data-set-language], [data-set-theme], [data-print]');
  if (!(switched instanceof HTMLElement)) return;
  const { setLanguage, setTheme, print } = switched.dataset;
  if (isLanguage(setLanguage)) showIn(setLanguage);
  if (setTheme !== undefined) {
    showTheme(setTheme);
    remember('theme', setTheme);
  }
  if (print !== undefined) window.print();
}

const FOLDED = 'details.fold, details.why';

function beforePrint(): void {
  if (arePrinted()) return;
  for (const details of document.querySelectorAll<HTMLDetailsElement>(FOLDED)) {
    details.dataset['wasOpen'] = String(details.open);
    details.open = true;
  }
  for (const table of TABLES) table.showAllForPrint(true);
}

function afterPrint(): void {
  if (arePrinted()) {
    removeSheets();
    return;
  }
  for (const details of document.querySelectorAll<HTMLDetailsElement>('details[data-was-open]'))
    details.open = details.dataset['wasOpen'] === 'true';
  for (const table of TABLES) table.showAllForPrint(false);
}

document.documentElement.classList.add('js');
onViewChange(writeAddress);
document.addEventListener('keydown', onKey);
document.addEventListener('click', onClick);
addEventListener('hashchange', () => readAddress(location.hash));
addEventListener('beforeprint', beforePrint);
addEventListener('afterprint', afterPrint);

showTheme(remembered('theme'));
setUpContent();
const wanted = remembered('language');
if (isLanguage(wanted) && isKept(wanted) && !location.hash.includes('lang=')) showIn(wanted);
readAddress(location.hash);

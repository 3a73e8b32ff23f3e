import { type PlannedCase, READ } from '../planned-case.ts';
import { ago, ahead, GB, KB, MB, over, stillUnder } from '../relative-dates.ts';

/** A fifth of the 2 GB rule, rounded down: it is no whole number. */
const FIFTH = Math.floor((2 * GB) / 5);
const RECENT = ago('2 months');

/** What members keep in their own trees. */
export const STORAGE_CASES: readonly PlannedCase[] = [
  {
    who: 'carpenter',
    description: 'Exactly 200 MB, nothing newer than 24 months and a day',
    folder: '/Chantiers/Toiture 2022',
    holds: [
      ['plans/façade.dwg', 45 * MB, ago('30 months')],
      ['plans/coupe A.dwg', 46 * MB, over('24 months')],
      ['photos/avant/salle.jpg', 47 * MB, ago('28 months')],
      ['photos/après/salle 2.jpg', 48 * MB, ago('26 months')],
      ['métré.ods', 14 * MB, ago('27 months')],
    ],
    finds: ['stale-folder'],
  },
  {
    who: 'carpenter',
    description: 'A stale folder within a stale folder: only the topmost is told',
    folder: '/Chantiers/Rénovation 2021',
    holds: [
      ['lot 1/k.dwg', 49 * MB, ago('40 months')],
      ['lot 1/l.dwg', 48 * MB, ago('41 months')],
      ['lot 1/m.dwg', 47 * MB, ago('42 months')],
      ['lot 1/n.dwg', 46 * MB, ago('43 months')],
      ['lot 1/o.dwg', 45 * MB, ago('44 months')],
      ['compte rendu.odt', 30 * KB, ago('39 months')],
    ],
    finds: ['stale-folder'],
  },
  {
    who: 'carpenter',
    description: 'As old, but a byte less than 200 MB',
    folder: '/Chantiers/Escalier & rampe',
    holds: [
      ['a.dwg', 49 * MB, ago('30 months')],
      ['b.dwg', 48 * MB, ago('31 months')],
      ['c.dwg', 47 * MB, ago('32 months')],
      ['d.dwg', 46 * MB, ago('33 months')],
      ['e.dwg', 10 * MB - 1, ago('34 months')],
    ],
    spares: ['stale-folder'],
  },
  {
    who: 'carpenter',
    description: '210 MB, but its newest file is a day younger than 24 months, at the second run too',
    folder: '/Chantiers/Cuisine 2024',
    holds: [
      ['f.dwg', 43 * MB, ago('30 months')],
      ['g.dwg', 42 * MB, ago('31 months')],
      ['h.dwg', 41 * MB, ago('32 months')],
      ['i.dwg', 40 * MB, ago('33 months')],
      ['j.dwg', 44 * MB, stillUnder('24 months')],
    ],
    spares: ['stale-folder'],
  },
  {
    who: 'carpenter',
    description: 'Something else at work keeps the folder above from being stale',
    file: '/Chantiers/planning.ods',
    size: 80 * KB,
    modified: RECENT,
  },
  {
    who: 'baker',
    description: 'Temporary files of exactly 1 MB in all',
    folder: '/Recettes/Fournil',
    holds: [
      ['~$Tarifs 2026.docx', 1 * KB, RECENT],
      ['export.tmp', 500 * KB, RECENT],
      ['levain (conflicted copy 2026-03-02).ods', 500 * KB, RECENT],
      ['.DS_Store', 23 * KB, RECENT],
    ],
    finds: ['leftover-file'],
  },
  {
    who: 'baker',
    description: 'A bin of 200 MB and a byte, a folder among it',
    trash: [
      ['photos stand.zip', 120 * MB, false],
      ['Ancien site', 80 * MB, true],
      ['note.txt', 1, false],
    ],
    finds: ['trash-heavy'],
  },
  {
    who: 'florist',
    description: 'Temporary files that lack one byte to 1 MB',
    folder: '/Bouquets/Devis',
    holds: [
      ['catalogue (copie en conflit).odt', 600 * KB, RECENT],
      ['Thumbs.db', 300 * KB, RECENT],
      ['film.mp4.part', 124 * KB - 1, RECENT],
      ['temporaire.tmp.txt', 900 * KB, RECENT],
    ],
    spares: ['leftover-file'],
  },
  {
    who: 'florist',
    description: 'A bin of exactly 200 MB',
    trash: [['salon.mov', 200 * MB, false]],
    spares: ['trash-heavy'],
  },
  {
    who: 'designer',
    description: 'A client may drop into this folder, which holds just more than a fifth of the quota',
    shares: '/Clients/Maquettes',
    with: 'link',
    may: 15,
    holds: [
      ['affiche.psd', 300 * MB, ago('2 months')],
      ['programme.psd', FIFTH + 1 - 300 * MB, ago('2 months')],
    ],
    finds: ['others-fill-my-quota', 'link-wide'],
  },
  {
    who: 'illustrator',
    description: 'A colleague may write here; just less than a fifth',
    shares: '/Planches',
    with: 'user',
    to: 'designer',
    may: 15,
    holds: [
      ['album 1.psd', 300 * MB, ago('2 months')],
      ['album 2.psd', FIFTH - 300 * MB, ago('2 months')],
    ],
    spares: ['others-fill-my-quota'],
  },
  {
    who: 'illustrator',
    description: 'A quarter of the quota in a folder that others may only read',
    shares: '/Livre',
    with: 'user',
    to: 'designer',
    may: READ,
    holds: [
      ['tome 1.psd', 260 * MB, ago('2 months')],
      ['tome 2.psd', 252 * MB, ago('2 months')],
    ],
    spares: ['others-fill-my-quota', 'synced-copies'],
  },
  {
    who: 'historian',
    description: 'Written in 1980, says a scanner; so it is not judged as stale',
    file: '/Numérisations/registre.pdf',
    size: 90 * MB,
    modified: { from: 'now', span: '46 years', days: 0 },
    uploaded: ago('20 months'),
    finds: ['impossible-date'],
    spares: ['large-stale-file'],
  },
  {
    who: 'historian',
    description: 'Written in three years from now',
    file: '/Numérisations/carnet.pdf',
    size: 2 * MB,
    modified: ahead(1100),
    uploaded: RECENT,
    finds: ['impossible-date'],
  },
  {
    who: 'historian',
    description: 'Older than the coop, but not before 1990',
    file: '/Numérisations/lettre 1991.pdf',
    size: 3 * MB,
    modified: ago('420 months'),
    uploaded: RECENT,
    spares: ['impossible-date'],
  },
];

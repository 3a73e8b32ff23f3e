import { type PlannedCase, READ } from '../planned-case.ts';
import { ago, GB, MB, over, stillUnder, under } from '../relative-dates.ts';

/** A quarter of the 2 GB rule. */
const QUARTER = GB / 2;
const RECENT = ago('2 months');

/** Single files: heavy, old, archived, or larger than a quarter of the quota. */
export const FILE_CASES: readonly PlannedCase[] = [
  {
    who: 'photographer',
    description: 'A rush of 640 MB, untouched for 19 months, almost a third of the quota',
    file: '/Rushs/rush chantier 12.mp4',
    size: 640 * MB,
    modified: ago('19 months'),
    finds: ['large-stale-file', 'file-dominates-quota'],
  },
  {
    who: 'photographer',
    description:
      'The rushes are shared with one colleague, who must be asked: three copies make 1,9 GB, not more than 2',
    shares: '/Rushs',
    with: 'user',
    to: 'videographer',
    may: READ,
    spares: ['synced-copies', 'others-fill-my-quota'],
  },
  {
    who: 'photographer',
    description: 'Exactly 50 MB, a day older than 12 months',
    file: '/Photos chantier/2024/panorama de l’île.tif',
    size: 50 * MB,
    modified: over('12 months'),
    finds: ['large-stale-file'],
  },
  {
    who: 'photographer',
    description: 'A byte less than 50 MB, two years old',
    file: '/Photos chantier/2024/panorama du quai.tif',
    size: 50 * MB - 1,
    modified: ago('23 months'),
    spares: ['large-stale-file'],
  },
  {
    who: 'photographer',
    description: '60 MB, a day younger than 12 months: old enough a month later',
    file: '/Photos chantier/2025/façade nord.tif',
    size: 60 * MB,
    modified: under('12 months'),
    ripens: ['large-stale-file'],
  },
  {
    who: 'photographer',
    description: '61 MB, a day younger than 12 months a month later still',
    file: '/Photos chantier/2025/façade sud.tif',
    size: 61 * MB,
    modified: stillUnder('12 months'),
    spares: ['large-stale-file'],
  },
  {
    who: 'photographer',
    description: 'Taken three years ago, but uploaded two months ago',
    file: '/Photos chantier/2023/mariage.tif',
    size: 62 * MB,
    modified: ago('36 months'),
    uploaded: RECENT,
    spares: ['large-stale-file'],
  },
  {
    who: 'translator',
    description: '70 MB, 14 months old; the server does not know when it was uploaded',
    file: '/Traductions/Mémoires/mémoire complète.tmx',
    size: 70 * MB,
    modified: ago('14 months'),
    uploaded: 'unknown',
    finds: ['large-stale-file'],
  },
  {
    who: 'translator',
    description: 'An archive of exactly 50 MB',
    file: '/Livraisons/livraison client.zip',
    size: 50 * MB,
    modified: RECENT,
    finds: ['archive-or-installer'],
  },
  {
    who: 'translator',
    description: 'A double ending, in capitals',
    file: '/Livraisons/sauvegarde site.TAR.GZ',
    size: 80 * MB,
    modified: RECENT,
    finds: ['archive-or-installer'],
  },
  {
    who: 'translator',
    description: 'An archive that lacks one byte to 50 MB',
    file: '/Livraisons/livraison juin.7z',
    size: 50 * MB - 1,
    modified: RECENT,
    spares: ['archive-or-installer'],
  },
  {
    who: 'translator',
    description: '"zip" inside a name, but no archive',
    file: '/Livraisons/plan.zip.pdf',
    size: 55 * MB,
    modified: RECENT,
    spares: ['archive-or-installer'],
  },
  {
    who: 'videographer',
    description: 'A byte more than a quarter of the quota',
    file: '/Montages/film de la fête (v3).mov',
    size: QUARTER + 1,
    modified: RECENT,
    finds: ['file-dominates-quota'],
  },
  {
    who: 'videographer',
    description: 'Exactly a quarter of the quota',
    file: '/Montages/film des ateliers.mov',
    size: QUARTER,
    modified: RECENT,
    spares: ['file-dominates-quota'],
  },
];

import type { Held, PlannedCase } from '../planned-case.ts';
import { ago, KB, MB } from '../relative-dates.ts';

const OLDER = ago('13 months');

function pictures(count: number): readonly Held[] {
  return Array.from({ length: count }, (_, index) => [
    `vue ${String(index + 1).padStart(3, '0')}.jpg`,
    20 * KB + index,
    OLDER,
  ]);
}

/** Public links again: what lies behind them. */
export const CONTENT_CASES: readonly PlannedCase[] = [
  {
    who: 'coach',
    description: 'Bank details, three folders below a public folder',
    shares: '/Dossiers/Client Lune',
    with: 'link',
    holds: [
      ['contrat.pdf', 200 * KB, OLDER],
      ['admin/2025/virements/RIB_2025.pdf', 90 * KB, OLDER],
    ],
    finds: ['link-sensitive'],
  },
  {
    who: 'coach',
    description: 'A sensitive word in capitals, without its accent',
    shares: '/Dossiers/MUTUELLE SANTE.pdf',
    with: 'link',
    size: 120 * KB,
    finds: ['link-sensitive'],
  },
  {
    who: 'coach',
    description: 'A passport, sent by mail',
    shares: '/Dossiers/passeport-scan.jpg',
    with: 'mail',
    to: 'agence@partenaire.example',
    size: 700 * KB,
    finds: ['link-sensitive'],
  },
  {
    who: 'coach',
    description: 'A key file by its ending',
    shares: '/Dossiers/Accès',
    with: 'link',
    holds: [['coffre.kdbx', 30 * KB, OLDER]],
    finds: ['link-sensitive'],
  },
  {
    who: 'coach',
    description: '"rib" and "cni" inside longer words, ".key" inside a longer ending',
    shares: '/Dossiers/Éveil',
    with: 'link',
    holds: [
      ['Ribambelle.jpg', 300 * KB, OLDER],
      ['picnic.jpg', 301 * KB, OLDER],
      ['diapos.keynote', 302 * KB, OLDER],
    ],
    spares: ['link-sensitive'],
  },
  {
    who: 'coach',
    description: 'Bank details, but shared with a colleague by name',
    shares: '/Dossiers/RIB 2024.pdf',
    with: 'user',
    to: 'accountant',
    size: 91 * KB,
    spares: ['link-sensitive'],
  },
  {
    who: 'actor',
    description: 'A top-level folder of 201 files',
    shares: '/Photos de scène',
    with: 'link',
    holds: pictures(201),
    finds: ['link-wide'],
  },
  {
    who: 'actor',
    description: 'A top-level folder of 200 files',
    shares: '/Photos de répétition',
    with: 'link',
    holds: pictures(200),
    spares: ['link-wide'],
  },
  {
    who: 'luthier',
    description: 'A byte more than a quarter of all that this member keeps',
    shares: '/Atelier/Restaurations',
    with: 'link',
    holds: [
      ['table.tif', 60 * MB, ago('8 months')],
      ['éclisses.tif', 40 * MB + 1, ago('8 months')],
    ],
    finds: ['link-wide'],
  },
  {
    who: 'tailor',
    description: 'Exactly a quarter',
    shares: '/Atelier/Patrons',
    with: 'link',
    holds: [
      ['manteau.tif', 60 * MB, ago('8 months')],
      ['robe.tif', 40 * MB, ago('8 months')],
    ],
    spares: ['link-wide'],
  },
];

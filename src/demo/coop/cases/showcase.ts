import { type PlannedCase, READ } from '../planned-case.ts';
import { ago, ahead, KB, MB } from '../relative-dates.ts';

const RECENT = ago('2 months');

/** One member for whom everything comes together: little room, an open link, things to tidy, people to ask. */
export const SHOWCASE: readonly PlannedCase[] = [
  {
    who: 'videographer',
    description: 'Nearly full at both runs, though something went in between',
    account: {},
    finds: ['quota-nearly-full'],
    severity: 'high',
  },
  {
    who: 'videographer',
    description: 'A client’s folder, open to all, for ever',
    shares: '/Clients/Mariage Étoile',
    with: 'link',
    password: false,
    made: ago('7 months'),
    ends: null,
    holds: [['devis mariage.pdf', 310 * KB, ago('13 months')]],
    finds: ['link-open-forever'],
  },
  {
    who: 'videographer',
    description: 'Open to all for a while, and closed before the second run',
    shares: '/Clients/Teaser',
    with: 'link',
    password: false,
    made: ago('1 months'),
    ends: ahead(60),
    holds: [['teaser.mp4', 4 * MB, RECENT]],
    finds: ['link-without-password'],
  },
  {
    who: 'videographer',
    description: 'A long interview, untouched for 20 months',
    file: '/Montages/Interviews/entretien long.mov',
    size: 320 * MB,
    modified: ago('20 months'),
    finds: ['large-stale-file'],
  },
  {
    who: 'videographer',
    description: 'The interviews are shared with a colleague, who must be asked',
    shares: '/Montages/Interviews',
    with: 'user',
    to: 'photographer',
    may: READ,
    spares: ['synced-copies'],
  },
  {
    who: 'videographer',
    description: 'A trade fair that is over, in files that are small each',
    folder: '/Salon 2022',
    holds: [
      ['stand 1.mov', 49 * MB, ago('40 months')],
      ['stand 2.mov', 48 * MB, ago('40 months')],
      ['stand 3.mov', 47 * MB, ago('41 months')],
      ['stand 4.mov', 46 * MB, ago('41 months')],
      ['stand 5.mov', 45 * MB, ago('42 months')],
    ],
    finds: ['stale-folder'],
  },
  {
    who: 'videographer',
    description: 'A site that was saved once',
    file: '/Livraisons/sauvegarde site.zip',
    size: 150 * MB,
    modified: RECENT,
    finds: ['archive-or-installer'],
  },
  {
    who: 'videographer',
    description: 'A test of light, which goes into the bin before the second run',
    file: '/Montages/essai lumière.mov',
    size: 140 * MB,
    modified: RECENT,
  },
];

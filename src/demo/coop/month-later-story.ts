import { EDIT, type PlannedCase } from './planned-case.ts';
import { ahead, aheadLater, GB, KB, MB } from './relative-dates.ts';

/** One thing that happened between the two runs. `finds` and `settles` tell what the second run makes of it. */
interface CaseFacts {
  readonly who: string;
  readonly description: string;
  /** Checks that trip for this member or thing now and did not before. */
  readonly finds?: readonly string[];
  /** Checks that are fixed by it. */
  readonly settles?: readonly string[];
}

export type Change =
  | (CaseFacts & { readonly does: 'delete'; readonly path: string })
  | (CaseFacts & { readonly does: 'rename'; readonly path: string; readonly to: string })
  | (CaseFacts & {
      readonly does: 'add';
      readonly path: string;
      readonly size: number;
      readonly severity?: 'medium' | 'high';
    })
  | (CaseFacts & { readonly does: 'bin'; readonly name: string; readonly size: number })
  | (CaseFacts & { readonly does: 'close-link'; readonly path: string })
  | (CaseFacts & { readonly does: 'set-password'; readonly path: string })
  | (CaseFacts & { readonly does: 'build'; readonly planned: PlannedCase })
  | (CaseFacts & { readonly does: 'leave' })
  | (CaseFacts & { readonly does: 'forbid-upload' });

const MIDDLE = ahead(14);

/** The month between the two runs. */
export const STORY: readonly Change[] = [
  {
    does: 'delete',
    who: 'photographer',
    description: 'The rush of 640 MB goes into the bin',
    path: '/Rushs/rush chantier 12.mp4',
    finds: ['trash-heavy'],
  },
  {
    does: 'delete',
    who: 'videographer',
    description: 'The test of light goes into the bin, which makes a little room',
    path: '/Montages/essai lumière.mov',
  },
  {
    does: 'close-link',
    who: 'videographer',
    description: 'The link on the teaser is closed',
    path: '/Clients/Teaser',
  },
  {
    does: 'rename',
    who: 'carpenter',
    description: 'A stale folder gets another name, which does not make it new',
    path: '/Chantiers/Toiture 2022',
    to: 'Toiture (à archiver)',
  },
  {
    does: 'add',
    who: 'cook',
    description: 'From just under four fifths to well above',
    path: '/Médiathèque/reportage cuisine.mov',
    size: 100 * MB,
    finds: ['quota-nearly-full'],
    severity: 'medium',
  },
  {
    does: 'add',
    who: 'weaver',
    description: 'From just under nine tenths to above',
    path: '/Médiathèque/métier à tisser.mov',
    size: 60 * MB,
    finds: ['quota-nearly-full'],
    severity: 'high',
  },
  {
    does: 'bin',
    who: 'florist',
    description: 'A byte more in the bin',
    name: 'note.txt',
    size: 1,
    finds: ['trash-heavy'],
  },
  {
    does: 'close-link',
    who: 'trainer',
    description: 'The link that was open for ever is closed',
    path: '/Formations/Devis 2023',
  },
  {
    does: 'set-password',
    who: 'web-designer',
    description: 'The folder that anybody could change gets a password',
    path: '/Sites/Photos à choisir',
    settles: ['link-editable-open', 'link-without-password'],
  },
  {
    does: 'build',
    who: 'illustrator',
    description: 'A new folder that anybody may change',
    planned: {
      who: 'illustrator',
      description: 'Made between the two runs, open to anybody who has the address',
      shares: '/Commande Lanterne',
      with: 'link',
      may: EDIT,
      password: false,
      made: MIDDLE,
      ends: aheadLater(50),
      holds: [['esquisse.png', 800 * KB, ahead(13)]],
      finds: ['link-editable-open', 'link-without-password', 'reach-grew'],
    },
  },
  {
    does: 'build',
    who: 'beekeeper',
    description: 'An installer, downloaded twice',
    planned: {
      who: 'beekeeper',
      description: 'An installer that was kept after use',
      file: '/Téléchargements/logiciel ruche.exe',
      size: 64 * MB,
      modified: MIDDLE,
      finds: ['archive-or-installer'],
    },
  },
  {
    does: 'leave',
    who: 'leaver',
    description: 'Leaves the coop; the account is disabled with its files and a public link',
    finds: ['departed-with-data'],
  },
  {
    does: 'forbid-upload',
    who: '',
    description: 'The admins switch public upload off',
    settles: ['policy-public-upload'],
  },
];

/** What a quiet member may add in the month without coming near anything. */
export const QUIET_GROWTH = { smallest: 100 * KB, largest: Math.floor(GB / 500) } as const;

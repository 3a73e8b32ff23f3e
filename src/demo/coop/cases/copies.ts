import { VIDEO_TEAM } from '../people.ts';
import { type Held, type PlannedCase, READ } from '../planned-case.ts';
import { ago, GB, MB } from '../relative-dates.ts';

/** A tenth of 2 GB: ten copies of a folder just over it make more than 2 GB, of one just under it they do not. */
const TENTH = Math.floor((2 * GB) / 10);
const SEASON: readonly Held[] = [
  ['saison 1.wav', 45 * MB, ago('4 months')],
  ['saison 2.wav', 46 * MB, ago('4 months')],
  ['saison 3.wav', 47 * MB, ago('4 months')],
  ['saison 4.wav', 48 * MB, ago('4 months')],
];
const FOUR = 186 * MB;
const LISTENERS = ['baker', 'cook', 'weaver', 'potter', 'brewer', 'coach', 'actor', 'curator'];

/** The same share for each of the listeners, of a folder that the first of them makes. */
function forListeners(
  folder: string,
  description: string,
  finds: Pick<PlannedCase, 'finds' | 'spares'>,
): readonly PlannedCase[] {
  return LISTENERS.map((to, index) => ({
    who: 'sound-engineer',
    description: index === 0 ? description : 'The same folder, shared with one more person',
    shares: folder,
    with: 'user',
    to,
    ...(index === 0 ? finds : {}),
  }));
}

/** Shared folders, and on how many disks they stand. */
export const COPY_CASES: readonly PlannedCase[] = [
  {
    who: 'sound-engineer',
    description: 'A folder just over a tenth of 2 GB',
    folder: '/Captations live',
    holds: [...SEASON, ['bonus.wav', TENTH + 1 - FOUR, ago('4 months')]],
  },
  ...forListeners('/Captations live', 'On ten disks: just over 2 GB in all', { finds: ['synced-copies'] }),
  {
    who: 'sound-engineer',
    description: 'A folder just under a tenth of 2 GB',
    folder: '/Maquettes audio',
    holds: [
      ...SEASON.map(([path, ...rest]): Held => [`m ${path}`, ...rest]),
      ['bonus 2.wav', TENTH - FOUR, ago('4 months')],
    ],
  },
  ...forListeners('/Maquettes audio', 'On ten disks: just under 2 GB in all', { spares: ['synced-copies'] }),
  {
    who: 'coordinator',
    description: 'A byte less than 200 MB, on 22 disks',
    shares: '/Vidéothèque',
    with: 'group',
    to: VIDEO_TEAM,
    may: READ,
    holds: [
      ...SEASON.map(([path, ...rest]): Held => [`v ${path}`, ...rest]),
      ['fin.wav', 14 * MB - 1, ago('4 months')],
    ],
    spares: ['synced-copies', 'group-share-wide'],
  },
];

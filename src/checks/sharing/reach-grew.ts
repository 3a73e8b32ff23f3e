import { z } from 'zod';
import type { Draft } from '../../judge/check.ts';
import { defineMemberCheck } from '../../judge/define.ts';
import { nameOf } from '../../model/path/path.ts';
import { pathIndex } from '../../model/path/path-index.ts';
import { DurationText } from '../../model/units.ts';

/** Things that more people see than in the last run. */
export const reachGrew = defineMemberCheck({
  id: 'reach-grew',
  area: 'sharing',
  severity: 'info',
  audience: 'member',
  traits: { action: 'review' },
  scope: 'member',
  needs: ['shares', 'tree', 'growth'],
  options: z.object({
    minPeople: z.number().int().min(1).default(5),
    standsFor: DurationText.prefault('1 month'),
  }),
  optionHelp: {
    minPeople: 'from how many more people on it is found; anyone who has the address of a link always is',
    standsFor: 'for how long it is listed while the share stands, so that the next mail has it',
  },
  problem:
    'Since the last run of all members `minPeople` more people, or anyone who has the address of a link, can see a thing, for a share was added to it or a group with which it is shared has grown. Medium where its name, or one below it, is confidential by the list of `link-sensitive`. Only what was read in both runs is compared, and an account that the earlier run did not know is no growth; nor is who joins a team or conversation, which is not known. Without an earlier run the check is not run.',
  example: {
    people: 12,
    anyone: false,
    way: 'groupGrew',
    group: 'CAPE',
    sensitive: false,
    sinceOn: '2026-10-23',
  },
  standsFor: ({ standsFor }) => standsFor,
  watch({ growth: { sinceOn, things } }, { minPeople }, { isSensitive }) {
    const grown = things.filter(({ anyone, people }) => anyone || people >= minPeople);
    const folders = grown.filter(({ share }) => share.isFolder && share.pathKnown);
    const grownAbove = pathIndex(folders, ({ share }) => share.path).above;
    const sensitive = new Set(grown.filter(({ share }) => isSensitive(nameOf(share.path))));
    return {
      see({ path }) {
        const above = grownAbove(path);
        if (above.length > 0 && isSensitive(nameOf(path))) for (const one of above) sensitive.add(one);
      },
      conclude: () =>
        grown.map((one): Draft => {
          const { share, people, anyone, way } = one;
          const group = 'group' in way ? way.group : null;
          return {
            subject: { kind: 'share', id: share.id, path: share.path },
            actual: { people, anyone, way: way.kind, group, sensitive: sensitive.has(one), sinceOn },
            severity: sensitive.has(one) ? 'medium' : 'info',
            shareType: share.type,
          };
        }),
    };
  },
});

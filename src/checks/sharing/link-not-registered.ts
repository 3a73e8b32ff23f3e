import { z } from 'zod';
import { defineMemberCheck } from '../../judge/define.ts';
import { PathPattern, pathTest } from '../../model/path/glob.ts';
import { isWithin } from '../../model/path/path.ts';
import { pathIndex } from '../../model/path/path-index.ts';
import { isRegistered } from '../../model/register/standing.ts';
import { isoOrNull } from '../../model/time.ts';
import { links, onLink } from './links.ts';

/** Public links on collective places that are not in the register. */
export const linkNotRegistered = defineMemberCheck({
  id: 'link-not-registered',
  area: 'sharing',
  severity: 'medium',
  audience: 'admin',
  traits: { thanks: 'closed', unregistered: true },
  scope: 'member',
  needs: ['shares', 'registered', 'groupFolders'],
  readsOfShares: ['token', 'path'],
  options: z.object({
    sharedWith: z.array(z.enum(['group', 'circle', 'room'])).default(['group', 'circle']),
    accounts: z.array(z.string().trim().min(1)).default([]),
    folders: z.array(PathPattern).default([]),
  }),
  optionHelp: {
    sharedWith: 'what is shared with one of these is collective, with all that lies in it',
    accounts: 'uids whose whole tree is collective, such as the account of a working group',
    folders: 'patterns of paths that are collective in every tree, such as "/Public/**"',
  },
  problem:
    'A public link opens a collective place (a group folder, a folder shared with a group or team, or one that an option names) and no accepted entry of the register is of this link. Personal places are left alone.',
  example: { place: 'groupFolder', createdAt: '2026-07-03T08:30:00.000Z', isFolder: true },
  blocked: (_options, { registerLack }) => registerLack,
  judge({ shares, registered, groupFolders }, { sharedWith, accounts, folders }, { member }) {
    const collective = pathIndex(
      shares.filter(({ type, pathKnown }) => pathKnown && sharedWith.some((one) => one === type)),
      ({ path }) => path,
    );
    const tests = folders.map((pattern) => pathTest(pattern) ?? (() => false));
    const placeOf = (path: string) => {
      if (groupFolders.some((folder) => isWithin(path, folder))) return 'groupFolder';
      if (collective.onOrAbove(path).length > 0) return 'shared';
      return accounts.includes(member.id) || tests.some((isMeant) => isMeant(path)) ? 'named' : null;
    };
    return links(shares).flatMap((link) => {
      const place = link.pathKnown ? placeOf(link.path) : null;
      if (place === null || isRegistered(link, registered) !== false) return [];
      return [onLink(link, { place, createdAt: isoOrNull(link.createdAt), isFolder: link.isFolder })];
    });
  },
});

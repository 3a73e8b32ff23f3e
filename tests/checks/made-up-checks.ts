import { z } from 'zod';
import type { Check, Draft, Watcher } from '../../src/judge/check.ts';
import { defineMemberCheck, defineServerCheck } from '../../src/judge/define.ts';
import { because } from '../../src/model/reasons/reason.ts';

const COMMON = {
  area: 'storage',
  severity: 'low',
  audience: 'member',
  options: z.object({}),
  optionHelp: {},
  problem: 'p',
  example: {},
} as const;

/** A draft about a file. */
export function aboutFile(id: string, path = `/${id}`, bytes = 0): Draft {
  return { subject: { kind: 'file', id, path }, actual: {}, bytes };
}

/** Finds every file of the tree. */
export const everyFile = watching('every-file', () => {
  const found: Draft[] = [];
  return {
    see(entry) {
      if (!entry.isFolder) found.push(aboutFile(entry.fileId, entry.path, entry.size));
    },
    conclude: () => found,
  };
});

/** A check that watches the tree. */
export function watching(id: string, watch: () => Watcher): Check {
  return defineMemberCheck({ ...COMMON, id, scope: 'member', needs: ['tree'], watch });
}

/** Finds the trash bin of whoever has anything in it. */
export const anyTrash = defineMemberCheck({
  ...COMMON,
  id: 'any-trash',
  scope: 'member',
  needs: ['trash'],
  judge({ trash: { bytes: trash } }, _options, { member }) {
    if (trash === 0) return [];
    return [{ subject: { kind: 'member', id: member.id, path: null }, actual: {}, bytes: trash }];
  },
});

/** A check that needs nothing and speaks of all. */
export function judging(
  id: string,
  judges: 'enabled' | 'disabled' | 'all',
  drafts: () => readonly Draft[],
): Check {
  return defineMemberCheck({ ...COMMON, id, scope: 'member', needs: [], judges, judge: drafts });
}

/** Finds every account of the server. */
export const everyAccount = defineServerCheck({
  ...COMMON,
  id: 'every-account',
  scope: 'server',
  needs: ['accounts'],
  judge: ({ accounts }) =>
    accounts.map(({ id }) => ({ subject: { kind: 'member', id, path: null }, actual: {} })),
});

/** Cannot run in any setting. */
export const neverReady = defineServerCheck({
  ...COMMON,
  id: 'never-ready',
  scope: 'server',
  needs: [],
  blocked: () => because('problem', { message: 'No list was given.' }),
  judge: () => {
    throw new Error('was run all the same');
  },
});

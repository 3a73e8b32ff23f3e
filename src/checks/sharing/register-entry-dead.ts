import { z } from 'zod';
import { defineServerCheck } from '../../judge/define.ts';
import { isoOrNull } from '../../model/time.ts';

/** Entries of the register whose link is not what it was. */
export const registerEntryDead = defineServerCheck({
  id: 'register-entry-dead',
  area: 'sharing',
  severity: 'low',
  audience: 'admin',
  scope: 'server',
  needs: ['register'],
  options: z.object({}),
  optionHelp: {},
  problem:
    'An accepted entry of the register leads nowhere (`nowhere`), or its link or its own time has ended (`expired`), lost its password (`passwordLost`) or opens something else, or the same at another place (`targetChanged`), than when it was first seen or an admin last looked. An entry whose owner’s shares were not read is not judged.',
  example: { fault: 'nowhere', purpose: 'Guide d’accueil', seenAt: '2026-10-23T05:00:00.000Z' },
  blocked: (_options, { registerLack }) => registerLack,
  unjudged: ({ register }) =>
    register.flatMap(({ entry: { id }, standing }) =>
      standing.state === 'not-checked' ? [{ id, reasons: standing.reasons }] : [],
    ),
  judge: ({ register }) =>
    register.flatMap(({ entry: { id, purpose, seenAt }, standing }) =>
      standing.state === 'dead'
        ? [
            {
              subject: { kind: 'server', id, path: null },
              actual: { fault: standing.fault, purpose, seenAt: isoOrNull(seenAt) },
            },
          ]
        : [],
    ),
});

import type { Check, MemberCheck, ReadyMemberCheck, ReadyServerCheck, ServerCheck } from './check.ts';
import type { MemberEvidence, MemberNeed, ServerEvidence, ServerNeed } from './evidence.ts';

/** Makes a check that judges member by member. It sees the evidence that it names in `needs`, and nothing else. */
export function defineMemberCheck<Options, const Need extends MemberNeed>(
  check: MemberCheck<Options, Need>,
): Check {
  return {
    ...check,
    traits: check.traits ?? {},
    // Options come from the config, which read them by this very check's schema.
    limitsWith: (given) => check.limits?.(given as Options) ?? {},
    standsForWith: (given) => check.standsFor?.(given as Options) ?? null,
    boundsWith: (given) => check.evidenceBounds?.(given as Options) ?? {},
    ready(given): ReadyMemberCheck {
      // As above.
      const options = given as Options;
      return {
        judges: check.judges ?? 'enabled',
        blocked: (setting) => check.blocked?.(options, setting) ?? null,
        watch(evidence, setting) {
          if (check.watch === undefined) return null;
          const needs = check.needs.filter((need): need is Exclude<Need, 'tree'> => need !== 'tree');
          return check.watch(
            narrowed<MemberEvidence, Exclude<Need, 'tree'>>(evidence, needs),
            options,
            setting,
          );
        },
        judge(evidence, setting) {
          return check.judge?.(narrowed<MemberEvidence, Need>(evidence, check.needs), options, setting) ?? [];
        },
        settled(evidence, setting) {
          const known = narrowed<MemberEvidence, Need>(evidence, check.needs);
          return check.settled?.(known, options, setting) ?? false;
        },
      };
    },
  };
}

/** Makes a check that judges the server once. */
export function defineServerCheck<Options, const Need extends ServerNeed>(
  check: ServerCheck<Options, Need>,
): Check {
  return {
    ...check,
    traits: check.traits ?? {},
    // Options come from the config, which read them by this very check's schema.
    limitsWith: (given) => check.limits?.(given as Options) ?? {},
    standsForWith: (given) => check.standsFor?.(given as Options) ?? null,
    boundsWith: (given) => check.evidenceBounds?.(given as Options) ?? {},
    ready(given): ReadyServerCheck {
      // As above.
      const options = given as Options;
      return {
        blocked: (setting) => check.blocked?.(options, setting) ?? null,
        unknown: (evidence) => check.unknown?.(narrowed<ServerEvidence, Need>(evidence, check.needs)) ?? null,
        unjudged: (evidence) => check.unjudged?.(narrowed<ServerEvidence, Need>(evidence, check.needs)) ?? [],
        judge: (evidence, setting) =>
          check.judge(narrowed<ServerEvidence, Need>(evidence, check.needs), options, setting),
      };
    },
  };
}

/** Only the keys that a check named; all must be there. */
function narrowed<All, Need extends keyof All>(
  evidence: Partial<All>,
  needs: readonly Need[],
): Pick<All, Need> {
  const picked: Partial<All> = {};
  for (const need of needs) {
    if (evidence[need] === undefined) throw new TypeError(`evidence ${String(need)} was not handed over`);
    picked[need] = evidence[need];
  }
  // Every key of Need was just seen to be there.
  return picked as Pick<All, Need>;
}

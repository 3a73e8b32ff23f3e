import type { PlainKeyOf } from '../../text/words.ts';

const GROUPS = ['js', 'severity', 'rights', 'type', 'coverage', 'item', 'right', 'column'] as const;
const SINGLE = ['yes', 'no', 'unknown', 'noQuota'] as const;

/** The sentences of the page that its script may show. */
export type ScriptKey = Extract<
  PlainKeyOf<'page'>,
  `${(typeof GROUPS)[number]}.${string}` | (typeof SINGLE)[number]
>;

/** Whether the page's data carries this sentence for the script. */
export function isScriptKey(key: string): key is ScriptKey {
  const single: readonly string[] = SINGLE;
  return single.includes(key) || GROUPS.some((group) => key.startsWith(`${group}.`));
}

/** What is said of who can reach what; all of it the page's script may show. */
export type AccessKey = PlainKeyOf<'access'>;

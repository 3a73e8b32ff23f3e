import type { PageKey } from '../../text/words-page.ts';

const GROUPS = ['js', 'severity', 'rights', 'type', 'coverage', 'item', 'right', 'column'] as const;
const SINGLE = ['yes', 'no', 'unknown', 'noQuota'] as const;

/** The sentences of the page that its script may show. */
export type ScriptKey = Extract<PageKey, `${(typeof GROUPS)[number]}.${string}` | (typeof SINGLE)[number]>;

/** Whether the page's data carries this sentence for the script. */
export function isScriptKey(key: PageKey): key is ScriptKey {
  const single: readonly string[] = SINGLE;
  return single.includes(key) || GROUPS.some((group) => key.startsWith(`${group}.`));
}

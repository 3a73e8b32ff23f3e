import type { ParamData, ParamKind, ReasonData } from '../../../src/model/reasons/kinds.ts';
import { because, entryOf, REASON_KEYS, type ReasonKey } from '../../../src/model/reasons/reason.ts';

/** Parameters whose value is one of a few words. */
const CHOICES: ReadonlyMap<string, readonly string[]> = new Map([
  ['type', ['user', 'group', 'link', 'mail', 'room', 'federated']],
  ['document', ['XML', 'JSON']],
]);

const PARTS: ReadonlyMap<string, ReasonData> = new Map<string, ReasonData>([
  ['gaps', because('gap.forbidden', { n: 61 })],
  ['records', because('record.file', { path: '/Secret/x.pdf', fields: ['oc:size'] })],
  ['types', because('shares.of-type', { type: 'link', read: 62, counted: 63 })],
  [
    'clauses',
    because('check.not-judged', { cause: [because('tree.unread')], whom: [because('whom.server')] }),
  ],
  ['shares', because('whom.share', { id: '64' })],
  ['whom', because('whom.member', { member: 'zoé' })],
  ['advice', because('advice.forbidden')],
  ['flaw', because('multistatus.deep')],
]);
const CAUSE = because('quota.unknown');

/** Every key of the table. */
export const KEYS: readonly ReasonKey[] = REASON_KEYS;

/** A reason of each key with example parameters, and of parameters that choose words one for each choice. */
export function exampleReasons(key: ReasonKey): readonly ReasonData[] {
  const kinds = Object.entries(entryOf(key).params);
  const params = Object.fromEntries(kinds.map(([name, kind], at) => [name, exampleOf(name, kind, at)]));
  const chosen = kinds.flatMap(([name]) =>
    (CHOICES.get(name) ?? []).map((one) => ({ ...params, [name]: one })),
  );
  const ones = kinds.some(([, kind]) => kind === 'number')
    ? [Object.fromEntries(kinds.map(([name, kind]) => [name, kind === 'number' ? 1 : (params[name] ?? '')]))]
    : [];
  return [...(chosen.length > 0 ? chosen : [params]), ...ones].map((one) => ({ key, params: one }));
}

/** Numbers and texts that stand nowhere else. */
function exampleOf(name: string, kind: ParamKind, at: number): ParamData {
  switch (kind) {
    case 'number':
      return 41 + at;
    case 'text':
      return CHOICES.get(name)?.[0] ?? `exemple${at}`;
    case 'texts':
      return ['oc:fileid', 'oc:size'];
    case 'member':
      return `zoé${at}`;
    case 'members':
      return ['zoé', 'yann'];
    case 'private':
      return name === 'request' ? 'GET /remote.php/dav/files/Secret' : '/Secret/x.pdf';
    default:
      return [PARTS.get(name) ?? CAUSE];
  }
}

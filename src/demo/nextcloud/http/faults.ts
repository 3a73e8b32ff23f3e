import { type Answer, davError, json, wholeBody, xml } from './answer.ts';
import type { Fault, FaultRule } from './kinds.ts';
import type { Asked } from './request.ts';

export interface Faults {
  /** Adds a rule; the first that matches strikes. */
  add(rule: FaultRule): void;
  clear(): void;
  /** As `occ maintenance:mode` sets it. */
  maintenance: boolean;
  /** The rule that strikes this request. */
  strike(member: string | null, asked: Asked): FaultRule | null;
  /** A `d:response` with what the node's faults make of it. */
  touched(member: string, path: string, response: string): string;
}

interface Loaded extends FaultRule {
  left: number;
  before: number;
}

const ON_NODES: readonly Fault[] = ['unknown-size', 'unknown-id'];

export function makeFaults(): Faults {
  let rules: Loaded[] = [];
  const faults: Faults = {
    maintenance: false,
    add: (rule) => {
      rules.push({ ...rule, left: rule.times ?? Number.POSITIVE_INFINITY, before: rule.after ?? 0 });
    },
    clear: () => {
      rules = [];
      faults.maintenance = false;
    },
    strike: (member, asked) => {
      const rule = rules.find((one) => !ON_NODES.includes(one.fault) && matches(one, member, asked));
      if (rule === undefined) return null;
      if (rule.before-- > 0) return null;
      rule.left--;
      if (rule.fault === 'maintenance') faults.maintenance = true;
      return rule;
    },
    touched: (member, path, response) =>
      rules.length === 0 ? response : touch(rules, member, path, response),
  };
  return faults;
}

function matches(rule: Loaded, member: string | null, asked: Asked): boolean {
  return (
    rule.left > 0 &&
    (rule.member === undefined || rule.member === member) &&
    (rule.kind === undefined || rule.kind === asked.kind) &&
    (rule.path === undefined || rule.path === asked.path) &&
    (rule.offset === undefined || String(rule.offset) === asked.query.get('offset')) &&
    (rule.depth === undefined || rule.depth === (asked.header('depth') ?? '1')) &&
    (rule.fault !== 'depth-1' || asked.header('depth') === 'infinity')
  );
}

function touch(rules: readonly Loaded[], member: string, path: string, response: string): string {
  let text = response;
  for (const rule of rules) {
    if (rule.path !== path || (rule.member !== undefined && rule.member !== member)) continue;
    if (rule.fault === 'unknown-size') text = text.replace(/<oc:size>\d+</, '<oc:size>-1<');
    if (rule.fault === 'unknown-id') text = text.replace(/<oc:fileid>\d+</, '<oc:fileid>-1<');
  }
  return text;
}

const RETRY = (rule: FaultRule): Readonly<Record<string, string>> =>
  rule.retryAfter === undefined ? {} : { 'retry-after': String(rule.retryAfter) };

/** The answer that stands in the place of the right one; null where the fault does not replace it. */
export function replacement(rule: FaultRule, asked: Asked): Answer | null {
  const ocs = asked.segments[0] === 'ocs';
  const refuse = (status: number, exception: string, message: string) =>
    ocs
      ? json(
          status,
          { ocs: { meta: { status: 'failure', statuscode: status, message }, data: [] } },
          RETRY(rule),
        )
      : davError(status, exception, message, RETRY(rule));
  switch (rule.fault) {
    case 'empty-207':
      return xml(207, '');
    case 'empty-500':
      return {
        status: 500,
        headers: { 'content-type': 'text/html; charset=UTF-8' },
        body: '',
        compress: false,
      };
    case 'not-implemented':
      return refuse(
        501,
        'Sabre\\DAV\\Exception\\NotImplemented',
        'There was no plugin in the system that was willing to handle this method.',
      );
    case 'locked':
      return refuse(423, 'OCA\\DAV\\Connector\\Sabre\\Exception\\FileLocked', 'The file is locked');
    case 'unavailable':
      return refuse(
        503,
        'Sabre\\DAV\\Exception\\ServiceUnavailable',
        'The storage is temporarily not available',
      );
    case 'gateway':
      return {
        status: 504,
        headers: { 'content-type': 'text/html', ...RETRY(rule) },
        body: '<html><head><title>504 Gateway Time-out</title></head></html>',
        compress: false,
      };
    case 'rate-limited':
      return refuse(429, 'OCA\\DAV\\Connector\\Sabre\\Exception\\TooManyRequests', 'too many requests');
    case 'forbidden':
      return refuse(403, 'Sabre\\DAV\\Exception\\Forbidden', '');
    default:
      return null;
  }
}

/** The first half of an answer. */
export function firstHalf(answer: Answer): Answer {
  const body = wholeBody(answer);
  return { ...answer, body: body.slice(0, Math.ceil(body.length / 2)), compress: false };
}

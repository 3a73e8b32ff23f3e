import { type Answer, document, json } from '../http/answer.ts';
import type { Asked } from '../http/request.ts';
import { escapeXml } from '../http/xml.ts';

/** What the OCS API answers with: data, or a refusal with its code. */
export type OcsResult =
  | { readonly data: unknown; readonly headers?: Readonly<Record<string, string>> }
  | { readonly code: number; readonly message: string; readonly status?: number };

const NO_CACHE = { 'cache-control': 'no-cache, no-store, must-revalidate' };

export function refusal(code: number, message: string, status = code): OcsResult {
  return { code, message, status };
}

/**
 * The envelope of an OCS answer. v1 answers 200 whatever happened, but for a refused login and maintenance; XML unless
 * JSON was asked for, by `format` or by `Accept`.
 * @param formatAlone leaves `Accept` out.
 */
export function ocsAnswer(
  asked: Asked,
  result: OcsResult,
  headers: Readonly<Record<string, string>> = {},
  formatAlone = false,
): Answer {
  const v1 = asked.segments[1] === 'v1.php';
  const failed = 'code' in result;
  const meta = {
    status: failed ? 'failure' : 'ok',
    statuscode: failed ? result.code : v1 ? 100 : 200,
    message: failed ? result.message : 'OK',
    ...(v1 ? { totalitems: '', itemsperpage: '' } : {}),
  };
  const data = failed ? [] : result.data;
  const status = failed ? (result.status ?? result.code) : 200;
  const http = v1 && status !== 401 && status !== 503 ? 200 : status;
  const more = { ...(failed ? {} : result.headers), ...headers };
  if (wantsJson(asked, formatAlone)) return json(http, { ocs: { meta, data } }, more);
  const body = `<?xml version="1.0"?>\n<ocs>\n${xmlOf('meta', meta, 1)}${xmlOf('data', data, 1)}</ocs>\n`;
  const type = http === 200 ? 'application/xml; charset=utf-8' : 'text/xml; charset=UTF-8';
  return document(http, type, body, { ...NO_CACHE, ...more });
}

function wantsJson(asked: Asked, formatAlone: boolean): boolean {
  const format = asked.query.get('format');
  if (format !== null || formatAlone) return format === 'json';
  return (asked.header('accept') ?? '').includes('application/json');
}

function xmlOf(name: string, value: unknown, depth: number): string {
  const indent = ' '.repeat(depth);
  if (value === null) return `${indent}<${name}/>\n`;
  if (typeof value !== 'object') return `${indent}<${name}>${textOf(value)}</${name}>\n`;
  const inner = Array.isArray(value)
    ? value.map((item) => xmlOf('element', item, depth + 1))
    : Object.entries(value).map(([key, item]) => xmlOf(key, item, depth + 1));
  if (inner.length === 0) return `${indent}<${name}/>\n`;
  return `${indent}<${name}>\n${inner.join('')}${indent}</${name}>\n`;
}

function textOf(value: unknown): string {
  if (typeof value === 'boolean') return value ? '1' : '';
  return escapeXml(String(value));
}

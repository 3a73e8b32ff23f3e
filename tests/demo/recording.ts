import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const FOLDER = join(import.meta.dirname, '../fixtures/recordings');

/** The versions of which there are recordings. */
export const RECORDED = ['31.0.6', '34.0.1'] as const;
export type Recorded = (typeof RECORDED)[number];

const Recording = z.object({
  note: z.string().optional(),
  request: z.object({
    method: z.string(),
    path: z.string(),
    as: z.string().nullable(),
    headers: z.record(z.string(), z.string()),
    body: z.string().nullable(),
  }),
  response: z.object({
    status: z.number(),
    headers: z.record(z.string(), z.string()),
    body: z.string(),
  }),
});
export type Recording = Readonly<z.infer<typeof Recording>>;

/** Every recorded exchange of a version by its name, in the order in which they were recorded; the numbers differ. */
export function recordings(version: Recorded): ReadonlyMap<string, Recording> {
  const folder = join(FOLDER, `nextcloud-${version}`);
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return new Map(
    names.sort().map((name) => {
      const text = readFileSync(join(folder, name), 'utf8');
      return [name.replace(/^\d+-(.*)\.json$/, '$1'), Recording.parse(JSON.parse(text))];
    }),
  );
}

/** One `d:response` of a recorded or live multistatus. */
export interface Described {
  readonly href: string;
  /** Properties and their inner XML, by status of their block. */
  readonly found: ReadonlyMap<string, string>;
  readonly missing: readonly string[];
}

/** Reads a multistatus as this server writes it; not a parser for any other. */
export function describedIn(body: string): readonly Described[] {
  const [, ...parts] = body.split('<d:response>');
  return parts.map((part) => {
    const blocks = [...part.matchAll(/<d:propstat><d:prop>(.*?)<\/d:prop><d:status>HTTP\/1\.1 (\d+)/gs)];
    const inBlock = (status: string) => blocks.find(([, , code]) => code === status)?.[1] ?? '';
    return {
      href: /<d:href>(.*?)<\/d:href>/s.exec(part)?.[1] ?? '',
      found: new Map(propertiesIn(inBlock('200'))),
      missing: propertiesIn(inBlock('404')).map(([name]) => name),
    };
  });
}

function propertiesIn(block: string): readonly (readonly [string, string])[] {
  const matches = block.matchAll(/<((?:d|oc|nc):[\w-]+)(?:\/>|>(.*?)<\/\1>)/gs);
  return [...matches].map(([, name = '', value = '']) => [name, value]);
}

/** A path in a member's tree from an address in an answer. */
export function treePathOf(href: string): string {
  const path = decodeURIComponent(href)
    .replace(/^\/remote\.php\/dav\/files\/[^/]+/, '')
    .replace(/\/$/, '');
  return path === '' ? '/' : path;
}

/** Text of a value, its XML escapes undone. */
export function plain(value: string): string {
  return value
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

import { readFileSync } from 'node:fs';
import { z } from 'zod';

const FOLDER = new URL('../fixtures/recordings/nextcloud-31.0.6/', import.meta.url);

const Recording = z.object({
  request: z.object({ method: z.string(), path: z.string(), body: z.string().nullable() }),
  response: z.object({ status: z.number(), headers: z.record(z.string(), z.string()), body: z.string() }),
});
export type Recording = z.infer<typeof Recording>;

/** An exchange with a real Nextcloud 31. */
export function recording(name: string): Recording {
  return Recording.parse(JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8')));
}

/** What is true of one member of that server, from its data base and disk. */
export function smallCoop() {
  return z
    .object({
      member: z.string(),
      files: z.number(),
      folders: z.number(),
      bytes: z.number(),
      shares: z.array(
        z.object({
          id: z.string(),
          type: z.number(),
          path: z.string(),
          with: z.string().nullable(),
          permissions: z.number(),
          token: z.string().nullable(),
          password: z.boolean(),
          expires: z.string().nullable(),
        }),
      ),
      shares_made_by_others: z.array(
        z.object({ id: z.string(), path: z.string(), made_by: z.string(), label: z.string() }),
      ),
      trash: z.array(z.object({ size: z.number() })),
      list: z.array(z.object({ path: z.string(), size: z.number(), mtime: z.number() })),
    })
    .parse(JSON.parse(readFileSync(new URL('../coop-small.json', FOLDER), 'utf8')));
}

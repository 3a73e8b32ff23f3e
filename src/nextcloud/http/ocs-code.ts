import { z } from 'zod';

const Refused = z.object({ ocs: z.object({ meta: z.object({ statuscode: z.number() }) }) });

/**
 * The code that an OCS refusal carries in its envelope; null where the text is none (the page of a proxy, say). Only
 * with it is a 404 the word of the application: 404 "does not exist", 998 "may not be known" (Nextcloud API notes, 4.1).
 */
export function ocsCodeOf(text: string): number | null {
  if (!text.trimStart().startsWith('{')) return null;
  try {
    const read = Refused.safeParse(JSON.parse(text));
    return read.success ? read.data.ocs.meta.statuscode : null;
  } catch {
    return null;
  }
}

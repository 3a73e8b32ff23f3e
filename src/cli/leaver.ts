import { resolve } from 'node:path';
import { leaverSheet } from '../app/leaver.ts';
import { withStore } from '../app/open.ts';
import { writePrivate } from '../files/write.ts';
import { EXIT, type ExitCode } from '../model/errors.ts';
import type { Language } from '../model/member.ts';
import type { SheetFormat } from '../report/leaver/sheet.ts';
import { configOf } from './config.ts';
import type { Context } from './context.ts';

interface LeaverOptions {
  readonly run?: number;
  readonly format: SheetFormat;
  readonly out?: string;
  readonly language?: Language;
  readonly forMember?: boolean;
}

/** `menage leaver MEMBER`: what to settle when a member leaves, as one page to work through. */
export async function leaver(context: Context, uid: string, options: LeaverOptions): Promise<ExitCode> {
  const config = configOf(context);
  const { forMember = false, out, ...wish } = options;
  return withStore(config, context, async (store) => {
    const sheet = await leaverSheet(store, config, uid, { ...wish, forMember });
    if (out !== undefined) {
      const file = resolve(out);
      writePrivate(file, sheet.endsWith('\n') ? sheet : `${sheet}\n`);
      if (!context.quiet) context.out(file);
    } else if (wish.format === 'text') context.out(sheet);
    else if (wish.format === 'json') context.document(sheet);
    else context.file(sheet);
    return EXIT.done;
  });
}

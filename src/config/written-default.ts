import { z } from 'zod';

/**
 * The default of an option as a config takes it (`80 %`, `12 months`, `50 MB`), not as it is read from there.
 * @param options the schema of a check's options; what has a unit is given its default before it is read.
 */
export function writtenDefault(options: z.ZodType, name: string): unknown {
  const option: unknown = options instanceof z.ZodObject ? options.shape[name] : undefined;
  return option instanceof z.ZodDefault || option instanceof z.ZodPrefault
    ? option.def.defaultValue
    : undefined;
}

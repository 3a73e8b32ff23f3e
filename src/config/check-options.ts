import { z } from 'zod';

/** Options of every check by id, each schema with its defaults. */
export type CheckOptionSchemas = Readonly<Record<string, z.ZodType>>;

/** What `checks` of the config may say. */
export function checksSchema(checks: CheckOptionSchemas) {
  const shape: Record<string, z.ZodType> = {};
  for (const [id, options] of Object.entries(checks)) {
    const strict = options instanceof z.ZodObject ? options.strict() : options;
    shape[id] = z.preprocess(switched, z.union([z.literal('off'), strict])).optional();
  }
  return z.strictObject(shape);
}

/** `off`, or `on` with all its defaults; some YAML writers have made booleans of these words. */
function switched(value: unknown): unknown {
  if (value === false) return 'off';
  return value === true || value === 'on' ? {} : value;
}

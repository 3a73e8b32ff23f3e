import Handlebars from 'handlebars';
import { messageOf, UsageError } from '../model/errors.ts';

/** Template texts by their path below the templates folder, such as `mail/member.html.hbs`. */
export type Templates = ReadonlyMap<string, string>;

/** Templates made ready: a view is laid out by `render`. */
export interface CompiledTemplates {
  /** @throws {UsageError} naming file, line and what is missing, when the view lacks a name that a template uses. */
  render(name: string, view: unknown): string;
  /** A file that is no template, such as a style sheet. */
  text(name: string): string;
}

const EXTENSION = '.hbs';
const BLOCKS = ['if', 'unless', 'each', 'with'] as const;

/**
 * Compiles every `.hbs` text; each is also a partial by its name without the extension, as in
 * `{{> mail/action.html}}`. Values are escaped but in `….text.hbs`; `{{{` is refused.
 * @param unproven the templates that are looked at now, all unless given; the others are compiled when first rendered.
 * @throws {UsageError} naming every broken file of them with its line.
 */
export function compileTemplates(
  texts: Templates,
  unproven: ReadonlySet<string> = new Set(texts.keys()),
): CompiledTemplates {
  const engine = Handlebars.create();
  for (const block of BLOCKS) refuseMissing(engine, block);
  const problems: string[] = [];
  const compiled = new Map<string, (view: unknown, options?: Handlebars.RuntimeOptions) => string>();
  for (const [name, text] of texts) {
    if (!name.endsWith(EXTENSION)) continue;
    try {
      if (unproven.has(name)) prove(engine, name, text);
      compiled.set(name, named(name, text, engine.compile(text, optionsOf(name))));
    } catch (error) {
      problems.push(explained(name, error));
    }
  }
  if (problems.length > 0) throw new UsageError(problems.join('\n'));
  for (const [name, render] of compiled) engine.registerPartial(name.slice(0, -EXTENSION.length), render);
  return {
    render: (name, view) => (compiled.get(name) ?? missing(name))(view),
    text: (name) => texts.get(name) ?? missing(name),
  };
}

function optionsOf(name: string) {
  return { strict: true, knownHelpersOnly: true, noEscape: name.endsWith(`.text${EXTENSION}`) };
}

/** Compiles it for what is wrong with it alone: compile() would show a misspelt helper with the first mail. */
function prove(engine: typeof Handlebars, name: string, text: string): void {
  const program = engine.parse(text, { srcName: name });
  refuseRaw(program);
  engine.precompile(program, optionsOf(name));
}

/** `{{{name}}}` and `{{&name}}` would let a file name write markup. */
function refuseRaw(program: hbs.AST.Program): void {
  const visitor = new Handlebars.Visitor();
  visitor.MustacheStatement = (mustache) => {
    if (mustache.escaped) return;
    throw new Handlebars.Exception('write {{name}}: {{{name}}} and {{&name}} are not allowed', mustache);
  };
  visitor.accept(program);
}

/** `{{#if missing}}` and its kin are silent even in strict mode; a misspelt name would hide a part of a mail. */
function refuseMissing(engine: typeof Handlebars, block: (typeof BLOCKS)[number]): void {
  const original = engine.helpers[block];
  if (original === undefined) throw new TypeError(`Handlebars has no helper ${block}.`);
  engine.registerHelper(
    block,
    function checked(this: unknown, value: unknown, options: Handlebars.HelperOptions) {
      if (value === undefined)
        throw Object.assign(new Error(`the value of {{#${block}}} is not there`), placeOf(options));
      return original.call(this, value, options);
    },
  );
}

/** Handlebars hands a helper where it stands, though its types do not say so. */
function placeOf(options: object): { readonly lineNumber?: number; readonly column?: number } {
  const loc = 'loc' in options ? options.loc : null;
  if (typeof loc !== 'object' || loc === null || !('start' in loc)) return {};
  const { start } = loc;
  if (typeof start !== 'object' || start === null || !('line' in start)) return {};
  if (typeof start.line !== 'number') return {};
  const column = 'column' in start && typeof start.column === 'number' ? start.column : 0;
  return { lineNumber: start.line, column };
}

/** The name that a block at this place of a template asks for. */
function nameAt(text: string, error: unknown): string | null {
  if (!(error instanceof Error) || !('lineNumber' in error) || !('column' in error)) return null;
  const { lineNumber, column } = error;
  if (typeof lineNumber !== 'number' || typeof column !== 'number') return null;
  const source = text.split('\n')[lineNumber - 1]?.slice(column) ?? '';
  return /^\{\{[~#^]*\s*(?:else\s+)?(?:if|unless|each|with)\s+([^\s}|~]+)/.exec(source)?.[1] ?? null;
}

function named(name: string, text: string, render: Handlebars.TemplateDelegate): Handlebars.TemplateDelegate {
  return (view, options) => {
    try {
      return render(view, options);
    } catch (error) {
      if (error instanceof UsageError) throw error;
      const wanted = nameAt(text, error);
      const about = wanted === null ? '' : ` ("${wanted}" not defined in the view)`;
      throw new UsageError(`${explained(name, error)}${about}`, { cause: error });
    }
  };
}

function explained(name: string, error: unknown): string {
  const line =
    typeof error === 'object' && error !== null && 'lineNumber' in error ? error.lineNumber : undefined;
  // The parser of Handlebars tells the line in its text alone, above a drawing of the place.
  const parsed = /^Parse error on line (\d+):[\s\S]*\n(Expecting .*)$/.exec(messageOf(error));
  const number = parsed?.[1] ?? line;
  const where = number === undefined ? name : `${name}:${number}`;
  return `Template ${where}: ${(parsed?.[2] ?? messageOf(error)).replaceAll('[object Object]', 'the view')}`;
}

function missing(name: string): never {
  throw new UsageError(`Template ${name} is missing.`);
}

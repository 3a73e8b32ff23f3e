// What a message must hold besides the parameters of the source language: the plural forms of its language, and lengths that fit a phone.
import { TYPE } from '@formatjs/icu-messageformat-parser';

/** Counts that show every plural form there is below a million, where "many" of French, Spanish … begins; of none is mostly said by `=0`. */
const NUMBERS = Array.from({ length: 999 }, (_, n) => n + 1);

/**
 * What a mail 320 px wide has room for, with the fonts of templates/mail/styles.css: a column of 264 px.
 * `word`: letters of the longest word, which nothing breaks; `line`: letters of the whole message, which stands in one line there, or
 * in the two that a list of mails shows of a subject; a parameter counts 8.
 */
const WIDTHS = [
  { keys: /^((admin|referent)\.)?title\.|^hello$|\.heading$/, word: 20, line: 90 },
  { keys: /^((admin|referent)\.)?subject\./, word: 24, line: 90 },
  { keys: /^chip\./, word: 22, line: 30 },
  { keys: /^gauge\.(chip|of)$/, word: 14, line: 20 },
  { keys: /^[^.]+\./, word: 30, line: Number.POSITIVE_INFINITY },
];
const WIDTH_OF_PARAMETER = 8;

/** How much longer than the longer one of French and English a message of a mail may be: no mail grows by a screen. */
const LONGER = { by: 1.6, and: 24 };

/** What of the plurals of a message is not what CLDR asks for in its language. */
export function pluralProblems(locale, nodes) {
  return plurals(nodes).flatMap(({ value, options, pluralType }) => {
    const rules = new Intl.PluralRules(locale, { type: pluralType ?? 'cardinal' });
    const given = Object.keys(options);
    if (isOneText(options)) return [];
    const needed = [...new Set(NUMBERS.map((n) => rules.select(n)))];
    const missing = needed.filter((form) => !given.includes(form) && NUMBERS.some((n) => rules.select(n) === form && !given.includes(`=${n}`)));
    const idle = given.filter((form) => !form.startsWith('=') && form !== 'other' && !rules.resolvedOptions().pluralCategories.includes(form));
    return [
      ...missing.map((form) => `{${value}} lacks the form "${form}", which ${locale} has: add it.`),
      ...idle.map((form) => `{${value}} has the form "${form}", which ${locale} never asks for: delete it.`),
    ];
  });
}

function plurals(nodes) {
  return nodes.flatMap((node) => [
    ...(node.type === TYPE.plural ? [node] : []),
    ...Object.values(node.options ?? {}).flatMap(({ value }) => plurals(value)),
    ...plurals(node.children ?? []),
  ]);
}

/** Whether every form is the same text, as where a number only stands for one that another message takes. */
function isOneText(options) {
  return Object.keys(options).length > 1 && new Set(Object.values(options).map(({ value }) => variants(value).join('\n'))).size === 1;
}

/** What of a message of a mail is too long for 320 px, or much longer than the same one of `others`. */
export function lengthProblems(key, nodes, others) {
  const texts = variants(nodes);
  const longest = Math.max(...texts.map((text) => text.length));
  const words = texts.flatMap((text) => text.split(/[\s\u00a0\u00ad/-]+/));
  const { word, line } = WIDTHS.find(({ keys }) => keys.test(key)) ?? { word: 30, line: Number.POSITIVE_INFINITY };
  const wide = words.filter((one) => one.length > word && !one.includes('\0'));
  const most = Math.max(...others.map((one) => Math.max(...variants(one).map((text) => text.length)))) * LONGER.by + LONGER.and;
  return [
    ...[...new Set(wide)].map((one) => `"${one}" is a word of more than ${word} letters, which sticks out of a mail at 320 px: word it otherwise.`),
    ...(longest > line ? [`up to ${longest} letters are too many for its place in a mail at 320 px: ${line} fit.`] : []),
    ...(longest > most ? [`up to ${longest} letters are many beside the ${Math.floor(most)} that French and English allow: say it shorter.`] : []),
  ];
}

/** Every text that a message can become, a parameter as so many signs as it is reckoned with. */
function variants(nodes) {
  return nodes.reduce((texts, node) => texts.flatMap((text) => endings(node).map((end) => text + end)).slice(0, 200), ['']);
}

function endings(node) {
  if (node.type === TYPE.literal) return [node.value];
  if (node.type === TYPE.tag) return variants(node.children);
  if (node.options !== undefined) return [...new Set(Object.values(node.options).flatMap(({ value }) => variants(value)))];
  return ['\0'.repeat(node.type === TYPE.pound ? 3 : WIDTH_OF_PARAMETER)];
}

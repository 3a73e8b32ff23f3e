import { figuresOf } from '../figures/figures.ts';
import { type FirstAction, firstActions } from '../figures/first-actions.ts';
import type { ReportInput } from '../input.ts';
import { actionWords } from '../text/action-words.ts';
import { listed, type PageLocale, severityWord, size } from './locale.ts';

const MOST_NAMED = 3;

/** At most five things to do first, by severity, each with its remedy and what it brings. */
export function actionsView(input: ReportInput, locale: PageLocale) {
  return firstActions(input).map((action, at) => {
    const { kind, severity } = action;
    const { what, about, remedy, how, isCommand } = actionWords(action, input, locale);
    return {
      ...{ rank: at + 1, kind, severity, word: severityWord(locale, severity) },
      ...{ what, where: whereOf(action, about, locale), remedy, how, isCommand },
      ...effectOf(action, input, locale),
      href: hrefOf(action),
    };
  });
}

/** The things that it is about, at most three of them by name. */
function whereOf(action: FirstAction, about: string, locale: PageLocale): string {
  switch (action.kind) {
    case 'sharing':
      return named(
        action.items.map(({ share }) => `${share.path} (${share.owner})`),
        locale,
      );
    case 'full':
      return named(
        action.members.map(({ id }) => id),
        locale,
      );
    case 'accounts':
      return named(
        action.findings.map(({ member }) => member ?? ''),
        locale,
      );
    case 'policy':
      return about;
    case 'unread':
      return `${named(
        action.members.map(({ id }) => id),
        locale,
      )}.${about === '' ? '' : ` ${about}`}`;
  }
}

/** Names, and how many more there are. */
function named(all: readonly string[], locale: PageLocale): string {
  const first = all.slice(0, MOST_NAMED);
  const rest = all.length - first.length;
  return rest > 0
    ? locale.say('action.andMore', { named: first.join(', '), n: rest })
    : listed(locale, first);
}

/** What acting brings. */
function effectOf(
  action: FirstAction,
  input: ReportInput,
  locale: PageLocale,
): { readonly effect: string; readonly effectNote: string } {
  const { say } = locale;
  switch (action.kind) {
    case 'sharing':
      return {
        effect: say('action.shares', { n: action.items.length }),
        effectNote: say('action.toClose'),
      };
    case 'full': {
      const { bytes } = figuresOf(input).nearlyFullFreeable;
      return bytes > 0
        ? { effect: size(locale, bytes), effectNote: say('action.fullEffect') }
        : {
            effect: say('action.spaces', { n: action.members.length }),
            effectNote: say('action.fullStuck'),
          };
    }
    case 'policy':
      return {
        effect: say('action.links', { n: figuresOf(input).links.withoutPassword }),
        effectNote: say('action.policyEffect'),
      };
    case 'accounts':
      return {
        effect: say('action.accounts', { n: action.findings.length }),
        effectNote: say('action.toSettle'),
      };
    case 'unread':
      return {
        effect: say('action.spaces', { n: action.members.length }),
        effectNote: say('action.unreadEffect'),
      };
  }
}

/** Where the page shows the detail. */
function hrefOf(action: FirstAction): string {
  switch (action.kind) {
    case 'sharing':
      return `#links?c=${encodeURIComponent(action.check)}`;
    case 'full':
      return '#occupation';
    case 'policy':
      return '#settings';
    case 'accounts':
      return '#accounts';
    case 'unread':
      return '#trust';
  }
}

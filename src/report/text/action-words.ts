import type { ResultFinding } from '../../model/result.ts';
import { shownShellWord } from '../../model/text/shell-word.ts';
import { figuresOf } from '../figures/figures.ts';
import type { FirstAction } from '../figures/first-actions.ts';
import type { ReportInput } from '../input.ts';
import { checkWords, findingSentence } from './check-words.ts';
import type { Format } from './format.ts';
import type { SayReason } from './reasons.ts';
import type { Messages, Say } from './words.ts';

/** What an action's words are spoken with. */
export interface ActionLocale {
  readonly language: Format['language'];
  readonly messages: Messages;
  readonly say: Say<'page'>;
  readonly sayReason: SayReason;
  readonly format: Format;
}

/** What to do first, in words. */
export interface ActionWords {
  readonly what: string;
  /** What it is about beside the things that it names; empty where these say all. */
  readonly about: string;
  readonly remedy: string;
  /** Where to do it, or the command that does; empty where the remedy says all. */
  readonly how: string;
  readonly isCommand: boolean;
}

/** An action as the page and the admins' mail word it. */
export function actionWords(action: FirstAction, input: ReportInput, locale: ActionLocale): ActionWords {
  const { say, format } = locale;
  switch (action.kind) {
    case 'sharing': {
      const owners = new Set(action.items.map(({ share }) => share.owner)).size;
      return {
        ...ofCheck(action.check, action.items.length, input, locale),
        how: say('action.owners', { n: owners }),
      };
    }
    case 'accounts':
      return ofCheck(action.check, action.findings.length, input, locale);
    case 'full': {
      const { full, nearlyFullFreeable, bounds } = figuresOf(input);
      const key = full > 0 ? 'action.full' : 'action.nearlyFull';
      const counts = { full, nearly: action.members.length - full, limit: format.percent(bounds.nearly) };
      return {
        ...{ what: say(key, counts), about: '' },
        remedy: say('action.fullRemedy', { n: nearlyFullFreeable.items }),
        ...{ how: say('action.fullHow'), isCommand: false },
      };
    }
    case 'policy':
      return {
        what: say('action.policy', { n: action.findings.length }),
        about: sentencesOf(action.findings, input, locale),
        remedy: say('action.policyRemedy'),
        ...{ how: say('settings.where'), isCommand: false },
      };
    case 'unread': {
      const [first] = action.members;
      return {
        what: say('action.unread', { n: action.members.length }),
        about: first === undefined || first.coverage.reason === null ? '' : locale.sayReason(first.coverage),
        remedy: say('action.unreadRemedy'),
        ...{ how: `menage doctor --member ${shownShellWord(first?.id ?? '')}`, isCommand: true },
      };
    }
  }
}

function ofCheck(check: string, n: number, input: ReportInput, locale: ActionLocale): ActionWords {
  const { title, remedy } = checkWords(input, check, locale);
  const what = locale.say('action.titled', { title, n });
  return { what, about: '', remedy, how: '', isCommand: false };
}

function sentencesOf(findings: readonly ResultFinding[], { checks }: ReportInput, locale: ActionLocale) {
  const known = new Map(checks.map((check) => [check.id, check]));
  return findings
    .flatMap((finding) => {
      const check = known.get(finding.check);
      return check === undefined ? [] : [findingSentence(check, finding, locale)];
    })
    .join(' ');
}

import type { FleetStatus, InstanceStatus, Trouble } from '../../../model/fleet/status.ts';
import type { InstanceName } from '../../../model/ids.ts';
import { type Language, LOCALES } from '../../../model/member.ts';
import { visibleLines } from '../../../model/text/visible-text.ts';
import type { UtcMs } from '../../../model/units.ts';
import { formatter } from '../../text/format.ts';
import { lineSpeaker, type SayLine } from '../../text/lines.ts';
import type { Words } from '../../text/words.ts';

/** In which language and zone a host is spoken to. */
export interface FleetSpeech {
  readonly words: Words;
  readonly language: Language;
  readonly zone: string;
}

/** One instance in cells; empty where nothing is known. */
export interface FleetRow {
  readonly name: string;
  readonly state: InstanceStatus['state'];
  readonly stateText: string;
  readonly run: string;
  readonly read: string;
  readonly findings: string;
  readonly mails: string;
  readonly troubles: readonly string[];
}

/** The status in words, the same for each view: what is in trouble first. */
export function fleetRows(status: FleetStatus, speech: FleetSpeech) {
  const say = lineSpeaker(speech.words, speech.language);
  const order = ['trouble', 'new', 'well', 'paused'] as const satisfies readonly InstanceStatus['state'][];
  const sorted = [...status.instances].sort(
    (a, b) => order.indexOf(a.state) - order.indexOf(b.state) || (a.name < b.name ? -1 : 1),
  );
  const count = (state: InstanceStatus['state']) =>
    status.instances.filter((one) => one.state === state).length;
  return {
    title: say('fleet.title', { n: status.instances.length }),
    lead: say('fleet.lead', { trouble: count('trouble'), paused: count('paused'), due: status.due }),
    at: say('fleet.at', { moment: momentText(status.at, speech) }),
    columns: {
      name: say('fleet.column.name'),
      state: say('fleet.column.state'),
      run: say('fleet.column.run'),
      read: say('fleet.column.read'),
      findings: say('fleet.column.findings'),
      mails: say('fleet.column.mails'),
      troubles: say('fleet.column.troubles'),
    },
    rows: sorted.map((instance) => rowOf(instance, speech, say)),
  };
}

function rowOf(instance: InstanceStatus, speech: FleetSpeech, say: SayLine): FleetRow {
  const { name, state, isRunning, lastRun, summary, mails } = instance;
  const day = (at: UtcMs) => formatter(speech.language, speech.zone).shortDay(at);
  const stateText = say('fleet.state', { state });
  return {
    ...{ name, state },
    stateText: isRunning ? say('fleet.running', { state: stateText }) : stateText,
    run: lastRun === null ? '' : say('fleet.lastRun', { day: day(lastRun.startedAt), end: lastRun.status }),
    read: summary === null ? '' : say('fleet.read', readOf(summary.coverage)),
    findings: summary === null ? '' : String(summary.findings.critical + summary.findings.high),
    mails:
      mails === null
        ? ''
        : say('fleet.mails', {
            sent: mails.sent,
            waiting: mails.waiting,
            refused: mails.refused,
            held: mails.held,
          }),
    troubles: troubleTexts(instance, speech, say),
  };
}

function readOf({ read, unchanged, members }: { read: number; unchanged: number; members: number }) {
  return { read: read + unchanged, members };
}

/** What a host should look at, in words. */
export function troubleTexts(
  { name, troubles }: Pick<InstanceStatus, 'name' | 'troubles'>,
  speech: FleetSpeech,
  say: SayLine,
): readonly string[] {
  return troubles.map((trouble) => troubleText(name, trouble, speech, say));
}

function troubleText(name: InstanceName, trouble: Trouble, speech: FleetSpeech, say: SayLine): string {
  switch (trouble.kind) {
    case 'config':
    case 'key':
    case 'store':
      return visibleLines(trouble.message);
    case 'run-failed':
      return say('fleet.trouble.runFailed', { run: trouble.run });
    case 'run-stuck':
      return say('fleet.trouble.runStuck', { run: trouble.run, name });
    case 'mails-held':
      return say('fleet.trouble.mailsHeld', { held: trouble.held, name });
    case 'job-failed':
      return say('fleet.trouble.jobFailed', { job: trouble.job, tries: trouble.tries });
    case 'not-done':
      return say('fleet.trouble.notDone', {
        purpose: trouble.purpose,
        moment: momentText(trouble.at, speech),
      });
    case 'waiting':
      return say('fleet.trouble.waiting', { moment: momentText(trouble.since, speech) });
    case 'mails': {
      const { refused, waiting } = trouble;
      return say('fleet.trouble.mails', { refused, waiting, both: String(refused > 0 && waiting > 0) });
    }
  }
}

function momentText(at: UtcMs, { language, zone }: FleetSpeech): string {
  return new Intl.DateTimeFormat(LOCALES[language], {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: zone,
  }).format(at);
}

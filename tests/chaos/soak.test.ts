import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { FaultRule } from '../../src/demo/nextcloud/http/kinds.ts';
import { type Random, randomOf } from '../../src/demo/random.ts';
import { RunResult } from '../../src/model/result.ts';
import { atLeast } from '../../src/model/severity.ts';
import { after, isoDate } from '../../src/model/time.ts';
import { openStore } from '../../src/store/open.ts';
import { type ClockedWorkspace, openClockedWorkspace } from '../helpers/clocked-workspace.ts';
import { liveAMonth, soakWorld } from '../helpers/soak-world.ts';
import { NOW } from '../helpers/world.ts';

/** CHAOS_MONTHS shortens a trial. */
const MONTHS = Number(process.env['CHAOS_MONTHS'] ?? 24);
const MEMBERS = 120;
const SEED = Number(process.env['CHAOS_SEED'] ?? Date.now() % 1_000_000_007);

/** What may go wrong in a month, each as often as it stands here. */
const TROUBLES = [
  ...['reset', 'busy', 'cut', 'no trash', 'refused', 'killed reading', 'killed mailing', 'maintenance'],
  ...['reset', 'busy', 'cut', 'no trash', 'refused', 'killed reading', 'killed mailing', 'maintenance'],
  ...['mail refused for now', 'hang', 'none', 'none', 'none', 'none', 'none', 'none'],
] as const;
type Trouble = (typeof TROUBLES)[number];

/** What a month left behind. */
interface Month {
  readonly trouble: Trouble;
  /** How its runs ended, in the order in which they began. */
  readonly statuses: readonly string[];
  readonly mails: number;
  readonly storeBytes: number;
  readonly peakKilobytes: number;
}

let workspace: ClockedWorkspace;
/** Whom the mail server sends away for now. */
let refused: string | null = null;
/** The first mails of all leave only with a yes. */
let words = ['run', '--quiet', '--yes'];

beforeAll(async () => {
  const refuse = (to: string) => (to === refused ? 450 : undefined);
  workspace = await openClockedWorkspace(soakWorld(MEMBERS, SEED), { now: NOW, mailbox: { refuse } });
}, 60_000);
afterAll(() => workspace.close());

it(`${MONTHS} months with ${MEMBERS} members who come and go`, { timeout: 3_600_000 }, async () => {
  const random = randomOf(SEED);
  const troubles = shuffled(random, TROUBLES);
  const months: Month[] = [];
  const identities = new Set<string>();
  for (const [at, trouble] of troubles.slice(0, MONTHS).entries()) {
    const now = after(NOW, { amount: at, unit: 'months' }, 'Europe/Paris');
    if (at > 0) await liveAMonth(workspace, random, now, at);
    workspace.setNow(now);
    workspace.emptyMailbox();
    const statuses = await runThrough(trouble, random, at);
    words = ['run', '--quiet'];
    months.push({ trouble, statuses, ...(await lookAtMails(now, identities)), ...sizes() });
    process.stdout.write(soakLine(months));
  }
  const store = await openStore(join(workspace.folder, 'menage.db'));
  const [runs, problem] = [await store.runs.list(), await store.integrity()];
  await store.close();
  expect(problem).toBeNull();
  expect(runs.map(({ status }) => status).reverse()).toEqual(months.flatMap(({ statuses }) => statuses));
  expect(months.at(-1)?.storeBytes).toBeLessThanOrEqual(2 * (months[0]?.storeBytes ?? 0));
  const peaks = months.map(({ peakKilobytes }) => peakKilobytes);
  expect(median(peaks.slice(-6))).toBeLessThanOrEqual(1.15 * median(peaks.slice(1, 7)));
});

/** Runs the program until the month is done; gives how each run ended. */
async function runThrough(trouble: Trouble, random: Random, at: number): Promise<readonly string[]> {
  const members = workspace.world.users.filter(({ enabled, appPassword }) => enabled && appPassword !== null);
  const victim = members[random.between(0, members.length - 1)]?.id ?? '';
  const { faults, counters } = workspace.server;
  const runs: string[] = [];
  const fault = MEMBER_FAULTS[trouble];
  if (fault !== undefined) faults.add({ ...fault.rule, member: victim });
  if (trouble === 'maintenance') {
    faults.maintenance = true;
    runs.push(await ended(4, 'failed'));
    faults.clear();
  }
  if (trouble === 'killed reading') {
    const asked = counters.requests;
    runs.push(await killed(() => counters.requests > asked + random.between(20, 100), 'failed'));
  }
  if (trouble === 'killed mailing') {
    const come = workspace.mails.received.length;
    runs.push(await killed(() => workspace.mails.received.length > come + random.between(0, 8), 'complete'));
  }
  if (trouble === 'mail refused for now') {
    refused = 'equipe@coop.example';
    runs.push(await ended(3, 'complete'));
    refused = null;
  }
  runs.push(
    await ended(fault?.code ?? 0, fault?.code === 3 ? 'partial' : 'complete', `month ${at}, ${trouble}`),
  );
  faults.clear();
  workspace.server.forgive();
  return runs;
}

/** What befalls one member; what is mended by asking again does not show. */
const MEMBER_FAULTS: Partial<Record<Trouble, { readonly rule: FaultRule; readonly code: 0 | 3 }>> = {
  reset: { rule: { fault: 'reset', times: 1 }, code: 0 },
  busy: { rule: { fault: 'unavailable', times: 2, retryAfter: 0 }, code: 0 },
  cut: { rule: { fault: 'cut-207' }, code: 3 },
  'no trash': { rule: { fault: 'forbidden', kind: 'trash' }, code: 3 },
  refused: { rule: { fault: 'unauthorised' }, code: 3 },
  hang: { rule: { fault: 'hang' }, code: 3 },
};

async function ended(code: number, status: string, when = 'in between'): Promise<string> {
  const peakMemoryFile = join(workspace.folder, 'peak');
  const end = await workspace.run(words, { peakMemoryFile });
  const allowed = /Perhaps handed over/.test(end.err) ? [code, 3] : [code];
  expect(allowed, `${when}: ${end.err}`).toContain(end.code);
  return status;
}

async function killed(moment: () => boolean, status: string): Promise<string> {
  const killer = new AbortController();
  const running = workspace.run(words, { kill: killer.signal });
  while (!moment()) await setTimeout(2);
  killer.abort();
  expect(await running).toMatchObject({ code: null });
  return status;
}

/** Whoever has something pressing has one mail, nobody has two, and those who left have none. */
async function lookAtMails(now: number, identities: Set<string>): Promise<{ readonly mails: number }> {
  const month = isoDate(now, 'Europe/Paris').slice(0, 7);
  const text = readFileSync(join(workspace.folder, 'reports', month, 'result.json'), 'utf8');
  const { members, findings } = RunResult.parse(JSON.parse(text));
  const mails = await workspace.mailbox();
  const people = mails.map(({ to }) => to.replace('@coop.example', ''));
  expect(people, 'two mails for one').toEqual([...new Set(people)]);
  for (const { messageId } of mails) {
    expect(identities.has(messageId), `${messageId} came twice`).toBe(false);
    identities.add(messageId);
  }
  const away = new Set(workspace.world.users.flatMap(({ id, enabled }) => (enabled ? [] : [id])));
  expect(people.filter((id) => away.has(id))).toEqual([]);
  const doubtful = await doubtfulIn(month);
  const told = new Set([...people, ...doubtful]);
  const pressing = findings.flatMap(({ member, severity, audience, state }) =>
    member !== null &&
    audience === 'member' &&
    atLeast(severity, 'medium') &&
    (state === 'new' || state === 'open')
      ? [member]
      : [],
  );
  const enabled = new Set(members.flatMap((member) => (member.enabled ? [member.id] : [])));
  expect(
    [...new Set(pressing)].filter((id) => enabled.has(id) && !told.has(id)),
    `${month}: without a mail`,
  ).toEqual([]);
  expect(told.has('equipe')).toBe(true);
  return { mails: mails.length };
}

async function doubtfulIn(month: string): Promise<readonly string[]> {
  const store = await openStore(join(workspace.folder, 'menage.db'));
  const deliveries = await store.outbox.list(month);
  await store.close();
  const doubtful = deliveries.filter(({ state }) => state === 'doubtful');
  return doubtful.map(({ recipient }) => recipient.replace('@coop.example', ''));
}

function sizes() {
  const bytesOf = (name: string) =>
    statSync(join(workspace.folder, name), { throwIfNoEntry: false })?.size ?? 0;
  return {
    storeBytes: bytesOf('menage.db') + bytesOf('menage.db-wal'),
    peakKilobytes: Number(readFileSync(join(workspace.folder, 'peak'), 'utf8')),
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function shuffled<T>(random: Random, from: readonly T[]): readonly T[] {
  return from
    .map((one) => ({ one, at: random.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one);
}

function soakLine(months: readonly Month[]): string {
  const runs = months.flatMap(({ statuses }) => statuses);
  const count = (status: string) => runs.filter((one) => one === status).length;
  const [first, last] = [months[0], months.at(-1)];
  const kilobytes = (bytes = 0) => Math.round(bytes / 1024);
  const megabytes = (one?: Month) => Math.round((one?.peakKilobytes ?? 0) / 1024);
  const mails = months.map((month) => month.mails);
  return (
    `seed ${SEED}: ${months.length} months, ${runs.length} runs (${count('complete')} complete, ${count('partial')} partial, ` +
    `${count('failed')} failed); ${mails.reduce((sum, one) => sum + one, 0)} mails (${Math.min(...mails)} to ` +
    `${Math.max(...mails)} a month), none twice; store ${kilobytes(first?.storeBytes)} kB after the first month, ` +
    `${kilobytes(last?.storeBytes)} kB after the last; peak memory ${megabytes(first)} MB, ${megabytes(last)} MB\n`
  );
}

import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { configOf } from '../../src/cli/config.ts';
import { report } from '../../src/cli/report.ts';
import { openOffice } from '../helpers/office.ts';

const LINES = (mode: string) => [
  `output: { directory: reports, metrics: { path: collector/menage.prom, mode: ${mode} } }`,
];

describe('metrics for a collector of another user', () => {
  it('lie where it looks, with the mode that it needs, and are the same', async () => {
    const office = await openOffice(LINES('0644'));
    mkdirSync(join(office.folder, 'collector'));
    expect(await report(office.context, { format: 'metrics' })).toBe(0);
    const path = join(office.folder, 'collector/menage.prom');
    expect(statSync(path).mode & 0o777).toBe(0o644);
    const month = join(office.folder, 'reports', readdirSync(join(office.folder, 'reports'))[0] ?? '');
    expect(readFileSync(path, 'utf8')).toBe(readFileSync(join(month, 'metrics.prom'), 'utf8'));
    expect(statSync(join(month, 'metrics.prom')).mode & 0o777).toBe(0o600);
    office.leave();
  });

  it('take no mode by which others could write', async () => {
    const office = await openOffice(LINES('0666'));
    expect(() => configOf(office.context)).toThrow(/output\.metrics\.mode: must be "0600", "0640"/);
    office.leave();
  });
});

describe('a preview', () => {
  it('shows its address, and ends when it is asked to', { timeout: 60_000 }, async () => {
    const stop = new AbortController();
    const office = await openOffice([], stop.signal);
    const ended = report(office.context, { preview: 'anna' });
    await vi.waitFor(() => expect(office.said).toHaveLength(1), { timeout: 50_000 });
    expect(office.said[0]).toMatch(
      /^http:\/\/127\.0\.0\.1:\d+\/\S+ {2}\(only for who knows this address; Ctrl-C ends it\)$/,
    );
    stop.abort();
    expect(await ended).toBe(0);
    office.leave();
  });
});

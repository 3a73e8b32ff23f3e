import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseConfig } from '../../../src/config/load.ts';
import { ALLOWED_DOMAINS, demoConfigYaml } from '../../../src/demo/coop/config.ts';
import { makeCoop } from '../../../src/demo/coop/coop.ts';

const NOW = Date.UTC(2026, 9, 23, 4, 0, 0);
const PLACES = {
  url: 'http://127.0.0.1:8080',
  adminPasswordFile: 'admin',
  keyFile: 'key',
  smtp: 'smtp://127.0.0.1:2525',
};

describe('demoConfigYaml', () => {
  it('is a config that the program accepts', () => {
    const { truth, world } = makeCoop({ seed: 1, now: NOW });
    const parsed = parseConfig(demoConfigYaml(PLACES, truth), {
      'external-domain': z.object({ domains: z.array(z.string()) }),
      'link-without-password': z.object({}),
    });
    if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
    expect(parsed.config.members.except).toEqual([world.admin.id]);
    expect(parsed.config.checks['external-domain']).toEqual({ domains: [...ALLOWED_DOMAINS] });
    // None waits for another: the mail catcher is no stranger.
    expect(parsed.config.mail.maxPerMinute).toBe(10_000);
    const groups = world.groups.map(({ id }) => id);
    expect(parsed.config.referents.filter(({ group }) => !groups.includes(group))).toEqual([]);
  });

  it('holds one exception that runs and one that has ended', () => {
    const { truth } = makeCoop({ seed: 1, now: NOW });
    const running = truth.exceptions.filter(({ until }) => until >= '2026-10-23');
    expect([truth.exceptions.length, running.length]).toEqual([2, 1]);
    expect(
      truth.findings.filter(({ state }) => state === 'excepted').map(({ subject }) => subject.path),
    ).toEqual([running[0]?.path]);
  });
});

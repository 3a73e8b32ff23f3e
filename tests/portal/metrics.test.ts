import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPortal, type PortalStage } from '../helpers/portal.ts';

let stage: PortalStage;
beforeAll(async () => {
  stage = await openPortal({ settings: { trustedProxies: ['127.0.0.1/32'] } });
});
afterAll(() => stage.close());

async function metrics(): Promise<string> {
  return (await fetch(`${stage.url}/metrics`)).text();
}

function figure(text: string, name: string): number {
  const line = text.split('\n').find((one) => one.startsWith(`${name} `));
  return Number(line?.slice(name.length + 1));
}

it('are there before the first run', async () => {
  await fetch(`${stage.url}/nowhere`);
  const text = await metrics();
  expect(text).toMatch(/# EOF\n$/);
  expect(figure(text, 'menage_portal_requests_total{status="4xx"}')).toBe(1);
  expect(figure(text, 'menage_portal_members_with_access')).toBe(0);
});

it('say how things stand, without a name', async () => {
  const { members } = await stage.audit();
  const text = await metrics();
  const states = [...text.matchAll(/^menage_portal_members\{state="(\w+)"\} (\d+)$/gm)];
  const counted = states.reduce((sum, [, , n]) => sum + Number(n), 0);
  expect(counted).toBeGreaterThan(30);
  expect(figure(text, 'menage_portal_members_with_access')).toBeGreaterThan(0);
  const named = members.filter(({ id, name }) => text.includes(`"${id}"`) || text.includes(name));
  expect(named).toEqual([]);
});

it.each(['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'])(
  'are no page for whoever comes by a proxy (%s)',
  async (name) => {
    const answer = await fetch(`${stage.url}/metrics`, { headers: { [name]: '127.0.0.1' } });
    expect(answer.status).toBe(404);
    expect(await answer.text()).not.toContain('menage_portal');
  },
);

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freeAddress } from '../../../src/app/demo-stage.ts';
import { type RunningServer, serveRoutes } from '../../../src/portal/http/server.ts';
import { ROUTES } from '../../../src/portal/routes.ts';
import { rawRequest } from '../../helpers/raw-request.ts';
import { BODIES, SLOW } from './bodies.ts';
import { FORMS } from './forms.ts';
import { REQUESTS } from './requests.ts';
import { type Hostile, openScene, type Scene } from './stage.ts';
import { TOKENS } from './tokens.ts';

let scene: Scene;
let impatient: RunningServer;
beforeAll(async () => {
  scene = await openScene();
  const { portal } = scene.stage.running;
  const settings = { ...portal.settings, listen: await freeAddress() };
  const patience = { headersMs: 500, bodyMs: 500, requestMs: 3_000 };
  impatient = await serveRoutes({ ...portal, settings }, ROUTES, patience);
});
afterAll(async () => {
  await impatient.close();
  await scene.stage.close();
});

const ALL = [...TOKENS, ...FORMS, ...REQUESTS, ...BODIES];

async function holds({ send, status, to }: Hostile, asked: Scene): Promise<void> {
  const answer = await send(asked);
  expect(answer.status).toBe(status);
  const location = /^location: (.*)$/im.exec(answer.head)?.[1] ?? null;
  expect(location).toBe(to === undefined ? null : `${scene.stage.url}${to}`);
  // No page of others may read an answer, and nobody is signed in by any of these.
  expect(answer.head).not.toMatch(/^(?:access-control-|set-cookie: (?!.*Max-Age=0))/im);
  // The parser of HTTP refuses some by itself, without a page.
  if (![400, 408, 431].includes(status)) expect(answer.head).toMatch(/^referrer-policy: no-referrer$/im);
}

it('there are a hundred of them and more', () => {
  const names = [...ALL, ...SLOW].map(({ what }) => what);
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThanOrEqual(180);
});

describe('a hostile request', () => {
  it.each(TOKENS)('$what', (hostile) => holds(hostile, scene));
  it.each(FORMS)('$what', (hostile) => holds(hostile, scene));
  it.each(REQUESTS)('$what', (hostile) => holds(hostile, scene));
  it.each(BODIES)('$what', (hostile) => holds(hostile, scene));
});

describe('a slow client', () => {
  it.concurrent.each(SLOW)('$what', (hostile) =>
    holds(hostile, { ...scene, raw: (bytes) => rawRequest(impatient.address, bytes) }),
  );
});

describe('after all of them', () => {
  it('the log holds nothing but times, methods, patterns, statuses', () => {
    const patterns = new Set(['(none)', ...ROUTES.map(({ path }) => path)]);
    for (const line of scene.stage.logged) {
      const { time, ...entry } = JSON.parse(line) as Record<string, unknown>;
      expect(Object.keys(entry).toSorted()).toEqual(['level', 'method', 'ms', 'msg', 'route', 'status']);
      expect(entry).toMatchObject({ level: 'info', msg: 'Request' });
      expect(patterns).toContain(entry['route']);
    }
  });

  it('no answer holds a password, or what belongs to somebody', () => {
    const { world } = scene.stage;
    const passwords = [world.admin.password, ...world.users.map(({ appPassword }) => appPassword)];
    const names = world.users.flatMap(({ home }) => home.children.map(({ name }) => name));
    // The page of a link that is over has a form to renew it, which names the link.
    const refused = scene.answers
      .filter(({ status }) => status >= 400 && status !== 410)
      .map(({ body }) => body);
    const all = scene.answers.map(({ head, body }) => head + body).join('\n');
    expect(passwords.filter((password) => password !== null && all.includes(password))).toEqual([]);
    expect(names.filter((name) => refused.some((body) => body.includes(name)))).toEqual([]);
    expect(scene.secrets.filter((secret) => refused.some((body) => body.includes(secret)))).toEqual([]);
  });
});

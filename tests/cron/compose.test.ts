import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { program } from '../../src/cli/program.ts';

const FILE = resolve(import.meta.dirname, '../../docs/fleet/compose.yaml');

/** What a service may say: anything else is refused. */
const Service = z.strictObject({
  build: z.strictObject({ context: z.string(), dockerfile: z.string() }),
  image: z.literal('menage'),
  restart: z.literal('unless-stopped'),
  read_only: z.literal(true),
  cap_drop: z.tuple([z.literal('ALL')]),
  security_opt: z.tuple([z.literal('no-new-privileges:true')]),
  tmpfs: z.array(z.string()),
  mem_limit: z.string(),
  environment: z.strictObject({ MENAGE_CONFIG: z.string().startsWith('/var/lib/menage/') }),
  volumes: z.array(z.string().regex(/^(\.\/state:\/var\/lib\/menage|\/run\/postgresql:\/run\/postgresql)$/)),
  command: z.array(z.string()).min(1),
  stop_grace_period: z.string().optional(),
  deploy: z.strictObject({ replicas: z.number() }).optional(),
  ports: z.array(z.string().startsWith('127.0.0.1:')).optional(),
});
const Compose = z.object({ name: z.string(), services: z.record(z.string(), Service) });

const { services } = Compose.parse(parse(readFileSync(FILE, 'utf8'), { merge: true }));

describe('the compose file', () => {
  it('runs workers and the portal, and no image but the one that is built here', () => {
    expect(Object.keys(services)).toEqual(['worker', 'portal']);
    for (const { build } of Object.values(services)) {
      const context = resolve(dirname(FILE), build.context);
      expect(existsSync(resolve(context, build.dockerfile))).toBe(true);
      expect(existsSync(resolve(context, 'package-lock.json'))).toBe(true);
    }
  });

  it('calls commands that there are, with options that they have', () => {
    const menage = program(
      () => async () => {},
      () => {},
    );
    for (const { command } of Object.values(services)) {
      const [name, ...options] = command;
      const found = menage.commands.find((one) => one.name() === name);
      expect(found).toBeInstanceOf(Command);
      const known = [...(found?.options ?? []), ...menage.options].map(({ long }) => long);
      for (const option of options) expect(known).toContain(option);
    }
  });
});

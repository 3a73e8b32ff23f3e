import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Front } from '../../src/credentials/appapi/proxy-rule.ts';
import type { Loopback } from '../helpers/loopback.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

interface Place {
  readonly folder: string;
  readonly port: number;
  readonly target: string;
}

interface Program {
  readonly command: string;
  readonly version: string;
  /** The whole configuration, the rule in the places that its comments name. */
  config(rule: string, place: Place): string;
  args(config: string): readonly string[];
}

const MODULES = '/usr/lib/apache2/modules';

const PROGRAMS = {
  nginx: {
    command: 'nginx',
    version: '-v',
    args: (config) => ['-c', config, '-e', 'stderr'],
    config(rule, { folder, port, target }) {
      const [maps = '', refusal = '', handedOn = ''] = rule
        .split(/^# [23]\. /m)
        .map((part, at) => (at === 0 ? part : `# ${part}`));
      const appId = /proxy_set_header EX-APP-ID .*/.exec(handedOn)?.[0] ?? 'the rule lacks its third part';
      const kept = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
        .map((name) => `${name}_temp_path ${folder}/${name};`)
        .join('\n');
      return `daemon off; master_process off; pid ${folder}/pid; error_log stderr;
events {}
http {
access_log off;
${kept}
${maps}
server {
listen 127.0.0.1:${port};
${refusal}
location / { proxy_pass ${target}; proxy_http_version 1.1; proxy_pass_header Date; proxy_set_header Host $http_host; ${appId} }
}
}
`;
    },
  },
  apache: {
    command: 'apache2',
    version: '-v',
    args: (config) => ['-f', config, '-D', 'FOREGROUND'],
    config(rule, { folder, port, target }) {
      const modules = ['mpm_event', 'authz_core', 'rewrite', 'proxy', 'proxy_http'];
      return `ServerRoot ${folder}
DefaultRuntimeDir ${folder}
ServerName localhost
PidFile ${folder}/pid
ErrorLog ${folder}/error.log
Listen 127.0.0.1:${port}
${modules.map((name) => `LoadModule ${name}_module ${MODULES}/mod_${name}.so`).join('\n')}
${process.getuid?.() === 0 ? 'User www-data\nGroup www-data' : ''}
<VirtualHost 127.0.0.1:${port}>
${rule}
AllowEncodedSlashes NoDecode
ProxyPass / ${target}/ nocanon
</VirtualHost>
`;
    },
  },
  caddy: {
    command: 'caddy',
    version: 'version',
    args: (config) => ['run', '--config', config, '--adapter', 'caddyfile'],
    config: (rule, { port, target }) => `{
admin off
auto_https off
}
http://:${port} {
bind 127.0.0.1
${rule}
reverse_proxy ${target}
}
`,
  },
} satisfies Record<Front, Program>;

/** Whether the program is there; where it is not, that is written where nobody overlooks it. */
export function isInstalled(front: Front): boolean {
  const { command, version } = PROGRAMS[front];
  const isThere = spawnSync(command, [version]).error === undefined;
  if (!isThere) {
    process.stderr.write(
      `\n!!! ${command} is NOT INSTALLED: its rule was not tried. apt-get install ${command}\n\n`,
    );
  }
  return isThere;
}

/** Debian's nginx, Apache or Caddy with this rule before the server at `target`. */
export async function startFront(front: Front, rule: string, target: string): Promise<Loopback> {
  const folder = temporaryFolder(front);
  const port = await freePort();
  const program: Program = PROGRAMS[front];
  const config = join(folder, 'front.conf');
  writeFileSync(config, program.config(rule, { folder, port, target }));
  const running = spawn(program.command, program.args(config), {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: process.env['PATH'], HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
  });
  let log = '';
  running.stderr.on('data', (chunk: Buffer) => {
    log += chunk.toString();
  });
  const ended = new Promise<void>((done) => running.once('close', () => done()).once('error', () => done()));
  const close = async () => {
    running.kill();
    await ended;
  };
  while (!(await listens(port))) {
    if (running.exitCode !== null) throw new Error(`${program.command} ended before it listened: ${log}`);
    await pause(20);
  }
  return { url: `http://127.0.0.1:${port}`, close };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  await new Promise<void>((done) => server.close(() => done()));
  if (address === null || typeof address === 'string') throw new TypeError('no port is free');
  return address.port;
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

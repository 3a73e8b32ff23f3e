import { spawn, spawnSync } from 'node:child_process';
import { screen } from './screen.ts';

const ROWS = 200;

/** Whether this machine can give a program a terminal: `script` of util-linux. */
export const HAS_TERMINAL = /util-linux/.test(
  spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout ?? '',
);

/** A program on a real pseudo terminal, and somebody who types. */
export interface Terminal {
  /** Resolves once the screen shows it; rejects, with the screen, when the program ends or it takes too long. */
  until(text: string | RegExp): Promise<void>;
  type(keys: string): void;
  /** What the screen shows, without colours, trailing blanks and empty lines at the end. */
  screen(): string;
  readonly ended: Promise<number | null>;
}

const PATIENCE_MS = 20_000;
export const ENTER = '\r';
export const DOWN = '\u001b[B';
export const CTRL_C = '\u0003';
export const CTRL_U = '\u0015';

/** Runs a program on a terminal. */
export function openTerminal(
  command: readonly string[],
  {
    cwd,
    env,
    columns = 100,
  }: { readonly cwd: string; readonly env: NodeJS.ProcessEnv; readonly columns?: number },
): Terminal {
  const line = command.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
  const job = `stty cols ${columns} rows ${ROWS}; exec ${line}`;
  const program = spawn('script', ['-qfec', job, '/dev/null'], {
    cwd,
    env: { PATH: process.env['PATH'], TERM: 'xterm', ...env },
  });
  let received = '';
  let isOver = false;
  const waiting = new Set<() => void>();
  const look = () => {
    for (const one of waiting) one();
  };
  program.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    received += chunk;
    look();
  });
  const ended = new Promise<number | null>((resolve) =>
    program.once('close', (code) => {
      isOver = true;
      look();
      resolve(code);
    }),
  );
  const shows = (text: string | RegExp) => {
    const now = screen(received, columns);
    return typeof text === 'string' ? now.includes(text) : text.test(now);
  };
  return {
    until: (text) =>
      new Promise((resolve, reject) => {
        const fail = (why: string) => reject(new Error(`${why}: ${text}\n${screen(received, columns)}`));
        const timer = setTimeout(() => finish(() => fail('not shown in time')), PATIENCE_MS);
        const finish = (end: () => void) => {
          clearTimeout(timer);
          waiting.delete(check);
          end();
        };
        const check = () => {
          if (shows(text)) finish(resolve);
          else if (isOver) finish(() => fail('ended before it was shown'));
        };
        waiting.add(check);
        check();
      }),
    type: (keys) => void program.stdin.write(keys),
    screen: () => screen(received, columns),
    ended,
  };
}

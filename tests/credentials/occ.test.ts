import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runOcc, typedWords } from '../../src/credentials/occ.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

describe('the words of a command as it is typed', () => {
  it.each([
    ['php occ', ['php', 'occ']],
    [
      'docker exec -u www-data nextcloud php occ',
      ['docker', 'exec', '-u', 'www-data', 'nextcloud', 'php', 'occ'],
    ],
    [
      `  ssh 'my cloud' php "/var/www/next cloud/occ" `,
      ['ssh', 'my cloud', 'php', '/var/www/next cloud/occ'],
    ],
    ['php /srv/next\\ cloud/occ', ['php', '/srv/next cloud/occ']],
    [`a'b c'd"e f"g`, ['ab cde fg']],
    [`"a \\" b" '\\'`, ['a " b', '\\']],
    [`'' ""`, ['', '']],
    ['php $HOME/*', ['php', '$HOME/*']],
  ])('reads %s', (text, words) => expect(typedWords(text)).toEqual(words));

  it.each(['', '   ', `php 'occ`, `php "occ`, 'php occ\\'])('refuses "%s"', (text) =>
    expect(() => typedWords(text)).toThrow(/^--occ .* is no command/s),
  );
});

describe('running occ', () => {
  it('gives what was printed, on both streams where it failed', async () => {
    const path = join(temporaryFolder('occ'), 'occ');
    writeFileSync(path, '#!/bin/sh\necho "asked $*"; echo trouble >&2; exit "$1"\n');
    chmodSync(path, 0o755);
    expect(await runOcc([path], ['0', 'a b'], '--occ')).toEqual({ done: true, printed: 'asked 0 a b\n' });
    expect(await runOcc([path], ['3'], '--occ')).toEqual({ done: false, printed: 'asked 3\ntrouble\n' });
    await expect(runOcc(['/nowhere/occ'], [], '--occ')).rejects.toThrow(
      'There is no program "/nowhere/occ": correct --occ.',
    );
  });

  it('ends with us', async () => {
    const stop = new AbortController();
    const running = runOcc(['sleep'], ['60'], '--occ', stop.signal);
    stop.abort();
    expect((await running).done).toBe(false);
  });
});

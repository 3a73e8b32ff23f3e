import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PathPattern, pathTest, plainBeginning } from '../../../src/model/path/glob.ts';
import { isWithin } from '../../../src/model/path/path.ts';

describe('pathTest', () => {
  const meant = (pattern: string, ...paths: readonly string[]) =>
    paths.filter((path) => pathTest(pattern)?.(path));

  it.each([
    ['**', ['/', '/a', '/a/b.pdf'], []],
    ['/Public/**', ['/Public', '/Public/a', '/Public/a/b'], ['/Publications', '/a/Public/b', '/']],
    ['Public/**', ['/Public/a'], ['/a/Public/b']],
    ['**/Public/**', ['/Public/a', '/a/b/Public/c'], ['/a/b']],
    ['/Public/', ['/Public'], ['/Public/a']],
    ['/', ['/'], ['/a']],
    ['/a/**/z', ['/a/z', '/a/b/z', '/a/b/c/z'], ['/a/bz', '/a/z/b']],
    ['/*.pdf', ['/a.pdf', '/.pdf'], ['/a/b.pdf', '/a.pdfs']],
    ['/**/*.pdf', ['/a.pdf', '/a/b.pdf'], ['/a/b.odt']],
    ['/Devis 202?', ['/Devis 2026', '/Devis 202é'], ['/Devis 202', '/Devis 20266']],
    ['/?', ['/🙂'], ['/🙂🙂']],
    ['/{Devis,Factures}/*', ['/Devis/a', '/Factures/b'], ['/Notes/a', '/{Devis,Factures}/a']],
    ['/{a,b/{c,d}}', ['/a', '/b/c', '/b/d'], ['/b', '/c']],
    ['/[a-c]x', ['/ax', '/cx'], ['/dx', '/[a-c]x']],
    ['/[!a-c]x', ['/dx'], ['/ax']],
    ['/.caché/**', ['/.caché/a'], ['/caché/a']],
  ])('reads %s', (pattern, yes, no) => {
    expect(meant(pattern, ...yes, ...no)).toEqual(yes);
  });

  it('takes all other characters as they are, as people write names', () => {
    for (const name of [
      'Été (2026)',
      'a+b',
      'a|b',
      '!x',
      '$&^',
      'a.b',
      '[',
      'a]',
      '{a}',
      'a{b',
      '@(a)',
      '\\',
    ])
      expect(meant(`/${name}/**`, `/${name}/c`), name).toEqual([`/${name}/c`]);
    expect(meant('/a.b', '/axb')).toEqual([]);
    expect(meant('/\\[a\\]\\*', '/[a]*', '/ab')).toEqual(['/[a]*']);
    expect(meant('/e\u0301te\u0301', '/été')).toEqual(['/été']);
  });

  it('means nothing beyond its plain beginning', () => {
    const piece = fc.constantFrom(
      'a',
      'b',
      '*',
      '**',
      '?',
      '{a,b}',
      '{a',
      'b/a}',
      '[ab]',
      '\\a',
      '/',
      'e\u0301',
    );
    const pattern = fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join(''));
    const path = fc
      .array(fc.constantFrom('a', 'b', 'ab', 'é'), { maxLength: 4 })
      .map((names) => `/${names.join('/')}`);
    fc.assert(
      fc.property(pattern, path, (one, asked) => {
        if (pathTest(one)?.(asked)) expect(isWithin(asked, plainBeginning(one))).toBe(true);
      }),
      { numRuns: 500 },
    );
    expect(['/Public/**', 'a/b', '/Public/', '/{a,b}/c', '**'].map(plainBeginning)).toEqual([
      '/Public',
      '/a/b',
      '/Public',
      '/',
      '/',
    ]);
  });

  it('stays quick whatever the pattern and the name', () => {
    const name = 'a'.repeat(250);
    const started = performance.now();
    expect(pathTest(`/${'*a'.repeat(100)}*b`)?.(`/${name}`)).toBe(false);
    expect(pathTest(`${'/**'.repeat(100)}/x`)?.('/a'.repeat(400))).toBe(false);
    expect(pathTest(`/${'**'.repeat(400)}b`)?.(`/${name}`)).toBe(false);
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it('refuses what is too long or branches too much', () => {
    expect(pathTest(`/${'a'.repeat(1000)}`)).toBeNull();
    expect(pathTest('/{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}')).not.toBeNull();
    expect(pathTest(`/${'{a,b}'.repeat(150)}`)).toBeNull();
    expect(PathPattern.safeParse(`/${'{a,b}'.repeat(150)}`).error?.issues[0]?.message).toContain(
      '64 alternatives',
    );
    expect(PathPattern.safeParse(' ').success).toBe(false);
  });
});

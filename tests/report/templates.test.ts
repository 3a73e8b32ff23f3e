import { describe, expect, it } from 'vitest';
import { UsageError } from '../../src/model/errors.ts';
import { compileTemplates } from '../../src/report/templates.ts';

function render(text: string, view: unknown, more: readonly [string, string][] = []): string {
  return compileTemplates(new Map([['mail/a.html.hbs', text], ...more])).render('mail/a.html.hbs', view);
}

describe('templates', () => {
  it('escape every value in html and none in text', () => {
    expect(render('<p title="{{x}}">', { x: `<&"'>` })).toBe('<p title="&lt;&amp;&quot;&#x27;&gt;">');
    const text = compileTemplates(new Map([['a.text.hbs', '{{x}}']]));
    expect(text.render('a.text.hbs', { x: `<&"'>` })).toBe(`<&"'>`);
  });

  it('use each other as partials', () => {
    expect(render('{{> mail/b.html}}', { x: '<' }, [['mail/b.html.hbs', '({{x}})']])).toBe('(&lt;)');
  });

  it.each([
    ['{{nmae}}', /mail\/a\.html\.hbs:2: "nmae" not defined in the view/],
    ['{{#if nmae}}x{{/if}}', /mail\/a\.html\.hbs:2: the value of \{\{#if\}\}.*"nmae"/],
    ['{{#each nmae}}x{{/each}}', /mail\/a\.html\.hbs:2: the value of \{\{#each\}\}.*"nmae"/],
    ['{{#with name}}{{nmae}}{{/with}}', /mail\/a\.html\.hbs:2: "nmae"/],
  ])('name file, line and what is missing in %s', (line, message) => {
    expect(() => render(`first\n${line}`, { name: { first: 'x' } })).toThrow(UsageError);
    expect(() => render(`first\n${line}`, { name: { first: 'x' } })).toThrow(message);
  });

  it('name the partial that is broken, not the template that uses it', () => {
    const partial: [string, string] = ['mail/b.html.hbs', '\n\n{{nmae}}'];
    expect(() => render('{{> mail/b.html}}', {}, [partial])).toThrow(
      /^Template mail\/b\.html\.hbs:3: "nmae"/,
    );
  });

  it.each(['{{{x}}}', '{{&x}}', '{{#if x}}{{{x}}}{{/if}}'])('refuse the raw %s', (text) => {
    expect(() => render(text, { x: 1 })).toThrow(/mail\/a\.html\.hbs:1: .*not allowed/);
  });

  it('show every broken file before anything is rendered', () => {
    const texts = new Map([
      ['a.html.hbs', '{{#if x}}'],
      ['b.html.hbs', '{{shout x}}'],
      ['styles.css', '{{'],
    ]);
    expect(() => compileTemplates(texts)).toThrow(/a\.html\.hbs:1: Expecting[\s\S]*b\.html\.hbs:1.*shout/);
  });
});

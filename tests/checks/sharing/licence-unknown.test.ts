import { describe, expect, it } from 'vitest';
import { licenceUnknown } from '../../../src/checks/sharing/licence-unknown.ts';
import { openRunner } from '../../../src/judge/runner.ts';
import { fileId, type TokenHash } from '../../../src/model/ids.ts';
import { because } from '../../../src/model/reasons/reason.ts';
import type { Share } from '../../../src/model/share.ts';
import { blockedBy, draftsOf, file, folder, judge, link, SETTING, share } from '../helpers.ts';

const ONE = fileId('71');
// A hash as the vault's key makes it; only that it differs counts here.
const hash = (text: string) => text as TokenHash;
const NO_REGISTER = { registerLack: because('register.none') };

function found(changes: Partial<Share>, names: readonly string[] = ['a.mp3'], options?: unknown) {
  const shares = [link({ path: '/Concert', fileId: ONE, ...changes })];
  const entries = [folder('/Concert', { fileId: ONE }), ...names.map((name) => file(`/Concert/${name}`))];
  return draftsOf(licenceUnknown, { setting: NO_REGISTER, options, entries, evidence: { shares } });
}

describe('licence-unknown', () => {
  it('finds an open link without a word on it, on a folder with media, e-books or fonts below', () => {
    const names = ['a.MP3', 'deep/film.mkv', 'livre.epub', 'Police.woff2', 'affiche.jpg', 'notes.odt'];
    expect(found({}, names)).toMatchObject([
      { subject: { kind: 'share', path: '/Concert' }, actual: { files: 4, isFolder: true } },
    ]);
    expect(found({}, ['affiche.jpg', 'mp3', 'epub.odt'])).toEqual([]);
  });

  it('finds such a file itself', () => {
    const shares = [link({ path: '/a.flac', isFolder: false, fileId: ONE })];
    const known = { entries: [file('/a.flac', { fileId: ONE })], evidence: { shares } };
    expect(draftsOf(licenceUnknown, { ...known, setting: NO_REGISTER })).toMatchObject([
      { actual: { files: 1, isFolder: false } },
    ]);
  });

  it('takes a label, a note, or one that cannot be read, for what it is for', () => {
    expect(found({ label: ' ' })).toHaveLength(1);
    expect(found({ label: 'CC BY 4.0' })).toEqual([]);
    expect(found({ note: true })).toEqual([]);
    expect(found({ unread: ['note'] })).toEqual([]);
  });

  it('leaves alone what is not open to anyone, and what shows nothing', () => {
    expect(found({ hasPassword: true })).toEqual([]);
    expect(found({ permissions: ['create'] })).toEqual([]);
    const shares = [share({ path: '/a.flac', isFolder: false })];
    expect(draftsOf(licenceUnknown, { evidence: { shares } })).toEqual([]);
  });

  it('leaves alone what an accepted entry of the register is of', () => {
    const shares = [
      link({ path: '/a.flac', isFolder: false, tokenHash: hash('k.1') }),
      link({ path: '/b.flac', isFolder: false, tokenHash: hash('k.2') }),
    ];
    const registered = { tokens: new Set([hash('k.1')]), files: new Set<string>() };
    expect(draftsOf(licenceUnknown, { evidence: { shares, registered } })).toMatchObject([
      { subject: { path: '/b.flac' } },
    ]);
  });

  it('takes its endings from the config', () => {
    expect(found({}, ['a.mp3', 'b.jpg', 'c.jpg'], { types: ['.JPG'] })).toMatchObject([
      { actual: { files: 2 } },
    ]);
  });

  it('names a link of which it cannot tell whether it is open, and is not run without its evidence', () => {
    const shares = [link({ path: '/a.flac', isFolder: false, unread: ['password'] })];
    const verdict = judge(licenceUnknown, { evidence: { shares } });
    expect(verdict).toMatchObject({ drafts: [], unjudged: [{ id: shares[0]?.id }] });
    expect(judge(licenceUnknown, { lacking: ['tree'] })).toMatchObject({ extent: 'none' });
    const unread = because('register.unread', { source: 'page.html', cause: [because('register.none')] });
    expect(blockedBy(licenceUnknown, { setting: { registerLack: unread } })).toContain('page.html');
    expect(blockedBy(licenceUnknown, { setting: NO_REGISTER })).toBeNull();
  });

  it('is off until the config names it', () => {
    const isOff = (settings: Record<string, unknown>) =>
      openRunner([licenceUnknown], settings, SETTING).off.has('licence-unknown');
    expect([{}, { 'licence-unknown': 'off' }, { 'licence-unknown': {} }].map(isOff)).toEqual([
      true,
      true,
      false,
    ]);
  });
});

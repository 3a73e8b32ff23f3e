import { describe, expect, it } from 'vitest';
import { archiveOrInstaller } from '../../../src/checks/storage/archive-or-installer.ts';
import { draftsOf, file, folder, judge, MB } from '../helpers.ts';

describe('archive-or-installer', () => {
  it.each(['.zip', '.7z', '.rar', '.tar', '.tar.gz', '.tgz', '.iso', '.dmg', '.exe', '.msi', '.ZIP'])(
    'finds a large %s',
    (ending) => {
      expect(
        draftsOf(archiveOrInstaller, { entries: [file(`/a${ending}`, { size: 50 * MB })] }),
      ).toMatchObject([{ bytes: 50 * MB }]);
    },
  );

  it('leaves alone a byte too small, other endings, and folders', () => {
    const entries = [
      file('/a.zip', { size: 50 * MB - 1 }),
      file('/a.gz', { size: 99 * MB }),
      file('/zip', { size: 99 * MB }),
      folder('/a.zip', { size: 99 * MB }),
    ];
    expect(draftsOf(archiveOrInstaller, { entries })).toEqual([]);
  });

  it('is not run without its evidence', () => {
    expect(judge(archiveOrInstaller, { lacking: ['tree'] })).toMatchObject({
      extent: 'none',
      reason: 'tree was not read.',
    });
  });
});

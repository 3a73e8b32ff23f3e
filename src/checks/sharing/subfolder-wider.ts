import { z } from 'zod';
import { defineMemberCheck } from '../../judge/define.ts';

/** Sub-folders that are open wider than their folder. */
export const subfolderWider = defineMemberCheck({
  id: 'subfolder-wider',
  area: 'sharing',
  severity: 'info',
  audience: 'member',
  traits: { action: 'review' },
  scope: 'member',
  needs: ['shares', 'widerFolders'],
  options: z.object({}),
  optionHelp: {},
  problem:
    'A folder is shared below a folder that is shared too, or is a group folder, and somebody sees it who does not see the folder above, or may change it and there only look. Medium where that is anyone who has the address of a link (also of one without password below one with). Files and file drops do not count, nor who may be among those above of whom is not known who they are: in teams and conversations, or in groups with accounts that the audit leaves out.',
  example: { abovePath: '/Clients', people: 2, anyone: false },
  judge({ widerFolders }) {
    return widerFolders.map(({ share, people, anyone, abovePath }) => ({
      subject: { kind: 'share', id: share.id, path: share.path },
      actual: { abovePath, people, anyone },
      severity: anyone ? 'medium' : 'info',
      shareType: share.type,
    }));
  },
});

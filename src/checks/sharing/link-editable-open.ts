import { z } from 'zod';
import { defineMemberCheck } from '../../judge/define.ts';
import { lacksPassword } from '../../model/share.ts';
import { isoOrNull } from '../../model/time.ts';
import { isEditable, links, onLink } from './links.ts';

/** Public links through which anybody may change or delete. */
export const linkEditableOpen = defineMemberCheck({
  id: 'link-editable-open',
  area: 'sharing',
  severity: 'critical',
  audience: 'member',
  traits: { action: 'readOnly', asksAdmin: true },
  scope: 'member',
  needs: ['shares'],
  readsOfShares: ['password'],
  options: z.object({}),
  optionHelp: {},
  problem: 'A public link without password that may change or delete (permissions & 2 or 8) and read (& 1).',
  example: { createdAt: '2025-09-12T08:30:00.000Z', isFolder: true },
  judge({ shares }) {
    return links(shares)
      .filter((link) => lacksPassword(link) && isEditable(link))
      .map((link) => onLink(link, { createdAt: isoOrNull(link.createdAt), isFolder: link.isFolder }));
  },
});

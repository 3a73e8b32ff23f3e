import { archiveOrInstaller } from './archive-or-installer.ts';
import type { Check } from './check.ts';
import { departedWithData } from './departed-with-data.ts';
import { dormantAccount } from './dormant-account.ts';
import { fileDominatesQuota } from './file-dominates-quota.ts';
import { impossibleDate } from './impossible-date.ts';
import { largeStaleFile } from './large-stale-file.ts';
import { leftoverFile } from './leftover-file.ts';
import { linksOlderThanPolicy } from './links-older-than-policy.ts';
import { memberNotRead } from './member-not-read.ts';
import { memberOutsideGroups } from './member-outside-groups.ts';
import { memberWithoutMail } from './member-without-mail.ts';
import { othersFillMyQuota } from './others-fill-my-quota.ts';
import { policyLinkExpiry } from './policy-link-expiry.ts';
import { policyLinkPassword } from './policy-link-password.ts';
import { policyPublicUpload } from './policy-public-upload.ts';
import { policyResharing } from './policy-resharing.ts';
import { probableDuplicate } from './probable-duplicate.ts';
import { quotaFullSoon } from './quota-full-soon.ts';
import { quotaNearlyFull } from './quota-nearly-full.ts';
import { quotaNotTheRule } from './quota-not-the-rule.ts';
import { staleFolder } from './stale-folder.ts';
import { syncedCopies } from './synced-copies.ts';
import { trashHeavy } from './trash-heavy.ts';

/** Every check, in the order in which they are listed everywhere. */
export const CHECKS: readonly Check[] = [
  quotaNearlyFull,
  quotaNotTheRule,
  quotaFullSoon,
  largeStaleFile,
  fileDominatesQuota,
  staleFolder,
  probableDuplicate,
  archiveOrInstaller,
  leftoverFile,
  trashHeavy,
  othersFillMyQuota,
  syncedCopies,
  impossibleDate,
  departedWithData,
  dormantAccount,
  memberWithoutMail,
  memberOutsideGroups,
  policyLinkPassword,
  policyLinkExpiry,
  policyPublicUpload,
  policyResharing,
  linksOlderThanPolicy,
  memberNotRead,
];

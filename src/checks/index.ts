import { archiveOrInstaller } from './archive-or-installer.ts';
import type { Check } from './check.ts';
import { departedWithData } from './departed-with-data.ts';
import { dormantAccount } from './dormant-account.ts';
import { externalDomain } from './external-domain.ts';
import { fileDominatesQuota } from './file-dominates-quota.ts';
import { groupShareWide } from './group-share-wide.ts';
import { impossibleDate } from './impossible-date.ts';
import { largeStaleFile } from './large-stale-file.ts';
import { leftoverFile } from './leftover-file.ts';
import { linkBySomeoneElse } from './link-by-someone-else.ts';
import { linkBypassed } from './link-bypassed.ts';
import { linkDropOpen } from './link-drop-open.ts';
import { linkDuplicated } from './link-duplicated.ts';
import { linkEditableOpen } from './link-editable-open.ts';
import { linkExpiresLate } from './link-expires-late.ts';
import { linkExpiresSoon } from './link-expires-soon.ts';
import { linkGuessable } from './link-guessable.ts';
import { linkLivingFolder } from './link-living-folder.ts';
import { linkOld } from './link-old.ts';
import { linkOnEmptyFolder } from './link-on-empty-folder.ts';
import { linkOpenForever } from './link-open-forever.ts';
import { linkSensitive } from './link-sensitive.ts';
import { linkTargetGone } from './link-target-gone.ts';
import { linkWide } from './link-wide.ts';
import { linkWithoutExpiry } from './link-without-expiry.ts';
import { linkWithoutPassword } from './link-without-password.ts';
import { linkWithoutPurpose } from './link-without-purpose.ts';
import { linksOlderThanPolicy } from './links-older-than-policy.ts';
import { mailShareWithoutPassword } from './mail-share-without-password.ts';
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
import { shareUnknownKind } from './share-unknown-kind.ts';
import { shareWithTheDeparted } from './share-with-the-departed.ts';
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
  linkEditableOpen,
  linkOpenForever,
  linkWithoutPassword,
  linkWithoutExpiry,
  linkExpiresLate,
  linkExpiresSoon,
  linkOld,
  linkDropOpen,
  linkSensitive,
  linkWide,
  linkBypassed,
  linkLivingFolder,
  linkBySomeoneElse,
  linkDuplicated,
  linkWithoutPurpose,
  linkOnEmptyFolder,
  linkTargetGone,
  linkGuessable,
  mailShareWithoutPassword,
  externalDomain,
  groupShareWide,
  shareWithTheDeparted,
  shareUnknownKind,
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

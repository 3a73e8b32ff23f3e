import { z } from 'zod';
import { RIGHTS } from '../model/coverage.ts';
import { scheduleProblem } from '../model/fleet/schedule.ts';
import { LANGUAGES } from '../model/member.ts';
import { PathPattern } from '../model/path/glob.ts';
import { CSV_DIALECTS } from '../model/text/csv-dialect.ts';
import { isSender } from '../model/text/mail-address.ts';
import { DurationText, durationMs, Percent, Size } from '../model/units.ts';
import { type CheckOptionSchemas, checksSchema } from './check-options.ts';
import { addressOf, FilePath, Mail, StorePlace, Text, Zone } from './fields.ts';
import { Portal, Referent } from './portal.ts';
import { RegisterSources } from './register-sources.ts';

const SECOND = 1_000;
const DAY = 86_400 * SECOND;
/** A duration with a lower bound in milliseconds. */
function atLeast(least: number, words: string) {
  return DurationText.refine((duration) => durationMs(duration) >= least, `is no duration ${words}`);
}

/** Bounds on what a server may answer; defaults: src/nextcloud/http/limits.ts. */
const Limits = z.strictObject({
  answer: Size.optional(),
  document: Size.optional(),
  rows: z.number().int().min(1).optional(),
  accounts: z.number().int().min(1).optional(),
  allRows: z.number().int().min(1).optional(),
  folders: z.number().int().min(1).optional(),
  depth: z.number().int().min(1).optional(),
  answerTime: atLeast(SECOND, 'of a second at least').optional(),
  memberTime: atLeast(SECOND, 'of a second at least').optional(),
  runTime: atLeast(SECOND, 'of a second at least').optional(),
});

const Server = z.strictObject({
  // Written with or without a slash at its end, it is one address.
  url: addressOf(['http', 'https']).transform((url) => url.replace(/\/+$/, '')),
  admin: z.strictObject({ user: Text, passwordFile: FilePath.optional() }),
  concurrency: z.number().int().min(1).max(64).default(4),
  timeout: atLeast(SECOND, 'of a second at least').prefault('60s'),
  ca: FilePath.optional(),
  insecure: z.boolean().default(false),
  trash: z.boolean().default(true),
  fullEvery: z.number().int().min(1).max(1000).default(12),
  limits: Limits.prefault({}),
});
const RunsKept = atLeast(DAY, 'of a day at least');
const RetentionKeys = z.strictObject({
  runs: RunsKept.prefault('24 months'),
  departed: atLeast(DAY, 'of a day at least').prefault('30 days'),
});
/** One duration alone is that of the runs. */
const Retention = z.union([
  RunsKept.transform((runs) => ({ ...RetentionKeys.parse({}), runs })),
  RetentionKeys,
]);

const MailSettings = z.strictObject({
  transport: addressOf(['smtp', 'smtps']).optional(),
  passwordFile: FilePath.optional(),
  from: Text.refine(isSender, 'is no sender, as in "Nextcloud <nextcloud@example.org>"').optional(),
  every: z.enum(['week', 'month', 'quarter']).default('month'),
  insecure: z.boolean().default(false),
  maxPerMinute: z.number().int().min(1).max(10_000).default(120),
  maxShareOfMembersPerRun: Percent.prefault('100 %'),
  maxShareOfMembersFailed: Percent.prefault('20 %'),
  maxDropOfUsage: Percent.prefault('50 %'),
});

const Exception = z.strictObject({
  check: Text,
  member: Text.optional(),
  path: PathPattern.default('**'),
  reason: Text,
  until: z.iso.date('is no day: write YYYY-MM-DD'),
});

/** A member, or folders of a member, that need not be read. */
const Acceptance = z.strictObject({
  member: Text,
  path: PathPattern.default('**'),
  reason: Text,
  until: z.iso.date('is no day: write YYYY-MM-DD').optional(),
});

/** YAML reads 0640 as the number 640: its digits are meant, as chmod reads them. Given back as a number. */
const FileMode = z
  .preprocess(
    (value) => String(value),
    z.string().regex(/^0?6[04][04]$/, 'must be "0600", "0640", "0604" or "0644"'),
  )
  .transform((digits) => Number.parseInt(digits, 8));

/** By which rights members are read; the first that there is for a member wins. */
const Rights = z
  .array(z.enum(RIGHTS))
  .min(1)
  .refine((rights) => new Set(rights).size === rights.length, 'names one right twice');

/** When a worker reads, or reads and mails, by itself; what is left out has the usual time (src/app/fleet/schedule.ts). */
const ScheduleText = Text.superRefine((text, { addIssue }) => {
  const problem = scheduleProblem(text);
  if (problem !== null) addIssue(problem);
});
const Schedule = z.strictObject({ read: ScheduleText.optional(), mails: ScheduleText.optional() });

/** The schema of `menage.yaml`. Every default of the product stands here or in a check's own options. */
export function configSchema(checks: CheckOptionSchemas) {
  return z.strictObject({
    server: Server,
    organisation: z
      .strictObject({
        name: Text.default('Nextcloud'),
        language: z.enum(LANGUAGES).default('fr'),
        timezone: Zone.default('Europe/Paris'),
        help: z.url({ protocol: /^https?$/, error: 'is no web address' }).optional(),
        replyTo: Mail.optional(),
      })
      .prefault({}),
    members: z
      .strictObject({
        groups: z.array(Text).default([]),
        except: z.array(Text).default([]),
        declined: z.array(Text).default([]),
        departed: z.strictObject({ read: z.boolean().default(false) }).prefault({}),
        directory: FilePath.optional(),
        quota: Size.prefault('2 GB'),
      })
      .prefault({}),
    referents: z.array(Referent).default([]),
    credentials: z
      .strictObject({
        vault: FilePath.default('menage.vault'),
        keyFile: FilePath.optional(),
        occ: z.array(Text).min(1).optional(),
        use: Rights.default([...RIGHTS]),
      })
      .prefault({}),
    store: StorePlace.default('menage.db'),
    storePasswordFile: FilePath.optional(),
    storeCa: FilePath.optional(),
    schedule: Schedule.prefault({}),
    retention: Retention.prefault('24 months'),
    checks: checksSchema(checks).prefault({}),
    exceptions: z.array(Exception).default([]),
    accept: z.array(Acceptance).default([]),
    register: RegisterSources,
    mail: MailSettings.prefault({}),
    admins: z
      .strictObject({
        mails: z.array(Mail).default([]),
        attach: z.enum(['html', 'none']).default('html'),
        mattermost: z
          .strictObject({
            webhookFile: FilePath,
            nameMembers: z.boolean().default(false),
            link: Text.optional(),
          })
          .optional(),
        heartbeat: z.strictObject({ urlFile: FilePath }).optional(),
      })
      .prefault({}),
    portal: Portal.optional(),
    templates: z.strictObject({ directory: FilePath }).optional(),
    output: z
      .strictObject({
        directory: FilePath.default('./reports'),
        metrics: z.strictObject({ path: FilePath, mode: FileMode.prefault('0640') }).optional(),
        csvDialect: z.enum(CSV_DIALECTS).optional(),
      })
      .prefault({}),
  });
}

/** The config as written and completed by the defaults; paths not yet resolved. */
export type ConfigDocument = z.infer<ReturnType<typeof configSchema>>;

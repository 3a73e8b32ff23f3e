import { stringify } from 'yaml';
import { ADMIN_ID } from './coop.ts';
import { ANTENNAS, CAPE, ESA, plain } from './people.ts';
import { ZONE } from './relative-dates.ts';
import type { Truth } from './truth.ts';

/** Mail and federated recipients at these are at home. */
export const ALLOWED_DOMAINS = ['coop.example', 'partenaire.example'] as const;

/** Where the demo's parts listen and lie; file paths are relative to the config file or absolute. */
export interface DemoPlaces {
  readonly url: string;
  readonly adminPasswordFile: string;
  readonly keyFile: string;
  readonly vault?: string;
  readonly store?: string;
  /** `smtp://127.0.0.1:PORT` of the mail catcher. */
  readonly smtp: string;
  readonly output?: string;
  /** `host:port` of the portal on this machine; none unless given. */
  readonly portal?: string;
  /** The page of the links that are meant to be open; none unless given. */
  readonly register?: string;
}

/**
 * The config that the truth of the cooperative is told with: its groups, domains and exceptions (one running, one
 * ended). A plain document in the form of `menage.yaml`.
 */
function demoConfig(places: DemoPlaces, truth: Pick<Truth, 'exceptions'>) {
  return {
    server: { url: places.url, admin: { user: ADMIN_ID, passwordFile: places.adminPasswordFile } },
    organisation: {
      name: 'Coopérative de démonstration',
      language: 'fr',
      timezone: ZONE,
      help: 'https://aide.coop.example/nextcloud-aide',
      replyTo: 'nextcloud@coop.example',
    },
    members: { groups: [CAPE, ESA], except: [ADMIN_ID], quota: '2 GB' },
    referents: ANTENNAS.map((group) => ({
      group,
      name: `Référence ${group}`,
      mail: `referent.${plain(group)}@coop.example`,
    })),
    credentials: { vault: places.vault ?? 'menage.vault', keyFile: places.keyFile },
    store: places.store ?? 'menage.db',
    checks: { 'external-domain': { domains: [...ALLOWED_DOMAINS] } },
    exceptions: truth.exceptions,
    mail: {
      transport: places.smtp,
      from: 'Nextcloud de la coopérative <nextcloud@coop.example>',
      every: 'month',
      // The mail catcher takes them as they come.
      maxPerMinute: 10_000,
    },
    admins: { mails: ['equipe.nextcloud@coop.example'] },
    output: { directory: places.output ?? './reports' },
    ...(places.register !== undefined && { register: [places.register] }),
    ...(places.portal !== undefined && {
      portal: { url: `http://${places.portal}`, listen: places.portal, admins: [ADMIN_ID] },
    }),
  };
}

/** The same as the text of a `menage.yaml`. */
export function demoConfigYaml(places: DemoPlaces, truth: Pick<Truth, 'exceptions'>): string {
  return `# The demo's config: everything listens on this machine only.\n${stringify(demoConfig(places, truth))}`;
}

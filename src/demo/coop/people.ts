import { GB } from './relative-dates.ts';

/** What is special about a member's account. Everything else is ordinary: a mail, French, 2 GB, an app password. */
export interface Role {
  readonly key: string;
  readonly trade: string;
  /** Bytes of the whole tree; `any` = some, below three quarters of the quota. */
  readonly total: number | 'any';
  readonly quota?: number | null;
  readonly disabled?: true;
  readonly withoutMail?: true;
  readonly notGranted?: true;
  readonly language?: 'en';
  /** Logs in by a name from the directory of the cooperative, unlike the uid. */
  readonly directoryLogin?: true;
  /** A member of the team of exactly twenty, or of the one of nineteen. */
  readonly team?: 'video' | 'sound' | 'both';
  /** Left out of the background: nothing but what the cases put there. */
  readonly bare?: true;
}

export const RULE = 2 * GB;

/** The forty of the first round, in order; more members repeat those in `REPEATED`. */
export const ROLES: readonly Role[] = [
  { key: 'photographer', trade: 'photographe', total: 'any', team: 'both' },
  { key: 'videographer', trade: 'vidéaste', total: Math.floor(RULE * 0.99), team: 'both' },
  { key: 'carpenter', trade: 'menuiserie', total: 'any', team: 'both' },
  { key: 'musician', trade: 'musique', total: 'any', quota: null, team: 'both' },
  { key: 'baker', trade: 'boulangerie', total: 'any', team: 'both' },
  {
    key: 'translator',
    trade: 'traduction',
    total: 'any',
    language: 'en',
    directoryLogin: true,
    team: 'both',
  },
  { key: 'florist', trade: 'fleurs', total: 'any', team: 'both' },
  { key: 'potter', trade: 'poterie', total: Math.floor(2.125 * GB), team: 'both' },
  { key: 'bookbinder', trade: 'reliure', total: Math.ceil(RULE * 0.9), team: 'both' },
  { key: 'weaver', trade: 'tissage', total: Math.ceil(RULE * 0.9) - 1, team: 'both' },
  { key: 'beekeeper', trade: 'apiculture', total: Math.ceil(RULE * 0.8), team: 'both' },
  { key: 'cook', trade: 'cuisine', total: Math.ceil(RULE * 0.8) - 1, team: 'both' },
  { key: 'brewer', trade: 'brasserie', total: RULE, team: 'both' },
  { key: 'designer', trade: 'graphisme', total: 'any', team: 'both' },
  { key: 'illustrator', trade: 'illustration', total: 'any', team: 'both' },
  { key: 'sound-engineer', trade: 'son', total: 'any' },
  { key: 'historian', trade: 'histoire', total: 'any', team: 'both' },
  { key: 'web-designer', trade: 'sites', total: 'any', team: 'both' },
  { key: 'trainer', trade: 'formation', total: 'any', team: 'both' },
  { key: 'courier', trade: 'cyclologistique', total: 'any', team: 'both' },
  { key: 'organiser', trade: 'évènements', total: 'any', team: 'video' },
  { key: 'coach', trade: 'accompagnement', total: 'any' },
  { key: 'actor', trade: 'théâtre', total: 'any' },
  { key: 'luthier', trade: 'lutherie', total: 400 * 1024 ** 2 },
  { key: 'tailor', trade: 'couture', total: 400 * 1024 ** 2 },
  { key: 'curator', trade: 'expositions', total: 'any' },
  { key: 'journalist', trade: 'journalisme', total: 'any' },
  { key: 'cabinet-maker', trade: 'ébénisterie', total: 'any' },
  { key: 'project-manager', trade: 'gestion de projet', total: 'any' },
  { key: 'accountant', trade: 'comptabilité', total: 'any', quota: 5 * GB },
  { key: 'coordinator', trade: 'coordination', total: 'any' },
  { key: 'leaver', trade: 'paysage', total: 'any' },
  { key: 'departed', trade: 'sérigraphie', total: 'any', disabled: true },
  { key: 'departed-empty', trade: 'vannerie', total: 0, disabled: true, bare: true },
  { key: 'dormant', trade: 'maçonnerie', total: 100 * 1024 ** 2 + 1 },
  { key: 'dormant-light', trade: 'astronomie', total: 100 * 1024 ** 2, withoutMail: true },
  { key: 'awaiting', trade: 'podologie', total: 'any', notGranted: true },
  { key: 'archivist', trade: 'archives', total: 'any' },
  { key: 'newcomer', trade: 'jardinage', total: 30 * 1024 ** 2 },
  { key: 'scribe', trade: 'écriture publique', total: 'any' },
];

/** Whom members beyond the fortieth are like, in turn; half of them have nothing to say. */
export const REPEATED: readonly string[] = [
  'florist',
  'photographer',
  'cook',
  'carpenter',
  'illustrator',
  'baker',
  'tailor',
  'trainer',
  'florist',
  'courier',
  'weaver',
  'journalist',
];

export const CAPE = 'CAPE';
export const ESA = 'ESA';
export const ANTENNAS = ['Tours', 'Orléans', 'Nantes', 'Blois', 'Le Mans'] as const;
/** Twenty members: wide enough for `group-share-wide`. */
export const VIDEO_TEAM = 'equipe-video';
/** Nineteen members: just not wide enough. */
export const SOUND_TEAM = 'equipe-son';

const FIRST_NAMES =
  `Odalie Tancrède Sixtine Faustin Maëlle Gaspard Éloïse Barnabé Zélie Anatole Hortense Cyprien
  Apolline Léonce Philomène Ambroise Clélia Théodule Mahaut Séverin Aurèle Colombe Lubin Ysolde Firmin Nérine
  Évariste Salomé Achille Pétronille Régis Ondine Fulbert Garance Aymeric Solveig Bertille Corentin Domitille
  Eudes Flavie Gontran Héloïse Isaure Joséphine Landry Mélisande`.split(/\s+/);

/** Made of words that are no family names that we know of. */
const LAST_NAMES =
  `Brindaval Tournelune Roquesart Valombreux Chantemiel Quatrebarbe-Dune Pierrefonde Aubespin-Roux
  Clairmontet Vertabourg Sablonceau Moulinvert Forgelise Hauterivage Lunebois Marchefeuille Noirétang Ormesson-Vif
  Passerouet Quenouillac Ravinelle Sourcevive Treillebois Vaudoiselle Argentelle Boisclairet Coquelinoy Dunerelle
  Épinelac Froidevallon Grangelune Herbevigne Issoliers Jonquerolle Laurandel Mirambaud-Lys Neigebosc Osierelle
  Plumeverte Rivesonge Serpolin Tilleroy Ursanelle Ventacier Yvernoux Zéphirel Bruyéral`.split(/\s+/);

/** The n-th invented person: the same for every seed, no two alike. */
export function personOf(number: number): { readonly id: string; readonly name: string } {
  const round = Math.floor(number / FIRST_NAMES.length);
  const first = FIRST_NAMES[number % FIRST_NAMES.length] ?? 'Odalie';
  const last = LAST_NAMES[(number + round) % LAST_NAMES.length] ?? 'Brindaval';
  const again = Math.floor(round / LAST_NAMES.length);
  const id = `${plain(first)}.${plain(last)}${again === 0 ? '' : again + 1}`;
  return { id, name: `${first} ${last}${again === 0 ? '' : ` ${again + 1}`}` };
}

/** Lower-case letters and hyphens only, as a uid. */
export function plain(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
}

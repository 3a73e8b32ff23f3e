import type { Language } from '../../model/member.ts';
import { outsideText } from '../../model/text/outside-text.ts';
import { FRENCH_OF_LISTS } from './reasons-lists-fr.ts';
import { spaced } from './words.ts';

/** A reason may quote a request; the path in it would name a private folder, so the quotation is cut out. */
export function withoutPaths(reason: string): string {
  return reason
    .replaceAll(/“\/.*?” \((?=[a-z]+:[a-z]+[,)])/g, '“…” (')
    .replaceAll(/\b[A-Z]{3,9} \/\S+ not sent/g, 'not sent')
    .replaceAll(/\b[A-Z]{3,9} (?:\/|https?:)\S+/g, 'the server')
    .replaceAll(/(^|[\s("'“«])\/[^\s)"'”»,;]+/g, '$1…');
}

/** English beginnings of sentences, as the stages write them, and their French; the full stop may have gone. `$1` … are taken over. */
const FRENCH: readonly (readonly [RegExp, string])[] = [
  ...FRENCH_OF_LISTS,
  [/No access was granted yet/g, 'Aucun accès n’a encore été accordé'],
  [/The account is disabled/g, 'Le compte est désactivé'],
  [/No member who granted access sees it/g, 'Aucun membre qui a accordé l’accès ne le voit'],
  [/The server does not tell its size/g, 'Le serveur n’en donne pas la taille'],
  [/The server gave no quota that can be read/g, 'Le serveur n’a pas donné de quota lisible'],
  [/The server could not tell the quota/g, 'Le serveur n’a pas su dire le quota'],
  [/The server has not computed the quota yet/g, 'Le serveur n’a pas encore calculé le quota'],
  [/The server does not know the quota/g, 'Le serveur ne connaît pas le quota'],
  [/The quota is larger than can be counted/g, 'Le quota est plus grand que ce qui peut être compté'],
  [
    /The server could not look at the storage of the account/g,
    'Le serveur n’a pas pu consulter l’espace de ce compte',
  ],
  [
    /The server gave no last login that can be read/g,
    'Le serveur n’a pas donné de dernière connexion lisible',
  ],
  [
    /The sizes in the (answer|trash bin) add up to more than can be counted/g,
    'La somme des tailles données par le serveur dépasse ce qui se compte',
  ],
  [/Not readable in the server’s answer: /g, 'Illisible dans la réponse du serveur : '],
  [/\b(account|group folder|share|file|folder) “/g, '“'],
  [/ and (\d+) more\b/g, ' et $1 autres'],
  [/No member who sees it could be read/g, 'Aucun membre qui le voit n’a pu être lu'],
  [
    /The server counts more here than this member may see/g,
    'Le serveur compte ici plus que ce que ce membre a le droit de voir',
  ],
  [/The group folder does not stand there any more/g, 'Le dossier de groupe n’est plus à cet endroit'],
  [
    /The server forgot the listing whose pages were being read/g,
    'Le serveur a oublié la liste dont les pages étaient en cours de lecture',
  ],
  [/Some folders could not be read/g, 'Certains dossiers n’ont pas pu être lus'],
  [/Not every member’s shares were read/g, 'Les partages de certains membres n’ont pas été lus'],
  [
    /Not all shares that the server counts were read:/g,
    'Les partages que compte le serveur n’ont pas tous été lus :',
  ],
  [/\bwith members (\d+) of (\d+)/g, 'avec des membres $1 sur $2'],
  [/\bwith groups (\d+) of (\d+)/g, 'avec des groupes $1 sur $2'],
  [/\blinks (\d+) of (\d+)/g, 'liens $1 sur $2'],
  [/\bby mail (\d+) of (\d+)/g, 'par mail $1 sur $2'],
  [/\bin rooms (\d+) of (\d+)/g, 'dans des salons $1 sur $2'],
  [/\bfederated (\d+) of (\d+)/g, 'fédérés $1 sur $2'],
  [
    /Of the server’s accounts (\d+) could not be looked at/g,
    '$1 des comptes du serveur n’ont pas pu être consultés',
  ],
  [/The tree was not read/g, 'L’arborescence n’a pas été lue'],
  [
    /The server does not tell which part of the trash bin is the member’s own/g,
    'Le serveur ne dit pas quelle part de la corbeille est celle du membre',
  ],
  [/The trash(?: bin)? could not be read: /g, 'La corbeille n’a pas pu être lue : '],
  [/The shares could not be read: /g, 'Les partages n’ont pas pu être lus : '],
  [
    /The server’s list came without (\d+) of (\d+) earlier shares/g,
    'La liste du serveur est venue sans $1 des $2 partages connus',
  ],
  [/, and the server still has one of them/g, ', et le serveur en a encore un'],
  [/, and did not say that they are gone/g, ', et le serveur n’a pas dit qu’ils n’existent plus'],
  [
    /Earlier runs read it, and now neither the list of group folders nor anybody’s tree shows it: the app may be switched off/g,
    'Lu auparavant, il n’apparaît plus ni dans la liste des dossiers de groupe ni chez personne : l’application est peut-être désactivée',
  ],
  [
    /what it opens lies in a group folder that no tree shows now/g,
    'ce qu’il ouvre est dans un dossier de groupe qui n’apparaît chez personne en ce moment',
  ],
  [/the server refused to list/gi, 'le serveur a refusé de lister'],
  [/the server has not scanned/gi, 'le serveur n’a pas encore analysé'],
  [/the server gave no id for/gi, 'le serveur n’a pas donné d’identifiant pour'],
  [/the server gave an empty answer for/gi, 'le serveur a donné une réponse vide pour'],
  [/the answer broke off for/gi, 'la réponse s’est interrompue pour'],
  [/the server gave no answer in time for/gi, 'le serveur n’a pas répondu à temps pour'],
  [/the time for this member was over before/gi, 'le temps prévu pour ce membre était écoulé avant'],
  [/changes went on in/gi, 'des changements étaient en cours dans'],
  [
    /the bounds of the config \(server\.limits\) were passed by/gi,
    'les limites de la configuration (server.limits) ont été dépassées par',
  ],
  [/deeper than server\.limits\.depth lies/gi, 'plus profond que server.limits.depth :'],
  [/the server kept locked/gi, 'le serveur a gardé verrouillé'],
  [/the server could not list/gi, 'le serveur n’a pas pu lister'],
  [/What the server lists in /g, 'Par rapport aux sommes que donne le serveur lui-même, la liste de '],
  [/(\d+) folder holds (?=\d+ bytes)/g, '$1 dossier contient '],
  [/(\d+) folders holds (?=\d+ bytes)/g, '$1 dossiers contient '],
  [/(\d+) bytes fewer\b/g, '$1 octets de moins'],
  [/(\d+) bytes more\b/g, '$1 octets de plus'],
  [/( de (?:moins|plus)) and (?=\d)/g, '$1 et '],
  [/( de (?:moins|plus)) than its own sums say/g, '$1'],
  [/(\d+) folders\b/g, '$1 dossiers'],
  [/(\d+) folder\b/g, '$1 dossier'],
  [/(\d+) files\b/g, '$1 fichiers'],
  [/(\d+) file\b/g, '$1 fichier'],
  [
    /the server did not answer its proxy in time/gi,
    'le serveur n’a pas répondu à temps à son serveur mandataire',
  ],
  [
    /the account has not accepted the server's terms of service; its owner does so by logging in with a browser/g,
    'ce compte n’a pas accepté les conditions d’utilisation du serveur ; son titulaire le fait en s’y connectant avec un navigateur',
  ],
  [/the server answered (\d+)/gi, 'le serveur a répondu $1'],
  [
    /the login was refused; import a new app password/g,
    'la connexion a été refusée ; importez un nouveau mot de passe d’application',
  ],
  [/the account may not read this/g, 'ce compte n’a pas le droit de lire ceci'],
  [/the account is disabled/g, 'le compte est désactivé'],
  [
    /too many requests or refused logins; allow-list this machine in the server's brute-force settings/g,
    'trop de requêtes ou de connexions refusées ; autorisez cette machine dans les réglages anti-force brute du serveur',
  ],
  [/the server is in maintenance; try again later/g, 'le serveur est en maintenance ; réessayez plus tard'],
  [
    /the answer is empty, as when the server ran out of memory/g,
    'la réponse est vide, comme lorsque le serveur manque de mémoire',
  ],
  [/the server gave no answer in time/gi, 'le serveur n’a pas répondu à temps'],
  [/not sent: this login was refused/gi, 'rien n’a été envoyé : cette connexion avait été refusée'],
  [/Not sent: /g, 'Rien n’a été envoyé : '],
  [
    /No domains are listed \(checks: external-domain: domains\)/g,
    'Aucun domaine n’est indiqué (checks: external-domain: domains)',
  ],
  [/The config names no members\.groups/g, 'La configuration n’indique aucun members.groups'],
  [
    /Public links are switched off for the administrator who asks: for everybody, or for one of its groups/g,
    'Les liens publics sont désactivés pour le compte administrateur qui interroge : pour tout le monde, ou pour un de ses groupes',
  ],
  [
    /The server does not tell all of its sharing rules/g,
    'Le serveur ne dit pas toutes ses règles de partage',
  ],
  [/its record cannot be understood: /g, 'sa fiche est incompréhensible : '],
  [/the day on which it was made cannot be read/g, 'le jour de sa création est illisible'],
  [
    /what it opens is not in the member’s own tree: in a group folder or mount, or gone/g,
    'ce qu’il ouvre n’est pas dans l’arborescence du membre : dossier de groupe ou montage, ou disparu',
  ],
  [/its end date cannot be read/g, 'sa date de fin est illisible'],
  [
    /where it stands in the tree of its owner is not known/g,
    'sa place dans l’arborescence de son propriétaire est inconnue',
  ],
  [
    /Of (\d+) shares that (“.+?”) made of things of (“.+?”), the first (\d+) were judged/g,
    'Des $1 partages que $2 a faits sur des choses de $3, les $4 premiers ont été jugés',
  ],
  [/\bshare ([\w(), ]+?) of ([^,;]+?)(?=[,;]|\.?$)/g, 'partage $1 de $2'],
  [/Judged in part \(/g, 'Jugé en partie ('],
  [/Not judged \(/g, 'Non jugé ('],
  [/\bthe server(?=[;.,]|$)/g, 'le serveur'],
  [/the server broke off \((\w+)\)/gi, 'la connexion avec le serveur a été coupée ($1)'],
  [/the server points elsewhere; correct server\.url/g, 'le serveur renvoie ailleurs ; corrigez server.url'],
  [
    /Neither the tree nor the server tells the use/g,
    'Ni l’arborescence ni le serveur ne disent la place occupée',
  ],
  [
    /(\d+) logins were refused, and more would make the server lock this machine out; run "menage credentials check" and import new app passwords/g,
    '$1 connexions ont été refusées, et d’autres feraient bloquer cette machine par le serveur ; lancez « menage credentials check » et importez de nouveaux mots de passe d’application',
  ],
  [/(répondu \d+|\)): /g, '$1 : '],
];

/** A reason of the result (English sentences) in the reader's language; what is not known stays English. */
export function reasonText(reason: string, language: Language): string {
  const plain = withoutPaths(reason);
  const told =
    language === 'en'
      ? plain
      : spaced(
          language,
          FRENCH.reduce((text, [english, french]) => text.replaceAll(english, french), plain),
        );
  // A reason may quote the server: nothing of it becomes a link.
  return outsideText(told.charAt(0).toUpperCase() + told.slice(1));
}

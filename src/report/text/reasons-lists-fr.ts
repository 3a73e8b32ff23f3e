/** French for what is said of lists that came short, answers that make no sense, and bounds; as the table of `reasons.ts`. */
export const FRENCH_OF_LISTS: readonly (readonly [RegExp, string])[] = [
  [/The server’s account list came empty/g, 'La liste des comptes du serveur est venue vide'],
  [
    /The server’s account list came without (\d+) of its accounts/g,
    'Il manquait $1 comptes dans la liste des comptes du serveur',
  ],
  [
    /A page of the server’s account list came empty/g,
    'Une page de la liste des comptes du serveur est venue vide',
  ],
  [/The server’s account list is cut: /g, 'La liste des comptes du serveur est coupée : '],
  [
    /Groups lost all their members at once: (\d+)/g,
    'Des groupes ont perdu tous leurs membres d’un coup : $1',
  ],
  [
    /The server’s account list does not show it, and it was not asked for by name/g,
    'La liste des comptes du serveur ne le montre pas, et il n’a pas été demandé par son nom',
  ],
  [
    /The server’s account list does not show it, and gave no clear answer when asked by name/g,
    'La liste des comptes du serveur ne le montre pas, et le serveur n’a pas répondu clairement à la question posée par son nom',
  ],
  [
    /The server gave nothing of this account but its id/g,
    'Le serveur n’a donné de ce compte que son identifiant',
  ],
  [/The server lists this account without its groups/g, 'Le serveur montre ce compte sans ses groupes'],
  [/The server told nothing of this account/g, 'Le serveur n’a rien dit de ce compte'],
  [/Whether they still have an account is unknown: /g, 'On ne sait pas s’ils ont encore un compte : '],
  [/The server lists more accounts than (server\.limits\.\w+)/g, 'Le serveur montre plus de comptes que $1'],
  [/the server answered with more rows than /gi, 'le serveur a répondu avec plus de lignes que '],
  [/the server answered with too much, more than /gi, 'le serveur a trop répondu, plus que '],
  [/the server answered with broken JSON/gi, 'le serveur a répondu en JSON illisible'],
  [
    /the server answered with no JSON: is this a Nextcloud\?/gi,
    'le serveur n’a pas répondu en JSON : est-ce un Nextcloud ?',
  ],
  [/the server answered in an unknown shape: /gi, 'le serveur a répondu sous une forme inconnue : '],
  [
    /The list of shares was too long: only those that this member made were read, not those by others/g,
    'La liste des partages était trop longue : seuls ceux que ce membre a faits ont été lus, pas ceux des autres',
  ],
  [
    /what it opens is not in the member’s own tree, but in a mount or group folder that was not read/g,
    'ce qu’il ouvre n’est pas dans l’arborescence du membre, mais dans un montage ou un dossier de groupe qui n’a pas été lu',
  ],
  [/, or gone: /g, ', ou a disparu : '],
  [/not asked for, after many others/g, 'pas demandé, après beaucoup d’autres'],
  [/its path is not known/g, 'son chemin est inconnu'],
  [/its kind is not known: /g, 'son genre est inconnu : '],
  [/Not every share can be understood/g, 'Certains partages sont incompréhensibles'],
  [/what it opens is no longer there/g, 'ce qu’il ouvre n’existe plus'],
  [
    /The sizes in the (?:answer|trash bin) add up to more than can be counted/g,
    'La somme des tailles dépasse ce qui peut être compté',
  ],
  [/The server showed nothing of a folder/g, 'Le serveur n’a rien montré d’un dossier'],
  [
    /The server gave the same rows twice in one page/g,
    'Le serveur a donné deux fois les mêmes lignes dans une page',
  ],
  [/A page of (\d+) rows came with (\d+)/g, 'Une page de $1 lignes en contenait $2'],
  [
    /The server answered for something else than the root/g,
    'Le serveur a répondu pour autre chose que la racine',
  ],
  [
    /The answer speaks of another tree than the one asked for/g,
    'La réponse parle d’une autre arborescence que celle demandée',
  ],
  [
    /The answer was empty, as when the server ran out of memory/g,
    'La réponse est vide, comme lorsque le serveur manque de mémoire',
  ],
  [/The answer has text before its (XML|JSON): /g, 'La réponse contient du texte avant son $1 : '],
  [
    /; where PHP writes warnings into answers, set display_errors to Off there/g,
    ' ; si PHP écrit ses avertissements dans les réponses, y mettre display_errors à Off',
  ],
  [
    /the server waits for its upgrade; run "occ upgrade" there, or open it in a browser/g,
    'le serveur attend sa mise à niveau ; y lancer « occ upgrade », ou l’ouvrir dans un navigateur',
  ],
];

import type { Language } from '../model/member.ts';

/**
 * What members are told before app passwords are made for them: what, why, what is read, who sees what, how to refuse.
 * @param organisation its name.
 */
export function announcement(language: Language, organisation: string): string {
  return language === 'fr' ? french(organisation) : english(organisation);
}

function french(organisation: string): string {
  return `Objet : Un coup de main pour ranger votre Nextcloud

Bonjour,

Chaque membre de ${organisation} dispose d'un espace limité sur notre Nextcloud. Pour vous aider à le tenir en ordre, un
programme, menage, regardera une fois par mois ce qui y prend de la place et ce qui est partagé avec l'extérieur. Il vous
écrira à vous, et seulement à vous, ce que vous pouvez faire.

Ce qu'il fait : il lit le nom, la taille et la date de vos fichiers, et la liste de vos partages. Il n'ouvre aucun fichier,
ne modifie rien et n'efface rien.

Qui voit quoi : vous recevez ce qui vous concerne. Les administrateurs voient des totaux et les partages ouverts vers
l'extérieur, jamais la liste de vos fichiers privés.

Ce que vous verrez : Nextcloud vous enverra un message disant qu'un mot de passe d'application (« cli ») a été créé. C'est
normal : c'est la clé de menage. Vous pouvez la retirer à tout moment dans Paramètres, Sécurité.

Vous préférez ne pas participer ? Répondez à ce message avant la mise en route, et aucune clé ne sera créée pour vous.
`;
}

function english(organisation: string): string {
  return `Subject: A hand with tidying your Nextcloud

Hello,

Each member of ${organisation} has a limited space on our Nextcloud. To help you keep it tidy, a program, menage, will look
once a month at what takes up room there and at what is shared with the outside. It will write to you, and to you alone,
what you can do.

What it does: it reads the name, size and date of your files, and the list of your shares. It opens no file, changes
nothing and deletes nothing.

Who sees what: you receive what concerns you. The administrators see totals and what is open to the outside, never a list
of your private files.

What you will see: Nextcloud will send you a message that an app password ("cli") was created. This is as it should be: it
is the key of menage. You can withdraw it at any time under Settings, Security.

You would rather not take part? Answer this message before we start, and no key will be made for you.
`;
}

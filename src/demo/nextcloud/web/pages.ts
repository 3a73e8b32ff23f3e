import { isoUtc } from '../../../model/time.ts';
import { escapeXml } from '../http/xml.ts';
import type { BrowserSession } from '../world/site.ts';
import type { AppPassword } from './app-passwords.ts';

/** The name of the server, as an administrator sets it. */
const INSTANCE = 'Nextcloud';

const STYLE = `
:root { color-scheme: light dark; --box: #fff; --text: #222; --soft: #6b6b6b; --line: #949494; --blue: #00679e; --note: #fff4d6; }
@media (prefers-color-scheme: dark) {
  :root { --box: #171717; --text: #ebebeb; --soft: #a3a3a3; --line: #7f7f7f; --blue: #0091f2; --note: #3a2f10; }
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: flex; flex-direction: column; align-items: center; justify-content: center;
  gap: 24px; padding: 24px 16px; font: 15px/1.5 system-ui, sans-serif; color: var(--text);
  background: linear-gradient(40deg, #0082c9 0%, #30b6ff 100%); }
.name { margin: 0; font-size: 30px; font-weight: 600; color: #fff; }
main { width: 100%; max-width: 360px; padding: 24px; border-radius: 12px; background: var(--box); }
main.wide { max-width: 640px; }
h1 { margin: 0 0 12px; font-size: 20px; text-align: center; }
p { margin: 0 0 12px; }
label { display: block; margin: 12px 0 4px; color: var(--soft); }
input:not([type=hidden]) { width: 100%; min-height: 44px; padding: 8px 12px; font: inherit; color: inherit; background: transparent;
  border: 2px solid var(--line); border-radius: 8px; }
.button { display: block; width: 100%; min-height: 44px; margin-top: 16px; padding: 10px 16px; font: inherit; font-weight: 600;
  text-align: center; text-decoration: none; color: #fff; background: #00679e; border: 0; border-radius: 22px; cursor: pointer; }
.note { padding: 12px; border-left: 4px solid #c28900; border-radius: 8px; background: var(--note); overflow-wrap: anywhere; }
.error { padding: 12px; border-left: 4px solid #c9302c; border-radius: 8px; }
.row { display: flex; flex-wrap: wrap; gap: 8px; align-items: end; margin: 0 0 8px; }
.row button { min-height: 44px; padding: 8px 16px; font: inherit; border: 2px solid var(--line); border-radius: 22px; cursor: pointer; }
.row div { flex: 1 1 160px; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: 8px 4px; text-align: left; border-bottom: 1px solid var(--line); overflow-wrap: break-word; }
a { color: var(--blue); }
strong { overflow-wrap: anywhere; }
`;

export function pageOf(title: string, inner: string, width: 'narrow' | 'wide' = 'narrow'): string {
  const wide = width === 'wide' ? ' class="wide"' : '';
  return `<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeXml(title)} – ${INSTANCE}</title>
<style>${STYLE}</style>
</head>
<body>
<header class="name">${INSTANCE}</header>
<main${wide}>
<h1>${escapeXml(title)}</h1>
${inner}
</main>
</body>
</html>
`;
}

export function form(action: string, session: BrowserSession, inner: string): string {
  return `<form method="post" action="${action}">
<input type="hidden" name="requesttoken" value="${session.requestToken}">
${inner}
</form>`;
}

export function hidden(name: string, value: string): string {
  return `<input type="hidden" name="${name}" value="${escapeXml(value)}">`;
}

export function button(text: string): string {
  return `<button class="button" type="submit">${text}</button>`;
}

const PASSWORD_FIELD =
  '<label for="password">Mot de passe</label>\n<input id="password" name="password" type="password" autocomplete="current-password" required>';

/** The first page of a login flow: which program asks, and what to do if it is not one's own. */
export function landingPage(clientName: string, grant: string): string {
  return pageOf(
    'Connectez-vous à votre compte',
    `<p>Veuillez vous connecter avant d'autoriser « <strong>${escapeXml(clientName)}</strong> » à accéder à votre compte ${INSTANCE}.</p>
<div class="note"><p><strong>Avertissement de sécurité</strong></p>
<p>Si vous n'essayez pas d'ajouter un nouveau périphérique ou une nouvelle application, quelqu'un fait une tentative d'accès à vos données. Dans ce cas, ne continuez pas et contactez votre administrateur système.</p></div>
<a class="button" id="redirect-link" href="${escapeXml(grant)}">Se connecter</a>`,
  );
}

const REFUSED = {
  wrong: 'Mauvais identifiant ou mot de passe.',
  disabled: 'Ce compte est désactivé',
} as const;

export function loginPage(
  session: BrowserSession,
  filled: { readonly name: string; readonly to: string; readonly refused: keyof typeof REFUSED | null },
): string {
  const { name, to, refused } = filled;
  const error = refused === null ? '' : `<p class="error" role="alert">${REFUSED[refused]}</p>\n`;
  return pageOf(
    `Se connecter à ${INSTANCE}`,
    error +
      form(
        '/login',
        session,
        `${hidden('redirect_url', to)}
<label for="user">Nom d’utilisateur ou adresse e-mail</label>
<input id="user" name="user" type="text" autocomplete="username" value="${escapeXml(name)}" required>
${PASSWORD_FIELD}
${button('Se connecter')}`,
      ),
  );
}

/** The account that grants is the one that this browser is signed in as. */
export function grantPage(
  session: BrowserSession,
  asked: {
    readonly clientName: string;
    readonly displayName: string;
    readonly uid: string;
    readonly stateToken: string;
  },
): string {
  const { clientName, displayName, uid, stateToken } = asked;
  return pageOf(
    'Accès au compte',
    `<p>Connecté en tant que ${escapeXml(displayName)} (${escapeXml(uid)}).</p>
<p>Vous êtes sur le point d'accorder à « <strong>${escapeXml(clientName)}</strong> » l'accès à votre compte « ${INSTANCE} ».</p>
${form('/login/v2/grant', session, `${hidden('stateToken', stateToken)}\n${button("Autoriser l'accès")}`)}`,
  );
}

/** The password once more, where it was last asked for more than half an hour ago. */
export function confirmPage(session: BrowserSession, stateToken: string, isWrong: boolean): string {
  const error = isWrong ? '<p class="error" role="alert">Mot de passe incorrect</p>\n' : '';
  return pageOf(
    'Authentification requise',
    `<p>Cette action nécessite que vous confirmiez votre mot de passe :</p>
${error}${form('/login/v2/grant', session, `${hidden('stateToken', stateToken)}\n${PASSWORD_FIELD}\n${button('Confirmer')}`)}`,
  );
}

export function connectedPage(): string {
  return pageOf(
    'Compte connecté',
    '<p>Votre client devrait maintenant être connecté !</p>\n<p>Vous pouvez fermer cette fenêtre.</p>',
  );
}

export function forbiddenPage(message: string): string {
  return pageOf('Accès non autorisé', `<p>${escapeXml(message)}</p>`);
}

/** Settings › Security: what has access to the account, and the way to end it. */
export function securityPage(
  session: BrowserSession,
  displayName: string,
  passwords: readonly AppPassword[],
): string {
  const rows = passwords.map(({ id, name, lastUsedAt }) => {
    const used = lastUsedAt === null ? 'jamais' : isoUtc(lastUsedAt).slice(0, 16).replace('T', ' ');
    const end = form(
      '/settings/user/security',
      session,
      `${hidden('revoke', id)}\n<button type="submit">Révoquer</button>`,
    );
    return `<tr><td>${escapeXml(name)}</td><td>${used}</td><td>${end}</td></tr>`;
  });
  return pageOf(
    'Appareils et sessions',
    `<p>Connecté en tant que ${escapeXml(displayName)}.</p>
<table>
<thead><tr><th>Appareil</th><th>Dernière activité</th><td></td></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
${form('/logout', session, button('Se déconnecter'))}`,
    'wide',
  );
}

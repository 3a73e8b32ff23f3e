import { escapeXml } from '../http/xml.ts';
import type { BrowserSession } from '../world/site.ts';
import type { WorldShare } from '../world/world.ts';
import { form, hidden, pageOf } from './pages.ts';
import { EDIT, type Thing } from './things.ts';

/** A file or folder as its owner sees it: its links, and what can be done to them and to it. */
export function thingPage(session: BrowserSession, { path, node, bytes, links }: Thing): string {
  const address = `/f/${node.fileId}`;
  const kind = node.kind === 'file' ? 'le fichier' : 'le dossier';
  return pageOf(
    node.name,
    `<p>${escapeXml(path)} · ${(bytes / 1024 ** 2).toFixed(1).replace('.', ',')} Mo</p>
${links.map((link) => linkRows(session, address, link)).join('\n')}
${act(session, address, 'bin', `Supprimer ${kind}`)}
<p><a href="/settings/user/security">Sécurité</a></p>`,
    'wide',
  );
}

function linkRows(session: BrowserSession, address: string, link: WorldShare): string {
  const { id, label, passwordHash, expires, permissions } = link;
  const facts = [
    (permissions & EDIT) === 0 ? 'lecture seule' : 'modification permise',
    passwordHash === null ? 'sans mot de passe' : 'avec un mot de passe',
    expires === null ? 'sans date de fin' : `jusqu’au ${expires}`,
  ];
  const of = hidden('link', id);
  const [password, until] = [`password-${id}`, `until-${id}`];
  return `<h2>Lien de partage${label === '' ? '' : ` « ${escapeXml(label)} »`}</h2>
<p>${facts.join(' · ')}</p>
${act(session, address, 'protect', 'Protéger', `${of}<div><label for="${password}">Mot de passe</label><input id="${password}" name="password" type="text" autocomplete="off" required></div>`)}
${act(session, address, 'limit', 'Limiter', `${of}<div><label for="${until}">Date d’expiration</label><input id="${until}" name="until" type="date" required></div>`)}
${act(session, address, 'freeze', 'Lecture seule', of)}
${act(session, address, 'unshare', 'Supprimer le lien', of)}`;
}

function act(session: BrowserSession, address: string, name: string, label: string, fields = ''): string {
  return form(
    address,
    session,
    `<div class="row">${hidden('act', name)}${fields}<button type="submit">${label}</button></div>`,
  );
}

export function binnedPage(path: string): string {
  return pageOf('Supprimé', `<p>${escapeXml(path)} est dans la corbeille.</p>`);
}

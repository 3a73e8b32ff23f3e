import type { Say } from '../../report/text/words.ts';
import type { JournalEntry } from '../../store/portal/journal-store.ts';

/** What happened, as its person reads it: of the team it names the role, never the account. */
export function journalLine({ event, params, actor }: JournalEntry, say: Say<'portal'>): string {
  const text = (name: string) => (params[name] === undefined ? null : String(params[name]));
  const count = (name: string) => Number(params[name] ?? 0);
  const name = text('name') ?? say('journal.thing');
  const key = text('keyName') ?? 'menage';
  switch (event) {
    case 'signed-in': {
      const browser = text('browser') ?? '';
      return browser === '' ? say('journal.signed-in') : say('journal.signed-in-by', { browser });
    }
    case 'reading':
      return say('journal.reading', { files: count('files'), shares: count('shares') });
    case 'key-revoked':
    case 'key-left':
      return say(`journal.${event}`, { key });
    case 'done-true':
    case 'done-false':
    case 'kept':
    case 'keep-undone':
    case 'keep-accepted':
    case 'keep-refused':
    case 'keep-ended':
    case 'register-changed':
      return say(`journal.${event}`, { name });
    case 'message-closed':
      return say('journal.message-closed', { role: actor?.role ?? 'admin' });
    case 'signed-out':
    case 'invited':
    case 'reminded':
    case 'declined':
    case 'granted':
    case 'wrong-account':
    case 'withdrawn':
    case 'mails-changed':
    case 'unsubscribed':
    case 'message-sent':
    case 'mail-released':
    case 'link-renewed':
      return say(`journal.${event}`);
  }
}

import type { DeliveryKey, OutgoingMail } from '../../src/model/mail.ts';

/** A small mail; what a test speaks of is overridden. */
export function mail(key: DeliveryKey, changes: Partial<OutgoingMail> = {}): OutgoingMail {
  return {
    key,
    occasion: 'report',
    from: 'Nextcloud <nextcloud@coop.example>',
    to: `${key.replace(/[^a-z0-9]/gi, '').slice(0, 40)}@coop.example`,
    replyTo: 'aide@coop.example',
    subject: 'Votre Nextcloud',
    text: 'Bonjour, à bientôt',
    html: '<p>Bonjour, à bientôt</p>',
    messageId: `<menage.1.${key.length}@coop.example>`,
    date: Date.UTC(2026, 10, 24, 9),
    headers: { 'Auto-Submitted': 'auto-generated' },
    ...changes,
  };
}

import { createTransport } from 'nodemailer';
import type { OutgoingMail } from '../model/mail.ts';

/** The options of nodemailer that make one of our mails; also what a `.eml` file holds. */
export function mailOptions(mail: OutgoingMail) {
  return {
    from: mail.from,
    to: { name: '', address: mail.to },
    ...(mail.replyTo !== null && { replyTo: mail.replyTo }),
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    attachments: (mail.attachments ?? []).map(({ name, type, content }) => ({
      filename: name,
      contentType: type,
      content,
    })),
    messageId: mail.messageId,
    date: new Date(mail.date),
    headers: { ...mail.headers },
    // A mail is made of what we hand over and of nothing that a name in it may point to.
    disableFileAccess: true,
    disableUrlAccess: true,
    textEncoding: 'quoted-printable' as const,
    envelope: { from: mail.from, to: [mail.to] },
  };
}

const composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });

/** The mail in MIME form (RFC 5322, CRLF line ends), with nothing sent. */
export async function composeEml(mail: OutgoingMail): Promise<Buffer> {
  const { message } = await composer.sendMail(mailOptions(mail));
  if (!Buffer.isBuffer(message)) throw new TypeError('The composer gave a stream, not a buffer.');
  return message;
}

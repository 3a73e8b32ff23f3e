import type { UtcMs } from '../../../model/units.ts';
import type { Format } from '../../text/format.ts';
import type { Say, SayParts } from '../../text/words.ts';

/** A page of the portal by its address, and the last day of its link. */
export interface PageLink {
  readonly href: string;
  readonly until: UtcMs;
}

/** What one notice is about; texts of people as they were written. */
export type NoticeContent =
  | {
      readonly kind: 'invitation';
      /** 0 = the first mail. */
      readonly reminder: number;
      /** How many more will come without an answer. */
      readonly left: number;
      readonly page: PageLink;
      readonly unsubscribe: string;
    }
  | { readonly kind: 'sign-in' | 'renewed-link'; readonly page: PageLink }
  | {
      readonly kind: 'access-given';
      readonly keyName: string;
      readonly page: PageLink;
    }
  /** `settings` = where Nextcloud lists a person's keys. */
  | { readonly kind: 'key-left'; readonly keyName: string; readonly settings: string }
  | { readonly kind: 'key-revoked'; readonly keyName: string }
  | {
      readonly kind: 'answer-decided';
      readonly decision: 'accepted' | 'refused';
      readonly thing: string;
      /** `YYYY-MM-DD`. */
      readonly until: string;
      readonly reason: string;
      readonly page: PageLink;
    }
  | {
      readonly kind: 'message-to-referent';
      readonly name: string;
      readonly text: string;
      /** Null where the member did not let it be seen. */
      readonly thing: string | null;
      readonly replyTo: string | null;
      readonly page: string;
    }
  | { readonly kind: 'wrong-accounts'; readonly name: string; readonly tries: number };

/** What the words of one notice are made with. */
export interface NoticeContext {
  readonly say: Say<'notice'>;
  readonly parts: SayParts<'notice'>;
  readonly format: Format;
  /** Hosts of the portal and of Nextcloud, as people read them. */
  readonly hosts: { readonly portal: string; readonly server: string };
}

import type { Line, MailHead } from '../view.ts';

/** All that both parts of a mail outside a run say. */
export interface NoticeView extends MailHead {
  readonly lines: readonly Line[];
  readonly button: { readonly text: string; readonly href: string } | null;
  /** Below the button. */
  readonly note: string | null;
  /** Short facts, each with what it is about. */
  readonly facts: {
    readonly heading: string;
    readonly items: readonly { readonly heading: string; readonly text: string }[];
  } | null;
  readonly cards: readonly { readonly heading: string; readonly lines: readonly Line[] }[];
  readonly foot: readonly Line[];
  readonly signature: string;
}

/** A mail outside a run: what it says and where it goes. */
export interface NoticeMail {
  readonly kind: 'notice';
  /** One bare address. */
  readonly to: string;
  readonly replyTo: string | null;
  /** Where a POST ends what the mail belongs to; null = it belongs to nothing that comes again. */
  readonly unsubscribe: string | null;
  readonly view: NoticeView;
}

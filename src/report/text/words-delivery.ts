import type { Catalogue } from './words.ts';
import { WORDS_DELIVERY_EN } from './words-delivery-en.ts';
import { type DeliveryKey, WORDS_DELIVERY_FR } from './words-delivery-fr.ts';

/** Every sentence on the delivery of mails. */
export const WORDS_DELIVERY: Catalogue<DeliveryKey> = { fr: WORDS_DELIVERY_FR, en: WORDS_DELIVERY_EN };

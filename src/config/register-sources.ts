import { z } from 'zod';
import { isLoopback } from '../model/network/loopback.ts';
import { formOfName, isWebAddress } from '../model/register/source.ts';

/** A list of links that are meant to be open: a CSV, or a page in HTML or Markdown. */
const RegisterSource = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .superRefine((source, context) => {
    if (!isWebAddress(source)) {
      if (formOfName(source) === null)
        context.addIssue(
          'is no list that can be read: a file must end in .csv, .html or .md, an address begin with https://',
        );
      return;
    }
    const url = URL.canParse(source) ? new URL(source) : null;
    if (url === null) context.addIssue('is no address: write https://host/page');
    else if (url.username !== '' || url.password !== '')
      context.addIssue(
        'must hold no user name or password: the page must be shown to whoever has not signed in',
      );
    else if (url.protocol === 'http:' && !isLoopback(url.hostname))
      context.addIssue('http:// lets anybody on the way change the list: use https://');
  });
const MOST_SOURCES = 10;

/** One list alone, or several. */
export const RegisterSources = z
  .preprocess(
    (value) => (typeof value === 'string' ? [value] : value),
    z.array(RegisterSource).max(MOST_SOURCES),
  )
  .default([]);

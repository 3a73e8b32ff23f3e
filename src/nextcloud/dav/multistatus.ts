import { SaxesParser } from 'saxes';
import type { RequestError } from '../../model/errors.ts';
import { requestError } from '../../model/reasons/errors.ts';
import { because, type Reason } from '../../model/reasons/reason.ts';
import { strayText } from '../http/stray-text.ts';
import { namespaces } from './namespaces.ts';
import { blankResource, type Resource, readProperty } from './resource.ts';

/** Reads a multistatus while it arrives. */
export interface MultistatusReader {
  /** @throws {RequestError} when the text is no multistatus. */
  write(text: string): void;
  /** @throws {RequestError} 'too-big' when nothing came, 'cut-short' when the document element was not closed. */
  end(): void;
}

// Where elements stand: multistatus 1, response 2, href/propstat/status 3, prop/status 4, property 5, part 6.
const PROPERTY_DEPTH = 5;
const MAX_DEPTH = 32;
const MAX_TEXT = 64 * 1024;
const MOST_STATUSES = 100;
/** Elements that PHP and web servers write around what they have to say. */
const HTML = /^(?:html|body|head|br|b|p|pre|div|table|font)$/i;
/** How much of the beginning is kept, to be shown where it is no multistatus. */
const MOST_SHOWN = 500;
/** Between two tags: the parser holds a text, attribute or comment whole before it hands it over. */
const MAX_UNTAGGED = 1024 * 1024;

/**
 * A reader that hands each resource to `emit`. Matches elements by namespace and place, whatever the prefix, takes
 * the properties of the 200 block wherever it stands, and refuses document types (entity bombs).
 */
export function multistatusReader(emit: (resource: Resource) => void): MultistatusReader {
  const parser = new SaxesParser();
  const names = namespaces();
  /** The elements that are open, outermost first. */
  const path: string[] = [];
  let opened = false;
  let closed = false;
  let text = '';
  let untagged = 0;
  let head = '';
  let href = '';
  let responseStatus = '';
  let propstatStatus = '';
  // Of a response: the properties of the propstat under way, those of the 200 one, and whether there was one.
  let properties = blankResource();
  let found = blankResource();
  let isFound = false;
  const codeOf = statusReader();

  // Hot path: a dozen elements per resource.
  parser.on('attribute', ({ name, value }) => names.attribute(name, value));
  parser.on('opentag', ({ name }) => {
    const element = names.open(name);
    const depth = path.push(element);
    text = '';
    untagged = 0;
    if (depth > MAX_DEPTH) throw unexpected(because('multistatus.deep'));
    if (depth === 1) {
      if (element !== 'd:multistatus')
        throw HTML.test(name)
          ? strayText('XML', head, 207)
          : unexpected(because('multistatus.document-element', { name }));
      opened = true;
    } else if (depth === 2) {
      if (element === 'd:response') {
        href = '';
        responseStatus = '';
        isFound = false;
      } else if (element !== 'd:responsedescription' && element !== 'd:sync-token') {
        throw unexpected(because('multistatus.element', { name }));
      }
    } else if (depth === 3) {
      propstatStatus = '';
      properties = blankResource();
    } else if (depth === PROPERTY_DEPTH + 1 && element === 'd:collection') {
      properties.isFolder = true;
    }
  });

  parser.on('text', (part) => {
    text = text === '' ? part : text + part;
    if (text.length > MAX_TEXT) throw unexpected(because('multistatus.long-text'));
  });
  parser.on('cdata', (part) => {
    text += part;
  });

  parser.on('closetag', () => {
    const depth = path.length;
    const element = path.pop();
    names.close();
    if (depth === PROPERTY_DEPTH) readProperty(properties, element, text);
    else if (depth === PROPERTY_DEPTH + 1) {
      if (element === 'oc:checksum') properties.checksum = text;
    } else if (depth === 4) {
      if (element === 'd:status') propstatStatus = text;
    } else if (depth === 3) {
      if (element === 'd:href') href = text;
      else if (element === 'd:status') responseStatus = text;
      else if (element === 'd:propstat' && codeOf(propstatStatus) === 200) {
        found = properties;
        isFound = true;
      }
    } else if (depth === 2 && element === 'd:response') {
      if (!isFound) found = blankResource();
      found.href = href;
      if (responseStatus !== '') found.status = codeOf(responseStatus);
      emit(found);
    } else if (depth === 1) closed = true;
    text = '';
    untagged = 0;
  });

  parser.on('doctype', () => {
    throw /^<!doctype\s+html/i.test(head)
      ? strayText('XML', head, 207)
      : unexpected(because('multistatus.document-type'));
  });
  parser.on('error', (error) => {
    throw unexpected(because('multistatus.xml', { message: error.message }));
  });

  return {
    write: (chunk) => {
      untagged += chunk.length;
      if (head === '') {
        // Blank lines, such as stand at the end of a PHP file, may come before a document; nothing else.
        const begun = chunk.trimStart();
        head = begun.slice(0, MOST_SHOWN);
        if (head !== '' && !head.startsWith('<')) throw strayText('XML', head, 207);
        parser.write(begun);
      } else parser.write(chunk);
      if (untagged > MAX_UNTAGGED) throw unexpected(because('multistatus.long-piece'));
    },
    end() {
      if (closed) parser.close();
      else if (opened) throw requestError('cut-short', because('answer.cut-short'), 207);
      else throw requestError('too-big', because('answer.empty'), 207);
    },
  };
}

/** Reads the code of a status line such as `HTTP/1.1 200 OK`. An answer has two or three of them, over and over. */
function statusReader(): (line: string) => number {
  const codes = new Map<string, number>();
  return (line) => {
    let code = codes.get(line);
    if (code === undefined) {
      code = statusOf(line);
      if (codes.size < MOST_STATUSES) codes.set(line, code);
    }
    return code;
  };
}

const UNKNOWN_STATUS = 0;

function statusOf(line: string): number {
  const code = /^HTTP\/\d(?:\.\d)? (\d{3})(?: |$)/.exec(line.trim())?.[1];
  // What cannot be read is no success: it costs this resource alone.
  return code === undefined ? UNKNOWN_STATUS : Number(code);
}

function unexpected(flaw: Reason): RequestError {
  return requestError('unexpected', because('answer.no-multistatus', { flaw: [flaw] }), 207);
}

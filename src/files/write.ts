import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  createWriteStream,
  fchmodSync,
  fsyncSync,
  lstatSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { messageOf, PartialError } from '../model/errors.ts';
import { folderChangedByOthers } from './access.ts';
import { makePrivateFolder } from './folders.ts';

/** Whole, or piece by piece. */
export type FileContent = string | Uint8Array | Iterable<string>;

export interface Writing {
  /** 0600 unless said. */
  readonly mode?: number;
  /** On the disk when the call returns, also under a name of its own beside other writers. */
  readonly durable?: boolean;
  /** Also into a folder that others may change: for what is no secret. */
  readonly anyFolder?: boolean;
}

/**
 * Writes a file whole or not at all, for its owner alone; folders that we make are 0700. It is made afresh beside its
 * place and renamed: a link or a pipe that lies in its place is replaced, never written through.
 * @throws {PartialError} when the disk is full, the folder cannot be written, or others may change what lies in it.
 */
export function writePrivate(path: string, content: FileContent, writing: Writing = {}): void {
  const { durable = false, anyFolder = false, mode = 0o600 } = writing;
  const folder = dirname(path);
  // The same name each time, so that what a killed run left half-written goes with the next one.
  const mark = durable ? randomBytes(6).toString('hex') : 'part';
  const temporary = join(folder, `.${basename(path)}.${mark}`);
  try {
    makePrivateFolder(folder);
    const danger = anyFolder ? null : folderChangedByOthers(statSync(folder), folder);
    if (danger !== null) throw new PartialError(`Cannot write ${path} into ${folder}: ${danger}`);
    rmSync(temporary, { force: true });
    writeFresh(temporary, content, mode, durable);
    renameSync(temporary, path);
    if (durable) flushFolder(folder);
  } catch (error) {
    if (error instanceof PartialError) throw error;
    discard(temporary);
    throw cannotWrite(path, error);
  }
}

/**
 * As `writePrivate`; the streams that whoever started us has opened, as /dev/stdout, and devices, as /dev/null, are
 * written to.
 * @throws {PartialError} as `writePrivate`.
 */
export async function writeOutput(path: string, content: FileContent, writing?: Writing): Promise<void> {
  const target = streamAt(resolve(path));
  if (target === null) return writePrivate(path, content, writing);
  try {
    // One piece after the other: what reads may be slow, and a signal must get through meanwhile.
    await pipeline(Readable.from(piecesOf(content)), target.stream, { end: target.end });
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

interface OpenStream {
  readonly stream: NodeJS.WritableStream;
  readonly end: boolean;
}

const STREAM = /^\/(?:dev|proc\/self)\/(?:fd\/(\d+)|(stdout)|(stderr))$/;

function streamAt(path: string): OpenStream | null {
  const [whole, handle, out, err] = STREAM.exec(path) ?? [];
  if (out !== undefined || handle === '1') return { stream: process.stdout, end: false };
  if (err !== undefined || handle === '2') return { stream: process.stderr, end: false };
  if (whole !== undefined) {
    // Not opened anew, which would wait where nobody reads.
    return { stream: createWriteStream('', { fd: Number(handle), autoClose: false }), end: true };
  }
  return isDevice(path) ? { stream: createWriteStream(path, { flags: 'a' }), end: true } : null;
}

/** Those of the system alone: anybody can lay a pipe elsewhere. */
function isDevice(path: string): boolean {
  return dirname(path) === '/dev' && lstatSync(path, { throwIfNoEntry: false })?.isCharacterDevice() === true;
}

const FRESH = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

function writeFresh(path: string, content: FileContent, mode: number, durable: boolean): void {
  const open = openSync(path, FRESH, 0o600);
  try {
    for (const piece of piecesOf(content)) writeAll(open, piece);
    if (mode !== 0o600) fchmodSync(open, mode);
    if (durable) fsyncSync(open);
  } finally {
    closeSync(open);
  }
}

function writeAll(open: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(open, bytes, done);
}

/** Pieces of some size: each is a write of its own. */
function* piecesOf(content: FileContent): Generator<Uint8Array> {
  if (content instanceof Uint8Array) return yield content;
  if (typeof content === 'string') return yield Buffer.from(content);
  let text = '';
  for (const piece of content) {
    text += piece;
    if (text.length < 65_536) continue;
    yield Buffer.from(text);
    text = '';
  }
  yield Buffer.from(text);
}

/** The new name, too, must be on the disk. */
function flushFolder(folder: string): void {
  const open = openSync(folder, 'r');
  try {
    fsyncSync(open);
  } finally {
    closeSync(open);
  }
}

/** What hinders the cleaning up is less telling than what hindered the writing. */
function discard(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // The error that brought us here is thrown.
  }
}

function cannotWrite(path: string, error: unknown): PartialError {
  return new PartialError(
    `Cannot write ${path} (${messageOf(error)}): make room or correct the folder; what was there before stands.`,
    { cause: error },
  );
}

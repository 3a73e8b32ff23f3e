import { messageOf, UsageError } from '../errors.ts';
import { reveal, type Secret } from '../model/secret.ts';

// The package costs 180 ms to load: only commands that open the vault pay for it.
const library = () => import('age-encryption');

const FIRST_LINE = 'age-encryption.org/v1\n';

/** Encrypts a text with a passphrase (age format, scrypt with `workFactor` as log2 of its cost). */
export async function seal(text: string, key: Secret, workFactor: number): Promise<Uint8Array> {
  const { Encrypter } = await library();
  const encrypter = new Encrypter();
  encrypter.setPassphrase(reveal(key));
  encrypter.setScryptWorkFactor(workFactor);
  return encrypter.encrypt(text);
}

/**
 * Decrypts what `seal` or `age --passphrase` made.
 * @param path the file's name, for messages.
 * @throws {UsageError} when it is no age file, was changed or cut, or the key is another.
 */
export async function unseal(path: string, file: Uint8Array, key: Secret): Promise<string> {
  if (!Buffer.from(file.subarray(0, FIRST_LINE.length)).equals(Buffer.from(FIRST_LINE))) {
    throw new UsageError(`${path} is no vault (it is no age file): correct credentials.vault.`);
  }
  const { Decrypter } = await library();
  const decrypter = new Decrypter();
  decrypter.addPassphrase(reveal(key));
  try {
    return await decrypter.decrypt(file, 'text');
  } catch (error) {
    throw new UsageError(`Cannot open the vault ${path}: ${why(messageOf(error))}`, { cause: error });
  }
}

function why(message: string): string {
  if (/no identity matched|passphrase/i.test(message)) {
    return 'the key is not the one that it was made with. Correct credentials.keyFile or MENAGE_KEY.';
  }
  return 'the file was changed or cut. Restore it from a backup, or delete it and import the app passwords anew.';
}

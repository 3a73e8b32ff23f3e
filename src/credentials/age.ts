import { messageOf, UsageError } from '../model/errors.ts';
import { reveal, type Secret, secret } from '../model/secret.ts';

// The package costs 180 ms to load: only commands that open the vault pay for it.
const library = () => import('age-encryption');

const FIRST_LINE = 'age-encryption.org/v1\n';

/** What `age-keygen` writes (X25519): opened in 10 ms and no memory, where a passphrase costs scrypt's 0.6 s and 64 MB. */
const IDENTITY = /^AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}$/;

/** A new key that no one can guess, in the form of `age-keygen`. */
export async function makeKey(): Promise<Secret> {
  const { generateX25519Identity } = await library();
  return secret(await generateX25519Identity());
}

/**
 * Encrypts a text to an age identity, or with a passphrase (scrypt with `workFactor` as log2 of its cost).
 * @throws {UsageError} when the identity is mistyped.
 */
export async function seal(text: string, key: Secret, workFactor: number): Promise<Uint8Array> {
  const { Encrypter } = await library();
  const encrypter = new Encrypter();
  const recipient = await recipientOf(key);
  if (recipient !== null) encrypter.addRecipient(recipient);
  else {
    encrypter.setPassphrase(reveal(key));
    encrypter.setScryptWorkFactor(workFactor);
  }
  return encrypter.encrypt(text);
}

/** The public half of an age identity; null for any other text, which is a passphrase. */
async function recipientOf(key: Secret): Promise<string | null> {
  if (!IDENTITY.test(reveal(key))) return null;
  const { identityToRecipient } = await library();
  try {
    return await identityToRecipient(reveal(key));
  } catch {
    // Without its cause: the library's message repeats the identity.
    throw new UsageError('The vault key cannot be used: the age identity is mistyped. Correct the key file.');
  }
}

/**
 * Decrypts what `seal` or `age` made.
 * @param path the file's name, for messages.
 * @throws {UsageError} when it is no age file, was changed or cut, or the key is another.
 */
export async function unseal(path: string, file: Uint8Array, key: Secret): Promise<string> {
  if (!Buffer.from(file.subarray(0, FIRST_LINE.length)).equals(Buffer.from(FIRST_LINE))) {
    throw new UsageError(`${path} is no vault (it is no age file): correct credentials.vault.`);
  }
  const { Decrypter } = await library();
  const decrypter = new Decrypter();
  if ((await recipientOf(key)) !== null) decrypter.addIdentity(reveal(key));
  else decrypter.addPassphrase(reveal(key));
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

import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** A database of its own on the server of TEST_POSTGRES. */
export async function freshDatabase(): Promise<{ readonly address: string; drop(): Promise<void> }> {
  const server = process.env['TEST_POSTGRES'] ?? '';
  const name = `test_${randomBytes(6).toString('hex')}`;
  const asked = async (sql: string) => {
    const client = new pg.Client(server);
    await client.connect();
    await client.query(sql);
    await client.end();
  };
  await asked(`CREATE DATABASE ${name}`);
  const address = new URL(server);
  address.pathname = `/${name}`;
  return { address: address.href, drop: () => asked(`DROP DATABASE ${name} WITH (FORCE)`) };
}

import { setTimeout as pause } from 'node:timers/promises';
import { DatabaseSync } from '@photostructure/sqlite';
import { describe, expect, it } from 'vitest';
import type { Database } from '../../../src/store/database/database.ts';
import { openSqlite } from '../../../src/store/database/sqlite.ts';
import { storePath } from '../helpers.ts';

async function withTable(work: (database: Database) => Promise<void>): Promise<void> {
  const database = openSqlite(storePath());
  try {
    await database.exec('CREATE TABLE words (word TEXT NOT NULL)');
    await work(database);
  } finally {
    await database.close();
  }
}

const INSERT = 'INSERT INTO words (word) VALUES (?)';
const words = async (database: Database) =>
  (await database.all('SELECT word FROM words ORDER BY rowid')).map(({ word }) => word);

describe('a transaction', () => {
  it('that rolls back takes nothing with it that came from elsewhere meanwhile, by whichever opening', async () => {
    await withTable(async (database) => {
      const second = openSqlite(database.path);
      const failing = database.transaction(async (within) => {
        await within.run(INSERT, 'inside');
        await pause(30);
        throw new Error('taken back');
      });
      const others = Promise.all([database.run(INSERT, 'same'), second.run(INSERT, 'second')]);
      await expect(failing).rejects.toThrow('taken back');
      await others;
      expect(await words(database)).toEqual(['same', 'second']);
      await second.close();
    });
  });
});

describe('a store that another program writes to', () => {
  it('is waited for, and nothing else stands still meanwhile', async () => {
    await withTable(async (database) => {
      const other = new DatabaseSync(database.path);
      other.exec('BEGIN IMMEDIATE');
      let isWritten = false;
      const writing = database.run(INSERT, 'late').then(() => {
        isWritten = true;
      });
      // Timers go on: a driver that waits by itself would hold this one until it gave up.
      await pause(60);
      expect(isWritten).toBe(false);
      other.exec('COMMIT');
      other.close();
      await writing;
      expect(await words(database)).toEqual(['late']);
    });
  });
});

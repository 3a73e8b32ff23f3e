import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { attempt, isHeld } from './errors.ts';
import { makePrivate } from './private-files.ts';

/** A driver that nothing refers to is closed by the garbage collector, and its lock gone. */
const HOLDING = new Set<DatabaseSyncInstance>();

/**
 * Takes a file for this process alone, as long as it lives: the lock is the operating system's, so a killed process
 * leaves none behind. Null when another process (or another caller in this one) has it.
 * IMMEDIATE takes SQLite's RESERVED lock, which one of many always gets. An EXCLUSIVE one is refused as long as anybody
 * else so much as looks at the file: of two that come at the same moment, none would get it.
 */
export function holdFile(path: string): { release(): void } | null {
  return attempt(path, () => {
    makePrivate(path);
    const driver = new DatabaseSync(path, { timeout: 0 });
    try {
      driver.exec('BEGIN IMMEDIATE');
    } catch (error) {
      driver.close();
      if (isHeld(error)) return null;
      throw error;
    }
    HOLDING.add(driver);
    return {
      release() {
        HOLDING.delete(driver);
        driver.close();
      },
    };
  });
}

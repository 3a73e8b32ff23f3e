import { afterAll } from 'vitest';
import { removeTemporaryFolders } from './temporary.ts';

// What commands print in process is English, whatever the machine speaks.
for (const name of ['LC_ALL', 'LC_MESSAGES', 'LANG']) delete process.env[name];

// Registered before any hook of the file itself, hence called last.
afterAll(removeTemporaryFolders);

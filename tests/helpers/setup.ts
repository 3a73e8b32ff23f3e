import { afterAll } from 'vitest';
import { removeTemporaryFolders } from './temporary.ts';

// Registered before any hook of the file itself, hence called last.
afterAll(removeTemporaryFolders);

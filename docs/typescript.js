// Lets scripts import modules of src/, which Node 20 cannot read: `node --import ./docs/typescript.js SCRIPT`.
import { register } from 'node:module';

if (!process.features.typescript) register('./typescript-hooks.js', import.meta.url);

import { setFlagsFromString } from 'node:v8';

/** By how much, in percent of what is in use, the old heap may grow before garbage is collected. */
const USUAL_GROWTH = 20;
const TIGHT_GROWTH = 10;

/** On a large machine garbage may gather to many times what is in use; this program shares a small one. To be called first. */
export function keepHeapSmall(): void {
  setGrowth(USUAL_GROWTH);
  setFlagsFromString('--semi-space-growth-factor=1');
  // The young heap is small: helping threads cost more than they save.
  setFlagsFromString('--no-parallel-scavenge');
}

/** Many members side by side leave much that is young: room for it (some 30 MB) halves what collecting it costs. */
export function letYoungHeapGrow(): void {
  setFlagsFromString('--semi-space-growth-factor=2');
}

/** Does a work that has all members in the memory: of 50,000 that spares 30 MB. */
export async function withTightHeap<T>(work: () => Promise<T>): Promise<T> {
  setGrowth(TIGHT_GROWTH);
  try {
    return await work();
  } finally {
    setGrowth(USUAL_GROWTH);
  }
}

function setGrowth(percent: number): void {
  setFlagsFromString(`--heap-growing-percent=${percent}`);
}

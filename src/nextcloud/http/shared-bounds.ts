import type { SharedBounds, SharedFacts, SharedPart, SlotHolder } from '../../model/network/shared-bounds.ts';
import type { MonotonicMs } from '../../model/units.ts';
import { type Limiter, loadSigns, type Slot } from './limiter.ts';

/** A limiter whose slots are lent: how many there are, and until when, is decided for all workers together. */
interface LentLimiter {
  readonly limiter: Limiter;
  readonly part: SharedPart;
}

interface LentSlot extends Slot {
  lose(): void;
}

/**
 * Joins those who ask one server.
 * @param most `server.concurrency`.
 */
export function joinShared(
  shared: SharedBounds,
  most: number,
  learn: (facts: SharedFacts) => void,
): LentLimiter {
  const signs = loadSigns();
  const lent = new Set<LentSlot>();
  const waiting: (() => void)[] = [];
  let slots = 0;
  let until: MonotonicMs = Number.NEGATIVE_INFINITY;
  let hasEnded = false;
  let figures = newFigures(most);

  const mayBegin = () => hasEnded || (lent.size < slots && performance.now() < until);

  function begin(): LentSlot {
    const slot = lentSlot();
    lent.add(slot);
    return slot;
  }

  /** The slot is taken before the one who waits for it runs: no other can come between. */
  function beginWaiting(): void {
    while (waiting.length > 0 && mayBegin()) waiting.shift()?.();
  }

  async function slotInTurn(): Promise<LentSlot> {
    figures.wanted = Math.max(figures.wanted, lent.size + waiting.length + 1);
    if (waiting.length === 0 && mayBegin()) return begin();
    if (lent.size + waiting.length < most) part.hurry();
    return new Promise((resolve) => waiting.push(() => resolve(begin())));
  }

  const limiter: Limiter = {
    async run(task) {
      const slot = await slotInTurn();
      try {
        return await task(slot);
      } finally {
        const wasOwed = lent.size > slots;
        lent.delete(slot);
        if (wasOwed && lent.size <= slots) part.hurry();
        beginWaiting();
      }
    },
    noteSent(inFlight) {
      figures.peak = Math.max(figures.peak, inFlight);
    },
    noteSuccess(ms) {
      if (signs.isSlow(ms)) figures.slow++;
      else figures.successes++;
    },
    noteOverload(now) {
      if (!signs.isNewOverload(now)) return;
      figures.overloaded = true;
      slots = Math.min(slots, halved(slots));
      part.hurry();
    },
    bound: () => slots,
    end() {
      hasEnded = true;
      beginWaiting();
    },
  };
  const holder: SlotHolder = {
    use() {
      const { peak, wanted, ...signsSince } = figures;
      figures = newFigures(lent.size + waiting.length);
      figures.peak = Math.min(peak, lent.size);
      return { ...signsSince, peak, wanted: Math.min(wanted, most), holds: Math.max(slots, lent.size) };
    },
    allow(number, end) {
      // What was decided before an overload was known of does not take it back.
      slots = figures.overloaded ? Math.min(number, halved(number)) : number;
      until = end;
      beginWaiting();
    },
    lose() {
      slots = 0;
      for (const slot of lent) slot.lose();
    },
    learn,
  };
  const part = shared.join(holder, most);
  return { limiter, part };
}

function newFigures(wanted: number) {
  return { peak: 0, wanted, successes: 0, slow: 0, overloaded: false };
}

function halved(slots: number): number {
  return Math.max(1, Math.floor(slots / 2));
}

function lentSlot(): LentSlot {
  let isLost = false;
  let abort: () => void = () => undefined;
  return {
    onLost(action) {
      abort = action;
      if (isLost) action();
    },
    isLost: () => isLost,
    lose() {
      isLost = true;
      abort();
    },
  };
}

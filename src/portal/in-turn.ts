/** Does work now, or once the others of its kind in this program let it. */
export type InTurn = <T>(work: () => Promise<T>) => Promise<T>;

/** Where there are no others. */
export const atOnce: InTurn = (work) => work();

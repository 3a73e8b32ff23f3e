/** What the server answered since it began: for figures, in memory alone. */
export interface Traffic {
  count(status: number, ms: number): void;
  /** Answers by the hundred of their status: "2" = 200 to 299. */
  readonly byClass: ReadonlyMap<string, number>;
  /** All answers together, in milliseconds. */
  spentMs(): number;
}

export function trafficOf(): Traffic {
  const byClass = new Map<string, number>();
  let spent = 0;
  return {
    byClass,
    spentMs: () => spent,
    count(status, ms) {
      const hundred = String(status).slice(0, 1);
      byClass.set(hundred, (byClass.get(hundred) ?? 0) + 1);
      spent += ms;
    },
  };
}

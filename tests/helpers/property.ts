/**
 * For a property that awaits: a case that hangs, or a failure that shrinks for long, is reported with its seed and its
 * example, before the time of the test is over, which would name neither. Tests that use it last 30 s or more.
 */
export const IN_TIME = { timeout: 10_000, interruptAfterTimeLimit: 25_000 } as const;

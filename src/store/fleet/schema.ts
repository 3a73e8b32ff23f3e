/** The tables of a fleet, numbered from 1 and never changed once released. */
export const FLEET_MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE instances (
    name TEXT COLLATE "C" PRIMARY KEY,
    added_at BIGINT NOT NULL,
    config TEXT,
    paused_at BIGINT
  );
  CREATE TABLE servers (
    instance TEXT COLLATE "C" PRIMARY KEY,
    bound INTEGER NOT NULL,
    successes BIGINT NOT NULL DEFAULT 0,
    overloaded_at TIMESTAMPTZ,
    used_at TIMESTAMPTZ NOT NULL
  );
  CREATE TABLE slots (
    instance TEXT COLLATE "C" NOT NULL,
    holder TEXT COLLATE "C" NOT NULL,
    worker TEXT NOT NULL,
    renewal BIGINT NOT NULL,
    most INTEGER NOT NULL,
    granted INTEGER NOT NULL,
    wanted INTEGER NOT NULL,
    peak INTEGER NOT NULL,
    until TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (instance, holder)
  );
  CREATE TABLE run_refusals (
    instance TEXT COLLATE "C" NOT NULL,
    run BIGINT NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (instance, run, id)
  );
  CREATE TABLE run_stops (
    instance TEXT COLLATE "C" NOT NULL,
    run BIGINT NOT NULL,
    scope TEXT NOT NULL,
    reason TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (instance, run, scope)
  );
  CREATE TABLE run_peaks (
    instance TEXT COLLATE "C" NOT NULL,
    run BIGINT NOT NULL,
    peak INTEGER NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (instance, run)
  );
  `,
];

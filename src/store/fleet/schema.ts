/**
 * Renews what one client holds of its server's slots, in one round trip: nothing is left locked where a worker stands still
 * between two statements. The client has promised to keep to `holds` before it asked. Rows of one server change one after
 * the other, by the clock of the database.
 *
 * The adaptive bound is shared: halved at an overload (once a second), lowered at slow answers, raised by one after four good
 * answers a slot. It is divided max-min fairly; the slots that no division gives go round by the clock (each five seconds).
 * More than is free is never granted.
 *
 * `granted` is null where the client has lost what it held, or a later renewal of it came first.
 */
const RENEW_SLOTS = `
  CREATE FUNCTION renew_slots(
    of_instance TEXT, of_holder TEXT, of_worker TEXT, of_run BIGINT, of_renewal BIGINT, of_most INTEGER,
    holds INTEGER, wants INTEGER, of_peak INTEGER, good INTEGER, slow INTEGER, overloaded BOOLEAN, lease INTERVAL,
    OUT granted INTEGER
  ) LANGUAGE plpgsql AS $$
  DECLARE
    server servers;
    mine slots;
    one RECORD;
    now_at TIMESTAMPTZ;
    most_now INTEGER;
    unshared INTEGER;
    share INTEGER := 0;
    others INTEGER;
    is_awaited BOOLEAN;
    peak_now INTEGER;
  BEGIN
    INSERT INTO servers (instance, bound, used_at) VALUES (of_instance, of_most, clock_timestamp())
      ON CONFLICT (instance) DO NOTHING;
    SELECT * INTO server FROM servers WHERE instance = of_instance FOR UPDATE;
    now_at := clock_timestamp();
    DELETE FROM slots WHERE instance = of_instance AND until <= now_at;
    SELECT * INTO mine FROM slots WHERE instance = of_instance AND holder = of_holder;
    IF mine.renewal >= of_renewal OR (mine.renewal IS NULL AND holds > 0) THEN RETURN; END IF;
    INSERT INTO slots (instance, holder, worker, renewal, most, granted, wanted, peak, until)
      VALUES (of_instance, of_holder, of_worker, of_renewal, of_most, holds, wants, of_peak, now_at + lease)
      ON CONFLICT (instance, holder) DO UPDATE SET renewal = excluded.renewal, most = excluded.most,
        granted = excluded.granted, wanted = excluded.wanted, peak = excluded.peak, until = excluded.until;
    SELECT min(slots.most), coalesce(sum(slots.granted) FILTER (WHERE holder <> of_holder), 0),
        coalesce(bool_or(slots.granted < slots.wanted) FILTER (WHERE holder <> of_holder), false), sum(slots.peak)
      INTO most_now, others, is_awaited, peak_now FROM slots WHERE instance = of_instance;

    IF server.used_at < now_at - INTERVAL '1 minute' THEN server.bound := most_now; server.successes := 0; END IF;
    server.bound := least(server.bound, most_now);
    IF overloaded AND coalesce(server.overloaded_at < now_at - INTERVAL '1 second', true) THEN
      server.bound := greatest(1, server.bound / 2);
      server.successes := 0;
      server.overloaded_at := now_at;
      PERFORM pg_notify('menage_slots', of_instance);
    ELSIF slow > 0 THEN
      server.bound := greatest(1, server.bound - slow);
      server.successes := 0;
    ELSE
      server.successes := server.successes + good;
      IF server.successes >= 4 * server.bound AND server.bound < most_now THEN
        server.bound := server.bound + 1;
        server.successes := 0;
      END IF;
    END IF;
    UPDATE servers SET bound = server.bound, successes = server.successes, overloaded_at = server.overloaded_at,
      used_at = now_at WHERE instance = of_instance;

    unshared := server.bound;
    FOR one IN
      SELECT holder, wanted, count(*) OVER () + 1 - row_number() OVER (ORDER BY wanted, place) AS left_over
      FROM (
        SELECT holder, wanted, (row_number() OVER (ORDER BY holder) + floor(extract(epoch FROM now_at) / 5)::BIGINT)
          % count(*) OVER () AS place
        FROM slots WHERE instance = of_instance AND wanted > 0
      ) AS placed
      ORDER BY wanted, place
    LOOP
      one.wanted := least(one.wanted, unshared / one.left_over);
      unshared := unshared - one.wanted;
      IF one.holder = of_holder THEN share := one.wanted; END IF;
    END LOOP;
    -- What no one else wants stays where it is.
    share := least(greatest(share, holds), share + unshared);
    granted := least(share, holds + greatest(0, server.bound - others - holds));
    IF granted > holds THEN
      UPDATE slots SET granted = renew_slots.granted WHERE instance = of_instance AND holder = of_holder;
    END IF;
    -- Who holds more than its share gives it back, who waits takes what was given back: both look at once.
    IF (granted < least(share, wants) AND coalesce(mine.wanted < wants, true)) OR (is_awaited AND holds < mine.granted)
    THEN PERFORM pg_notify('menage_slots', of_instance); END IF;

    IF of_run IS NOT NULL THEN
      peak_now := least(peak_now, most_now);
      INSERT INTO run_peaks (instance, run, peak, at) VALUES (of_instance, of_run, peak_now, now_at)
        ON CONFLICT (instance, run) DO UPDATE SET peak = excluded.peak, at = excluded.at
        WHERE run_peaks.peak < excluded.peak;
    END IF;
  END $$;`;

/** The tables of a fleet, numbered from 1 and never changed once released. */
export const FLEET_MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE instances (
    name TEXT COLLATE "C" PRIMARY KEY,
    added_at BIGINT NOT NULL,
    config TEXT,
    paused_at BIGINT
  );
  CREATE TABLE alerts (
    instance TEXT COLLATE "C" PRIMARY KEY,
    mailed TEXT NOT NULL,
    attempted_at BIGINT
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
    reason TEXT COLLATE "C" NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (instance, run, reason)
  );
  CREATE TABLE run_peaks (
    instance TEXT COLLATE "C" NOT NULL,
    run BIGINT NOT NULL,
    peak INTEGER NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (instance, run)
  );
  CREATE TABLE workers (
    id INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    host TEXT NOT NULL,
    process INTEGER NOT NULL,
    version TEXT NOT NULL,
    queue_names TEXT[] NOT NULL DEFAULT '{}',
    started_at TIMESTAMPTZ NOT NULL,
    seen_at TIMESTAMPTZ NOT NULL
  );
  CREATE TABLE outcomes (
    instance TEXT COLLATE "C" NOT NULL,
    purpose TEXT COLLATE "C" NOT NULL,
    at BIGINT NOT NULL,
    problem TEXT,
    PRIMARY KEY (instance, purpose)
  );
${RENEW_SLOTS}
  `,
  `
  ALTER TABLE instances ADD COLUMN server TEXT;
  CREATE TABLE schemas (
    schema TEXT COLLATE "C" PRIMARY KEY,
    instance TEXT COLLATE "C" NOT NULL,
    named_at TIMESTAMPTZ NOT NULL
  );
  `,
];

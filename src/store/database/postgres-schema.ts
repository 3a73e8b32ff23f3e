/**
 * The tables as PostgreSQL has them, numbered from 1 and never changed once released: the same as those of
 * `migrations.ts`, by which SQLite comes to them in more steps. `rowid` is the order in which rows came.
 */
export const POSTGRES_MIGRATIONS: readonly string[] = [
  `
  CREATE FUNCTION instr(text, text) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT strpos($1, $2)';
  CREATE TABLE runs (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    started_at BIGINT NOT NULL,
    finished_at BIGINT,
    status TEXT NOT NULL,
    result BYTEA,
    judged BYTEA,
    scope TEXT NOT NULL DEFAULT 'all',
    summary TEXT
  );
  CREATE TABLE run_parts (
    run BIGINT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    list TEXT COLLATE "C" NOT NULL,
    part INTEGER NOT NULL,
    body BYTEA NOT NULL,
    PRIMARY KEY (run, list, part)
  );
  CREATE TABLE figures (
    run BIGINT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    member TEXT COLLATE "C" NOT NULL,
    at BIGINT NOT NULL,
    bytes BIGINT NOT NULL,
    PRIMARY KEY (member, run)
  );
  CREATE INDEX figures_by_run ON figures (run);
  CREATE TABLE members (
    id TEXT COLLATE "C" PRIMARY KEY,
    name TEXT NOT NULL,
    mail TEXT,
    language TEXT NOT NULL,
    antenna TEXT,
    last_login BIGINT,
    last_request_at BIGINT,
    groups_json TEXT
  );
  CREATE TABLE absences (
    id TEXT COLLATE "C" PRIMARY KEY,
    was_listed INTEGER NOT NULL,
    missed_at BIGINT NOT NULL,
    denied_at BIGINT
  );
  CREATE TABLE snapshots (
    key BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    member TEXT COLLATE "C" NOT NULL UNIQUE,
    body TEXT NOT NULL
  );
  CREATE TABLE tree_parts (
    snapshot BIGINT NOT NULL,
    part INTEGER NOT NULL,
    folders INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (snapshot, part)
  );
  CREATE TABLE new_tree_parts (
    writer TEXT COLLATE "C" NOT NULL,
    part INTEGER NOT NULL,
    folders INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (writer, part)
  );
  CREATE TABLE shares (member TEXT COLLATE "C" PRIMARY KEY, body TEXT NOT NULL);
  CREATE TABLE upload_times (member TEXT COLLATE "C" PRIMARY KEY, body TEXT NOT NULL);
  CREATE TABLE spaces (id TEXT COLLATE "C" PRIMARY KEY, body TEXT NOT NULL);
  CREATE TABLE space_looks (member TEXT COLLATE "C" PRIMARY KEY, body TEXT NOT NULL);
  CREATE TABLE deliveries (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run BIGINT NOT NULL,
    period TEXT COLLATE "C" NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    recipient TEXT NOT NULL,
    message_id TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    last_attempt_at BIGINT,
    last_reply TEXT,
    fault TEXT,
    via TEXT,
    occasion TEXT,
    UNIQUE (period, key)
  );
  CREATE TABLE held_mails (
    key TEXT COLLATE "C" PRIMARY KEY,
    run BIGINT NOT NULL,
    period TEXT NOT NULL,
    recipient TEXT NOT NULL,
    reasons TEXT NOT NULL
  );
  CREATE TABLE forgotten (
    period TEXT COLLATE "C" NOT NULL,
    salt BYTEA NOT NULL,
    mark BYTEA NOT NULL,
    PRIMARY KEY (period, mark)
  );
  CREATE TABLE owed (task TEXT PRIMARY KEY);
  CREATE TABLE sendings (one INTEGER PRIMARY KEY CHECK (one = 1), number INTEGER NOT NULL, period TEXT NOT NULL);
  CREATE TABLE members_mailed (one INTEGER PRIMARY KEY CHECK (one = 1));
  CREATE TABLE register_entries (id TEXT COLLATE "C" PRIMARY KEY, ended_at BIGINT, body TEXT NOT NULL);
  CREATE TABLE register_sources (source TEXT COLLATE "C" PRIMARY KEY, body TEXT NOT NULL);
  CREATE TABLE register_key (one INTEGER PRIMARY KEY CHECK (one = 1), key BYTEA NOT NULL);
  CREATE TABLE portal_links (
    id TEXT COLLATE "C" PRIMARY KEY,
    kind TEXT NOT NULL,
    member TEXT COLLATE "C" NOT NULL,
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    run BIGINT
  );
  CREATE INDEX portal_links_by_member ON portal_links (member);
  CREATE TABLE portal_sessions (
    rowid BIGINT GENERATED ALWAYS AS IDENTITY,
    id TEXT COLLATE "C" PRIMARY KEY,
    member TEXT COLLATE "C" NOT NULL,
    browser TEXT NOT NULL,
    begun_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL
  );
  CREATE INDEX portal_sessions_by_member ON portal_sessions (member);
  CREATE TABLE portal_journal (
    number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at BIGINT NOT NULL,
    member TEXT COLLATE "C",
    event TEXT NOT NULL,
    params TEXT NOT NULL,
    actor_role TEXT,
    actor TEXT COLLATE "C"
  );
  CREATE INDEX portal_journal_by_member ON portal_journal (member);
  CREATE TABLE portal_notices (
    rowid BIGINT GENERATED ALWAYS AS IDENTITY,
    id TEXT COLLATE "C" PRIMARY KEY,
    kind TEXT NOT NULL,
    member TEXT COLLATE "C",
    recipient TEXT,
    key TEXT COLLATE "C" NOT NULL UNIQUE,
    params TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    last_attempt_at BIGINT,
    last_reply TEXT
  );
  CREATE INDEX portal_notices_by_member ON portal_notices (member);
  CREATE TABLE portal_answers (
    rowid BIGINT GENERATED ALWAYS AS IDENTITY,
    id TEXT COLLATE "C" PRIMARY KEY,
    member TEXT COLLATE "C" NOT NULL,
    ended_at BIGINT,
    body TEXT NOT NULL
  );
  CREATE INDEX portal_answers_by_member ON portal_answers (member);
  CREATE TABLE portal_messages (
    rowid BIGINT GENERATED ALWAYS AS IDENTITY,
    id TEXT COLLATE "C" PRIMARY KEY,
    member TEXT COLLATE "C" NOT NULL,
    ended_at BIGINT,
    body TEXT NOT NULL
  );
  CREATE INDEX portal_messages_by_member ON portal_messages (member);
  CREATE TABLE portal_looks (
    member TEXT COLLATE "C" NOT NULL,
    thing TEXT COLLATE "C" NOT NULL,
    at BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (member, thing)
  );
  CREATE TABLE portal_people (
    member TEXT COLLATE "C" PRIMARY KEY,
    round INTEGER NOT NULL DEFAULT 0,
    invited_at BIGINT,
    invitations INTEGER NOT NULL DEFAULT 0,
    last_invited_at BIGINT,
    declined_at BIGINT,
    every TEXT NOT NULL DEFAULT '1',
    language TEXT
  );
  CREATE TABLE portal_withdrawals (member TEXT COLLATE "C" PRIMARY KEY, at BIGINT NOT NULL);
  CREATE TABLE portal_erased (mark BYTEA PRIMARY KEY, salt BYTEA NOT NULL, at BIGINT NOT NULL, until BIGINT);
  CREATE TABLE portal_revocations (
    id TEXT COLLATE "C" PRIMARY KEY,
    member TEXT COLLATE "C",
    sealed TEXT NOT NULL,
    since BIGINT NOT NULL,
    next_at BIGINT NOT NULL
  );
  CREATE TABLE portal_run_names (
    member TEXT COLLATE "C" PRIMARY KEY,
    how TEXT NOT NULL,
    before_run BIGINT NOT NULL
  );
  CREATE TABLE portal_flows (
    id TEXT COLLATE "C" PRIMARY KEY,
    member TEXT COLLATE "C" NOT NULL,
    purpose TEXT NOT NULL,
    state TEXT NOT NULL,
    code TEXT NOT NULL,
    key_name TEXT NOT NULL,
    cookie TEXT NOT NULL,
    session TEXT NOT NULL,
    browser TEXT NOT NULL,
    page TEXT,
    begun_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    login TEXT NOT NULL,
    poll TEXT NOT NULL,
    asking TEXT NOT NULL,
    is_handed_over INTEGER NOT NULL,
    given TEXT,
    older TEXT,
    tries INTEGER NOT NULL
  );
  CREATE INDEX portal_flows_by_member ON portal_flows (member);
  CREATE TABLE IF NOT EXISTS run_holder (one INTEGER PRIMARY KEY CHECK (one = 1), holder TEXT NOT NULL, command TEXT NOT NULL);
  CREATE TABLE unfinished_copy (one INTEGER PRIMARY KEY CHECK (one = 1), source TEXT NOT NULL, begun_at BIGINT NOT NULL);
  CREATE TABLE run_work (
    run BIGINT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    name TEXT COLLATE "C" NOT NULL,
    body BYTEA NOT NULL,
    PRIMARY KEY (run, name)
  );
  CREATE TABLE run_readings (
    run BIGINT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    batch INTEGER NOT NULL,
    member TEXT COLLATE "C" NOT NULL,
    body BYTEA NOT NULL,
    PRIMARY KEY (run, batch, member)
  );
  CREATE TABLE run_slices (
    run BIGINT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    slice TEXT COLLATE "C" NOT NULL,
    body BYTEA NOT NULL,
    PRIMARY KEY (run, slice)
  );
  CREATE TABLE run_trees (
    run BIGINT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    name TEXT COLLATE "C" NOT NULL,
    part INTEGER NOT NULL,
    folders INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (run, name, part)
  );
  CREATE TABLE portal_readings (
    member TEXT COLLATE "C" PRIMARY KEY,
    asked_at BIGINT NOT NULL,
    ended_at BIGINT,
    outcome TEXT
  );
  `,
];

/** Numbered from 1, never changed once released; each runs in one transaction together with its number. */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    started_at INTEGER NOT NULL,
    finished_at INTEGER,
    status TEXT NOT NULL,
    result BLOB,
    judged BLOB
  );
  CREATE TABLE figures (
    run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    member TEXT NOT NULL,
    at INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    PRIMARY KEY (member, run)
  ) WITHOUT ROWID;
  CREATE INDEX figures_by_run ON figures (run);
  CREATE TABLE members (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    mail TEXT,
    language TEXT NOT NULL,
    antenna TEXT,
    last_login INTEGER,
    last_request_at INTEGER
  ) WITHOUT ROWID;
  CREATE TABLE snapshots (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    member TEXT NOT NULL UNIQUE,
    body TEXT NOT NULL
  );
  CREATE TABLE entries (
    snapshot INTEGER NOT NULL,
    file_id TEXT NOT NULL,
    path TEXT NOT NULL,
    is_folder INTEGER NOT NULL,
    size INTEGER NOT NULL,
    modified_at INTEGER NOT NULL,
    uploaded_at INTEGER,
    etag TEXT NOT NULL,
    checksum TEXT,
    PRIMARY KEY (snapshot, file_id)
  ) WITHOUT ROWID;
  CREATE TABLE shares (
    member TEXT PRIMARY KEY,
    body TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL,
    period TEXT NOT NULL,
    key TEXT NOT NULL,
    recipient TEXT NOT NULL,
    message_id TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    last_attempt_at INTEGER,
    last_reply TEXT,
    UNIQUE (period, key)
  );
  `,
  `
  CREATE TABLE spaces (
    id TEXT PRIMARY KEY,
    body TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE space_looks (
    member TEXT PRIMARY KEY,
    body TEXT NOT NULL
  ) WITHOUT ROWID;
  `,
  // Trees by the hundred entries instead of one by one; the next run reads every member anew.
  `
  DELETE FROM snapshots;
  DROP TABLE entries;
  CREATE TABLE tree_parts (
    snapshot INTEGER NOT NULL,
    part INTEGER NOT NULL,
    folders INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (snapshot, part)
  );
  `,
  // Who was forgotten after a mail had gone to them, as salted marks that end with the period.
  `
  CREATE TABLE forgotten (
    period TEXT NOT NULL,
    salt BLOB NOT NULL,
    mark BLOB NOT NULL,
    PRIMARY KEY (period, mark)
  );
  `,
  // What the file still owes: here that its free pages, which earlier versions did not overwrite, are cleared away.
  `
  CREATE TABLE owed (task TEXT PRIMARY KEY) WITHOUT ROWID;
  INSERT INTO owed (task) VALUES ('rewrite');
  `,
  // By which name the store was last used, for whoever comes by another one (a hard link).
  `
  CREATE TABLE used_as (inode TEXT PRIMARY KEY, place TEXT NOT NULL) WITHOUT ROWID;
  `,
  // How often mails left, and in which period last: the vault keeps the same, to tell a store put back from a backup.
  `
  CREATE TABLE sendings (one INTEGER PRIMARY KEY CHECK (one = 1), number INTEGER NOT NULL, period TEXT NOT NULL);
  `,
  // The mail of an admin belongs to the address, not to its place in the list. Of two under one address the one that
  // went furthest stays.
  `
  ALTER TABLE deliveries ADD COLUMN fault TEXT;
  ALTER TABLE deliveries ADD COLUMN via TEXT;
  DELETE FROM deliveries WHERE id IN (
    SELECT id FROM (
      SELECT id, row_number() OVER (
        PARTITION BY period, lower(recipient)
        ORDER BY instr('sent doubtful handing-over refused deferred queued', state), id
      ) AS place
      FROM deliveries WHERE key GLOB 'admin:[0-9]*' AND recipient <> ''
    ) WHERE place > 1
  );
  UPDATE deliveries SET key = 'admin:' || lower(recipient) WHERE key GLOB 'admin:[0-9]*' AND recipient <> '';
  `,
  // The groups of each member as the server last listed the account, and who is missing from its list since when.
  `
  ALTER TABLE members ADD COLUMN groups_json TEXT;
  CREATE TABLE absences (
    id TEXT PRIMARY KEY,
    was_listed INTEGER NOT NULL,
    missed_at INTEGER NOT NULL,
    denied_at INTEGER
  ) WITHOUT ROWID;
  `,
  // Why a member got a mail: earlier versions told thanks apart by the mail's identity alone, and the rest not at all.
  `
  ALTER TABLE deliveries ADD COLUMN occasion TEXT;
  UPDATE deliveries SET occasion = 'thanks' WHERE key GLOB 'member:*' AND message_id GLOB '<merci.*';
  `,
  // Whether a run was of all members, or of those named by --member; earlier versions did not note it.
  `
  ALTER TABLE runs ADD COLUMN scope TEXT NOT NULL DEFAULT 'all';
  `,
  // Whether a mail to a member was ever handed over, whatever is erased since; earlier versions noted each sending.
  `
  CREATE TABLE members_mailed (one INTEGER PRIMARY KEY CHECK (one = 1));
  INSERT INTO members_mailed (one)
    SELECT 1 WHERE EXISTS (SELECT 1 FROM sendings) OR EXISTS (
      SELECT 1 FROM deliveries WHERE key GLOB 'member:*' AND state IN ('sent', 'doubtful', 'handing-over')
    );
  `,
  // When files were uploaded, which is asked for once: a tree that is read again forgets it.
  `
  CREATE TABLE upload_times (member TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
  `,
  // The register of links that are meant to be open, and the key by which their tokens are hashed where there is no vault.
  `
  CREATE TABLE register_entries (
    id TEXT PRIMARY KEY,
    ended_at INTEGER,
    body TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE register_sources (source TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE register_key (one INTEGER PRIMARY KEY CHECK (one = 1), key BLOB NOT NULL);
  `,
  // The portal: links that were mailed, who is signed in, what happened, and mails that belong to no run.
  `
  CREATE TABLE portal_links (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    member TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    run INTEGER
  ) WITHOUT ROWID;
  CREATE INDEX portal_links_by_member ON portal_links (member);
  CREATE TABLE portal_sessions (
    id TEXT PRIMARY KEY,
    member TEXT NOT NULL,
    browser TEXT NOT NULL,
    begun_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL
  );
  CREATE INDEX portal_sessions_by_member ON portal_sessions (member);
  CREATE TABLE portal_journal (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    member TEXT,
    event TEXT NOT NULL,
    params TEXT NOT NULL,
    actor_role TEXT,
    actor TEXT
  );
  CREATE INDEX portal_journal_by_member ON portal_journal (member);
  CREATE TABLE portal_notices (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    member TEXT,
    recipient TEXT,
    key TEXT NOT NULL UNIQUE,
    params TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    last_attempt_at INTEGER,
    last_reply TEXT
  );
  CREATE INDEX portal_notices_by_member ON portal_notices (member);
  `,
  // What members answered about their things, wrote about them, and what came of reading one again.
  `
  CREATE TABLE portal_answers (id TEXT PRIMARY KEY, member TEXT NOT NULL, ended_at INTEGER, body TEXT NOT NULL);
  CREATE INDEX portal_answers_by_member ON portal_answers (member);
  CREATE TABLE portal_messages (id TEXT PRIMARY KEY, member TEXT NOT NULL, ended_at INTEGER, body TEXT NOT NULL);
  CREATE INDEX portal_messages_by_member ON portal_messages (member);
  CREATE TABLE portal_looks (
    member TEXT NOT NULL,
    thing TEXT NOT NULL,
    at INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (member, thing)
  ) WITHOUT ROWID;
  `,
  // Who was invited to the portal, what was answered, and which mails each wants.
  `
  CREATE TABLE portal_people (
    member TEXT PRIMARY KEY,
    round INTEGER NOT NULL DEFAULT 0,
    invited_at INTEGER,
    invitations INTEGER NOT NULL DEFAULT 0,
    last_invited_at INTEGER,
    declined_at INTEGER,
    every TEXT NOT NULL DEFAULT '1',
    language TEXT
  ) WITHOUT ROWID;
  `,
  // The mails that the last sending held back, and why: for whoever looks later.
  `
  CREATE TABLE held_mails (
    key TEXT PRIMARY KEY,
    run INTEGER NOT NULL,
    period TEXT NOT NULL,
    recipient TEXT NOT NULL,
    reasons TEXT NOT NULL
  ) WITHOUT ROWID;
  `,
  // Who took access back or had everything erased, keys that wait to be revoked, and stored runs that still hold names.
  `
  CREATE TABLE portal_withdrawals (member TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE portal_erased (
    mark BLOB PRIMARY KEY,
    salt BLOB NOT NULL,
    at INTEGER NOT NULL,
    until INTEGER
  );
  CREATE TABLE portal_revocations (
    id TEXT PRIMARY KEY,
    member TEXT,
    sealed TEXT NOT NULL,
    since INTEGER NOT NULL,
    next_at INTEGER NOT NULL
  );
  CREATE TABLE portal_run_names (
    member TEXT PRIMARY KEY,
    how TEXT NOT NULL,
    before_run INTEGER NOT NULL
  );
  `,
  // Sign-ins through Nextcloud that are under way, and first readings that somebody waits for.
  `
  CREATE TABLE portal_flows (
    id TEXT PRIMARY KEY,
    member TEXT NOT NULL,
    purpose TEXT NOT NULL,
    state TEXT NOT NULL,
    code TEXT NOT NULL,
    key_name TEXT NOT NULL,
    cookie TEXT NOT NULL,
    session TEXT NOT NULL,
    browser TEXT NOT NULL,
    page TEXT,
    begun_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    login TEXT NOT NULL,
    poll TEXT NOT NULL,
    asking TEXT NOT NULL,
    is_handed_over INTEGER NOT NULL,
    given TEXT,
    older TEXT,
    tries INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX portal_flows_by_member ON portal_flows (member);
  CREATE TABLE portal_readings (
    member TEXT PRIMARY KEY,
    asked_at INTEGER NOT NULL,
    ended_at INTEGER,
    outcome TEXT
  ) WITHOUT ROWID;
  `,
  // From which store a copy is under way into this one.
  `
  CREATE TABLE unfinished_copy (one INTEGER PRIMARY KEY CHECK (one = 1), source TEXT NOT NULL, begun_at INTEGER NOT NULL);
  `,
  // The lists of a result that is too large for one document (src/store/runs/documents.ts).
  `
  CREATE TABLE run_parts (
    run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    list TEXT NOT NULL,
    part INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (run, list, part)
  );
  `,
  // A run in numbers, without its result.
  'ALTER TABLE runs ADD COLUMN summary TEXT',
  // What a run that is done in stages knows between them.
  `
  CREATE TABLE run_work (
    run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (run, name)
  );
  CREATE TABLE run_readings (
    run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    batch INTEGER NOT NULL,
    member TEXT NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (run, batch, member)
  );
  CREATE TABLE run_slices (
    run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    slice TEXT NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (run, slice)
  );
  CREATE TABLE run_trees (
    run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    part INTEGER NOT NULL,
    folders INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (run, name, part)
  );
  `,
];

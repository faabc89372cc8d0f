-- The archive of crosscheck, step 1. Offsets count bytes of documents.raw (UTF-8), half-open. JSON columns hold JSON text.
CREATE TABLE runs (
  run INTEGER PRIMARY KEY,
  started TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), -- told by the system; never used in a finding
  ended TEXT,                     -- null: still going, or killed; the next run went on from there
  program TEXT NOT NULL,          -- version of crosscheck
  rules TEXT NOT NULL,            -- fingerprint of the whole rulebook
  added INTEGER NOT NULL DEFAULT 0,       -- documents new to the archive
  corrected INTEGER NOT NULL DEFAULT 0,   -- of these, documents that supersede an earlier version
  extracted INTEGER NOT NULL DEFAULT 0,   -- documents that went through extraction
  rechecked INTEGER NOT NULL DEFAULT 0,   -- documents compared again without extraction
  known INTEGER NOT NULL DEFAULT 0,       -- documents met that were there already
  unreadable INTEGER NOT NULL DEFAULT 0   -- inputs that could not be read
);

CREATE TABLE documents (
  doc INTEGER PRIMARY KEY,
  id TEXT NOT NULL,               -- the name in every output
  identity TEXT NOT NULL,         -- what stays when an article is corrected: id:…, url:…, file:… or content:…
  content TEXT NOT NULL UNIQUE,   -- hash of text, title, date and names: the same twice is once
  path TEXT NOT NULL,
  url TEXT,
  source TEXT,                    -- who published it
  title TEXT,
  lang TEXT NOT NULL,             -- ko or en: most of its letters
  published TEXT,                 -- EDTF
  basis TEXT NOT NULL,            -- metadata, dateline, solved, unknown
  proof TEXT NOT NULL,            -- JSON: how the date was solved
  provenance TEXT NOT NULL,       -- JSON: unknown keys of the input row
  raw TEXT NOT NULL,              -- the text as it was read
  layout TEXT NOT NULL,           -- JSON: segments and sentences of the normalised text
  figures INTEGER NOT NULL,       -- mentions that are figures or dates
  claims INTEGER NOT NULL,        -- figures that became claims
  aside INTEGER NOT NULL,         -- claims in boilerplate, never checked
  read_rules TEXT NOT NULL,       -- fingerprint of the rules it was extracted with
  check_rules TEXT NOT NULL,      -- fingerprint of the rules it was checked with
  run INTEGER NOT NULL REFERENCES runs,
  superseded_by INTEGER REFERENCES documents  -- null: the version that counts
);
CREATE INDEX documents_identity ON documents (identity);
CREATE INDEX documents_id ON documents (id);
CREATE INDEX documents_rules ON documents (read_rules, check_rules);

CREATE TABLE mentions (
  doc INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
  n INTEGER NOT NULL,             -- in text order, from 0
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  surface TEXT NOT NULL,
  kind TEXT NOT NULL,             -- money, count, quantity, ratio, ordinal, date, duration, time, org, country, place, person, event, identifier
  rule TEXT NOT NULL,             -- id of the rule, or gazetteer:<file>
  value TEXT NOT NULL,            -- JSON
  span TEXT NOT NULL,             -- JSON: start and end in the normalised text
  PRIMARY KEY (doc, n)
) WITHOUT ROWID;

CREATE TABLE claims (
  doc INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
  mention INTEGER NOT NULL,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  surface TEXT NOT NULL,
  kind TEXT NOT NULL,
  value TEXT NOT NULL,            -- in a few characters: 1650000000 USD, 2024-09-05
  unit TEXT,                      -- KRW, person, kg, percent
  low TEXT,                       -- decimal; null: open
  high TEXT,
  least TEXT,                     -- decimal: what the digits printed can stand for, rounded or cut; null: open
  most TEXT,
  measure TEXT,                   -- concept id: people.dead
  role TEXT NOT NULL,             -- main, part, whole, comparison, …
  period TEXT, as_of TEXT, actor TEXT, event TEXT, place TEXT, source TEXT, standing TEXT,
  sentence TEXT NOT NULL,         -- the words around
  PRIMARY KEY (doc, mention)
) WITHOUT ROWID;
CREATE INDEX claims_measure ON claims (measure);
CREATE INDEX claims_event ON claims (event);

-- By what documents find each other: exact figures, days, names, series.
CREATE TABLE marks (
  mark TEXT NOT NULL,
  day INTEGER NOT NULL,           -- day of publication, counted from 1970-01-01; 0: unknown
  doc INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
  weight INTEGER NOT NULL,        -- what sharing it adds, in thousandths
  kind TEXT NOT NULL,             -- figure, day, country, name, series
  PRIMARY KEY (mark, day, doc)
) WITHOUT ROWID;
CREATE INDEX marks_doc ON marks (doc);

CREATE TABLE findings (
  key TEXT PRIMARY KEY,           -- survives edits elsewhere and rewording
  "check" TEXT NOT NULL,
  verdict TEXT NOT NULL,          -- conflict or tension
  severity TEXT NOT NULL,         -- error, warning, info
  rank INTEGER NOT NULL,          -- order of the queue: severity, verdict, how easily it is checked
  message TEXT NOT NULL,
  remedy TEXT NOT NULL,
  derivation TEXT NOT NULL,       -- JSON list
  linked_by TEXT NOT NULL,        -- JSON list
  hypotheses TEXT NOT NULL,       -- JSON list
  evidence TEXT NOT NULL,         -- fingerprint of the sentences and values it rests on
  root TEXT NOT NULL,             -- findings that tell of one claim have one root: one card
  first_run INTEGER NOT NULL REFERENCES runs,
  last_run INTEGER NOT NULL REFERENCES runs,
  gone_run INTEGER REFERENCES runs  -- null: it stands
) WITHOUT ROWID;
CREATE INDEX findings_root ON findings (root);

-- What was compared and held.
CREATE TABLE passes (
  key TEXT PRIMARY KEY,
  "check" TEXT NOT NULL,
  verdict TEXT NOT NULL,          -- identical, compatible_by_rounding, …
  derivation TEXT NOT NULL,       -- JSON list
  linked_by TEXT NOT NULL,        -- JSON list
  run INTEGER NOT NULL REFERENCES runs
) WITHOUT ROWID;

-- The passages of findings (held 0) and passes (held 1).
CREATE TABLE sides (
  entry TEXT NOT NULL,            -- key of the finding or pass
  held INTEGER NOT NULL,
  n INTEGER NOT NULL,             -- the order the message speaks of them
  doc INTEGER NOT NULL REFERENCES documents,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  surface TEXT NOT NULL,
  value TEXT NOT NULL,
  measure TEXT NOT NULL,          -- empty: not known
  claim TEXT NOT NULL,            -- JSON
  PRIMARY KEY (entry, held, n)
) WITHOUT ROWID;
CREATE INDEX sides_doc ON sides (doc, start);

-- Verdicts of people. Append-only: an undo is another row.
CREATE TABLE decisions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE,       -- the same on every desk
  key TEXT NOT NULL,              -- of the finding, which may not be here
  verdict TEXT NOT NULL CHECK (verdict IN ('confirmed', 'explained', 'false-link', 'extraction-bug', 'unsure', 'undo')),
  type INTEGER,                   -- for explained: which kind of explanation, 1 to 25
  note TEXT NOT NULL DEFAULT '',
  who TEXT NOT NULL,
  at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
  evidence TEXT NOT NULL,         -- fingerprint of the evidence that was judged
  undoes TEXT,                    -- uid of the row an undo takes back
  CHECK ((verdict = 'undo') = (undoes IS NOT NULL))
);
CREATE INDEX decisions_key ON decisions (key);
CREATE INDEX decisions_undoes ON decisions (undoes);
CREATE TRIGGER decisions_stay BEFORE UPDATE ON decisions BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END;
CREATE TRIGGER decisions_last BEFORE DELETE ON decisions BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END;

-- The decision in force for every key.
CREATE VIEW judged AS
SELECT * FROM (
  SELECT d.*, row_number() OVER (PARTITION BY key ORDER BY at DESC, id DESC) AS place
  FROM decisions d
  WHERE verdict <> 'undo' AND NOT EXISTS (SELECT 1 FROM decisions u WHERE u.undoes = d.uid)
) WHERE place = 1;

-- What stands, with its state: open, judged, or returned (judged once, but the evidence changed).
CREATE VIEW standing AS
SELECT f.*, j.verdict AS decision, j.type AS decision_type, j.note AS note, j.who AS who, j.at AS decided,
  CASE WHEN j.key IS NULL THEN 'open' WHEN j.evidence = f.evidence THEN 'judged' ELSE 'returned' END AS state
FROM findings f LEFT JOIN judged j ON j.key = f.key
WHERE f.gone_run IS NULL;

-- Step 2: counts that a page shows are kept where they change, so that it takes as long in a large archive as in a small one.
ALTER TABLE sides ADD COLUMN links INTEGER NOT NULL DEFAULT 0;  -- 1: the comparison is between two tellings of one thing
UPDATE sides SET links = 1 WHERE
  CASE held WHEN 0 THEN (SELECT "check" FROM findings WHERE key = entry) ELSE (SELECT "check" FROM passes WHERE key = entry) END
  IN ('value-mismatch', 'twin-drift', 'headline-body', 'event-date');
DROP INDEX sides_doc;
CREATE INDEX sides_doc ON sides (doc, start, links);
CREATE INDEX sides_found ON sides (entry, doc, measure) WHERE held = 0;

ALTER TABLE documents ADD COLUMN checked INTEGER NOT NULL DEFAULT 0;  -- figures that took part in a comparison
ALTER TABLE documents ADD COLUMN linked INTEGER NOT NULL DEFAULT 0;   -- figures linked with another telling
UPDATE documents SET
  checked = (SELECT count(DISTINCT start) FROM sides s WHERE s.doc = documents.doc),
  linked = (SELECT count(DISTINCT start) FROM sides s WHERE s.doc = documents.doc AND links);
CREATE INDEX documents_counts ON documents (superseded_by, figures, claims, aside, checked, linked);
DROP INDEX documents_rules;
CREATE INDEX documents_rules ON documents (read_rules, check_rules) WHERE superseded_by IS NULL;

CREATE INDEX passes_run ON passes (run);

-- The queue without the texts.
CREATE INDEX findings_queue ON findings (rank DESC, key, root, "check", verdict, evidence, first_run) WHERE gone_run IS NULL;

-- Findings of one root: one card of the review.
CREATE TABLE cards (
  root TEXT PRIMARY KEY,
  findings INTEGER NOT NULL,      -- those that stand
  reach INTEGER NOT NULL          -- documents they touch
) WITHOUT ROWID;
INSERT INTO cards SELECT f.root, count(DISTINCT f.key), count(DISTINCT s.doc) FROM findings f
  JOIN sides s ON s.entry = f.key AND s.held = 0 WHERE f.gone_run IS NULL GROUP BY f.root;

-- What a run left out, so that its cost stays in proportion to what is new.
ALTER TABLE runs ADD COLUMN crowded INTEGER NOT NULL DEFAULT 0;  -- marks that led nowhere: too many documents carry them
ALTER TABLE runs ADD COLUMN distant INTEGER NOT NULL DEFAULT 0;  -- documents beyond the nearest that a document is compared with

-- How far a value may go, for the units of a kind or for one metric, and what follows where it goes further.
CREATE TABLE limits (
  scope VARCHAR, name VARCHAR, check_id VARCHAR, severity VARCHAR NOT NULL, least DECIMAL(18,4), most DECIMAL(18,4),
  version INTEGER, recorded_at TIMESTAMP NOT NULL, recorded_by VARCHAR NOT NULL,
  PRIMARY KEY (scope, name, check_id, version)
);

-- What was typed and isn't saved yet. No fact: it is overwritten as its writer types, and gone once it is saved.
CREATE TABLE drafts (
  author VARCHAR, form VARCHAR, field VARCHAR, content VARCHAR NOT NULL, saved_at TIMESTAMP NOT NULL,
  PRIMARY KEY (author, form, field)
);

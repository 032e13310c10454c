-- Accounts of an office without an identity provider. A new password, or none any more, is a new version.
CREATE TABLE account (
  person_id VARCHAR, version INTEGER CHECK (version >= 1), secret VARCHAR,  -- Argon2; empty where it is closed
  recorded_at TIMESTAMP NOT NULL, recorded_by VARCHAR NOT NULL,
  PRIMARY KEY (person_id, version)
);

-- Sessions that were ended before their time; '' ends all that began earlier.
CREATE TABLE session_end (
  person_id VARCHAR, session_id VARCHAR,
  recorded_at TIMESTAMP, recorded_by VARCHAR NOT NULL,
  PRIMARY KEY (person_id, session_id, recorded_at)
);

-- Who may do what, from when: a role that is taken is a row of its own.
CREATE TABLE role_grant (
  person_id VARCHAR, role VARCHAR, scope VARCHAR,  -- '' everything, or plan:…, area:…, owner:… with an id
  version INTEGER CHECK (version >= 1), held BOOLEAN NOT NULL, reason VARCHAR,
  recorded_at TIMESTAMP NOT NULL, recorded_by VARCHAR NOT NULL,
  PRIMARY KEY (person_id, role, scope, version)
);

-- What somebody wanted to write and was refused, each in a transaction of its own.
CREATE TABLE refusal (
  refusal_id INTEGER PRIMARY KEY,
  recorded_at TIMESTAMP NOT NULL, recorded_by VARCHAR NOT NULL,
  what VARCHAR NOT NULL, reason VARCHAR NOT NULL, reason_en VARCHAR NOT NULL
);

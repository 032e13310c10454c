-- Which plans ask that values be approved before everybody sees them, from when.
CREATE TABLE plan_review (
  plan_id VARCHAR, version INTEGER CHECK (version >= 1), required BOOLEAN NOT NULL, reason VARCHAR,
  recorded_at TIMESTAMP NOT NULL, recorded_by VARCHAR NOT NULL,
  PRIMARY KEY (plan_id, version)
);

-- What became of a value: handed in, approved, returned, opened again.
CREATE TABLE review (
  metric_id VARCHAR, period VARCHAR, item_id VARCHAR, step INTEGER CHECK (step >= 1),
  revision INTEGER NOT NULL, state VARCHAR NOT NULL, comment VARCHAR,
  recorded_at TIMESTAMP NOT NULL, recorded_by VARCHAR NOT NULL,
  PRIMARY KEY (metric_id, period, item_id, step)
);

-- What people say about a metric or one of its values; what a reader takes for wrong waits for an answer.
CREATE TABLE remark (
  remark_id INTEGER PRIMARY KEY, answers INTEGER,  -- the remark that this one answers
  kind VARCHAR NOT NULL, metric_id VARCHAR NOT NULL, period VARCHAR NOT NULL, text VARCHAR NOT NULL,
  recorded_at TIMESTAMP NOT NULL, recorded_by VARCHAR NOT NULL
);

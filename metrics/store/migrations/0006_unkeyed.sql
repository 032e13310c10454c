-- Values without an index. It took half the time of a large file and most of the memory of a large store, and served
-- nothing but to refuse a revision twice, which each write does for the metrics that it has entered something of.
CREATE TABLE unkeyed (
  metric_id VARCHAR NOT NULL, period VARCHAR NOT NULL,
  item_id VARCHAR NOT NULL,  -- '' where the metric is no checklist
  revision INTEGER NOT NULL CHECK (revision >= 1),
  value DECIMAL(18,4), unit_id VARCHAR, grade VARCHAR, qualifier VARCHAR, obs_status VARCHAR NOT NULL,
  source_id VARCHAR, note VARCHAR,
  period_start DATE NOT NULL, period_end DATE NOT NULL,
  recorded_at TIMESTAMP NOT NULL, recorded_by VARCHAR NOT NULL
);
INSERT INTO unkeyed SELECT * FROM observations;
DROP TABLE observations;
ALTER TABLE unkeyed RENAME TO observations;

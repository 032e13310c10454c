-- Everything is append-only. A change of a definition adds a version, a correction of a value adds a revision.
-- No foreign keys: they make a checkpoint loop after a table has been altered. The loader keeps references whole.

CREATE TABLE change (
  change_id INTEGER PRIMARY KEY,
  recorded_at TIMESTAMP NOT NULL,
  recorded_by VARCHAR NOT NULL,
  what VARCHAR NOT NULL
);

CREATE TABLE submission (
  token VARCHAR PRIMARY KEY,
  change_id INTEGER NOT NULL
);

CREATE TABLE areas (
  area_id VARCHAR, parent_id VARCHAR, kind VARCHAR NOT NULL, code VARCHAR,
  name VARCHAR NOT NULL, name_en VARCHAR NOT NULL, note VARCHAR,
  version INTEGER, recorded_at TIMESTAMP NOT NULL, recorded_by VARCHAR NOT NULL,
  PRIMARY KEY (area_id, version)
);

CREATE TABLE clusters (
  cluster_id VARCHAR, name VARCHAR NOT NULL, name_en VARCHAR NOT NULL, note VARCHAR,
  version INTEGER, recorded_at TIMESTAMP NOT NULL, recorded_by VARCHAR NOT NULL,
  PRIMARY KEY (cluster_id, version)
);

CREATE TABLE cluster_areas (
  cluster_id VARCHAR, area_id VARCHAR, source_id VARCHAR, section VARCHAR NOT NULL,
  version INTEGER, recorded_at TIMESTAMP NOT NULL, recorded_by VARCHAR NOT NULL,
  PRIMARY KEY (cluster_id, area_id, source_id, version)
);

CREATE TABLE categories (
  category_id VARCHAR, name VARCHAR NOT NULL, name_en VARCHAR NOT NULL,
  version INTEGER, recorded_at TIMESTAMP NOT NULL, recorded_by VARCHAR NOT NULL,
  PRIMARY KEY (category_id, version)
);

CREATE TABLE owners (
  owner_id VARCHAR, name VARCHAR NOT NULL, name_en VARCHAR NOT NULL,
  version INTEGER, recorded_at TIMESTAMP NOT NULL, recorded_by VARCHAR NOT NULL,
  PRIMARY KEY (owner_id, version)
);

CREATE TABLE units (
  unit_id VARCHAR, kind VARCHAR NOT NULL, factor DECIMAL(18,4) NOT NULL, name_en VARCHAR NOT NULL,
  version INTEGER, recorded_at TIMESTAMP NOT NULL, recorded_by VARCHAR NOT NULL,
  PRIMARY KEY (unit_id, version)
);

CREATE TABLE sources (
  source_id VARCHAR, title VARCHAR NOT NULL, publisher VARCHAR, published_on DATE,
  document_number VARCHAR, url VARCHAR, note VARCHAR,
  version INTEGER, recorded_at TIMESTAMP NOT NULL, recorded_by VARCHAR NOT NULL,
  PRIMARY KEY (source_id, version)
);

CREATE TABLE profiles (
  profile_id VARCHAR, name VARCHAR NOT NULL, name_en VARCHAR NOT NULL, pace_method VARCHAR NOT NULL,
  on_track_from DECIMAL(18,4) NOT NULL, behind_from DECIMAL(18,4) NOT NULL, about_margin DECIMAL(18,4) NOT NULL,
  description VARCHAR NOT NULL, description_en VARCHAR NOT NULL, reference VARCHAR NOT NULL,
  version INTEGER, recorded_at TIMESTAMP NOT NULL, recorded_by VARCHAR NOT NULL,
  PRIMARY KEY (profile_id, version)
);

CREATE TABLE plans (
  plan_id VARCHAR, name VARCHAR NOT NULL, name_en VARCHAR NOT NULL, kind VARCHAR NOT NULL,
  area_id VARCHAR NOT NULL, period_start DATE NOT NULL, period_end DATE, source_id VARCHAR, note VARCHAR,
  version INTEGER, recorded_at TIMESTAMP NOT NULL, recorded_by VARCHAR NOT NULL,
  PRIMARY KEY (plan_id, version)
);

CREATE TABLE metrics (
  metric_id VARCHAR, version INTEGER CHECK (version >= 1),
  plan_id VARCHAR NOT NULL, area_id VARCHAR NOT NULL, cluster_id VARCHAR, category_id VARCHAR NOT NULL,
  name VARCHAR NOT NULL, name_en VARCHAR NOT NULL,
  basis VARCHAR NOT NULL, reported VARCHAR, comparator VARCHAR, direction VARCHAR,
  target_low DECIMAL(18,4), target_high DECIMAL(18,4), tolerance DECIMAL(18,4),
  target_grade VARCHAR, scale VARCHAR, unit_id VARCHAR, decimals INTEGER NOT NULL,
  baseline DECIMAL(18,4), baseline_qualifier VARCHAR, baseline_period VARCHAR, path VARCHAR, due DATE,
  effective_from DATE, binding VARCHAR NOT NULL, frequency VARCHAR, owner_id VARCHAR,
  source_id VARCHAR NOT NULL, section VARCHAR NOT NULL, breaks_from VARCHAR, note VARCHAR,
  baseline_end DATE,  -- last day of baseline_period
  position INTEGER NOT NULL,  -- place in its document
  recorded_at TIMESTAMP NOT NULL, recorded_by VARCHAR NOT NULL,
  PRIMARY KEY (metric_id, version)
);

CREATE TABLE items (
  metric_id VARCHAR, version INTEGER, item_id VARCHAR, name VARCHAR NOT NULL, name_en VARCHAR NOT NULL,
  PRIMARY KEY (metric_id, version, item_id)
);

CREATE TABLE parts (
  metric_id VARCHAR, version INTEGER, part_id VARCHAR, weight DECIMAL(18,4),
  PRIMARY KEY (metric_id, version, part_id)
);

CREATE TABLE milestones (
  metric_id VARCHAR, version INTEGER, due DATE, value DECIMAL(18,4) NOT NULL,
  PRIMARY KEY (metric_id, version, due)
);

CREATE TABLE grades (  -- the places of a metric's scale, the lowest has rank 1
  metric_id VARCHAR, version INTEGER, rank INTEGER NOT NULL, grade VARCHAR,
  PRIMARY KEY (metric_id, version, grade)
);

CREATE TABLE observations (
  metric_id VARCHAR, period VARCHAR, item_id VARCHAR, revision INTEGER CHECK (revision >= 1),
  value DECIMAL(18,4), unit_id VARCHAR, grade VARCHAR, qualifier VARCHAR, obs_status VARCHAR NOT NULL,
  source_id VARCHAR, note VARCHAR,
  period_start DATE NOT NULL, period_end DATE NOT NULL,
  recorded_at TIMESTAMP NOT NULL, recorded_by VARCHAR NOT NULL,
  PRIMARY KEY (metric_id, period, item_id, revision)  -- item_id is '' where the metric is no checklist
);

-- The values of one metric as known at $known_at, in its own unit, oldest first; forecasts and missing ones too.
-- `running` is the sum up to and with the period for amounts that add up, the items done so far for a checklist, and
-- elsewhere the value itself.

WITH definition AS (
  SELECT m.*, u.factor AS own_factor
  FROM metrics m
  LEFT JOIN units u ON u.unit_id = m.unit_id
  WHERE m.metric_id = $metric_id AND m.recorded_at <= $known_at
  ORDER BY m.version DESC, u.version DESC
  LIMIT 1
),

known AS (
  SELECT o.*, row_number() OVER (PARTITION BY o.period, o.item_id ORDER BY o.revision DESC) AS newest
  FROM observations o
  WHERE o.metric_id = $metric_id AND o.recorded_at <= $known_at
),

factor AS (
  SELECT unit_id, CAST(factor AS DOUBLE PRECISION) AS factor, row_number() OVER (PARTITION BY unit_id ORDER BY version DESC) AS newest
  FROM units
  WHERE recorded_at <= $known_at
),

measured AS (
  SELECT
    k.metric_id, k.period, k.item_id, k.period_start, k.period_end, k.revision, k.grade, k.qualifier, k.obs_status,
    k.source_id, k.note, k.recorded_at, k.recorded_by, k.value AS entered, k.unit_id AS entered_unit, d.basis, d.reported,
    CASE
      WHEN d.basis = 'grade' THEN CAST(g.rank AS DOUBLE PRECISION)
      WHEN k.unit_id IS NULL OR k.unit_id = d.unit_id THEN CAST(k.value AS DOUBLE PRECISION)
      ELSE CAST(k.value AS DOUBLE PRECISION) * f.factor / d.own_factor
    END AS value
  FROM known k
  CROSS JOIN definition d
  LEFT JOIN factor f ON f.unit_id = k.unit_id AND f.newest = 1
  LEFT JOIN grades g ON g.metric_id = d.metric_id AND g.version = d.version AND g.grade = k.grade
  WHERE k.newest = 1
)

SELECT
  m.metric_id, m.period, m.item_id, m.period_start, m.period_end, m.revision, m.grade, m.qualifier, m.obs_status,
  m.source_id, m.note, m.recorded_at, m.recorded_by, m.entered, m.entered_unit, m.basis, m.reported, m.value,
  CASE
    WHEN m.basis = 'total' AND m.reported = 'increment'
      THEN sum(CASE WHEN m.obs_status IN ('F', 'M') THEN 0 ELSE m.value END) OVER (ORDER BY m.period_end, m.period_start, m.item_id)
    WHEN m.basis = 'checklist'
      THEN sum(m.value - m.before) OVER (ORDER BY m.period_end, m.period_start, m.item_id)
    ELSE m.value
  END AS running
FROM (
  SELECT measured.*, coalesce(lag(value) OVER (PARTITION BY item_id ORDER BY period_end, period_start), 0) AS before
  FROM measured
) m
ORDER BY m.period_end, m.period_start, m.item_id

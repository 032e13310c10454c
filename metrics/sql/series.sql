-- The values of some metrics as known at $known_at, each in its own unit, oldest first; forecasts and missing ones too.
-- `running` is what the value comes to with those before it: the sum within the plan, or within the year of a yearly
-- metric, of amounts that add up; the items done so far of a checklist; elsewhere the value itself. A forecast adds to
-- what was reported and to the forecasts before it; what is missing comes to nothing. `open_up`, `open_down` and
-- `about` say which ends of it are not known, those of the values that it sums among them. `partial` is a sum of which
-- days of its year, or of the plan, are not reported: there may be more, as `incomplete` in the assessment.

WITH factor AS (
  SELECT unit_id, CAST(factor AS DOUBLE PRECISION) AS factor, row_number() OVER (PARTITION BY unit_id ORDER BY version DESC) AS newest
  FROM units
  WHERE recorded_at <= $known_at
),

definition AS (
  SELECT
    m.*, own.factor AS own_factor, p.period_start AS plan_start,
    row_number() OVER (PARTITION BY m.metric_id ORDER BY m.version DESC, p.version DESC) AS newest
  FROM metrics m
  LEFT JOIN factor own ON own.unit_id = m.unit_id AND own.newest = 1
  LEFT JOIN plans p ON p.plan_id = m.plan_id AND p.recorded_at <= $known_at
  WHERE m.metric_id = ANY($metrics) AND m.recorded_at <= $known_at
),

known AS (
  SELECT o.*, row_number() OVER (PARTITION BY o.metric_id, o.period, o.item_id ORDER BY o.revision DESC) AS newest
  FROM observations o
  WHERE o.metric_id = ANY($metrics) AND o.recorded_at <= $known_at
),

measured AS (
  SELECT
    k.metric_id, k.period, k.item_id, k.period_start, k.period_end, k.revision, k.grade, k.qualifier, k.obs_status,
    k.source_id, k.note, k.recorded_at, k.recorded_by, k.value AS entered, k.unit_id AS entered_unit, d.basis, d.reported,
    d.comparator, d.frequency, d.plan_start,
    CASE WHEN d.basis = 'yearly' THEN greatest(make_date(CAST(extract(YEAR FROM k.period_end) AS INTEGER), 1, 1), d.plan_start) ELSE d.plan_start END AS sums_from,
    CASE
      WHEN d.basis = 'grade' THEN CAST(g.rank AS DOUBLE PRECISION)
      WHEN k.unit_id IS NULL OR k.unit_id = d.unit_id THEN CAST(k.value AS DOUBLE PRECISION)
      ELSE CAST(CAST(CAST(k.value AS DOUBLE PRECISION) * f.factor / d.own_factor AS DECIMAL(38, 12)) AS DOUBLE PRECISION)
    END AS value,
    -- what the target is about: reported within the plan, and begun by the day on which it is due
    k.obs_status NOT IN ('F', 'M') AND k.value IS NOT NULL
      AND (d.comparator IS NULL OR k.period_end >= d.plan_start) AND k.period_start <= coalesce(d.due, k.period_start) AS counted,
    -- amounts with the same bucket add up; an amount from outside the plan stands alone
    CASE
      WHEN d.basis = 'yearly' THEN CAST(extract(YEAR FROM k.period_end) AS VARCHAR)
      WHEN d.basis = 'total' AND d.reported = 'increment' AND (d.comparator IS NULL OR k.period_end >= d.plan_start)
        AND k.period_start <= coalesce(d.due, k.period_start) THEN 'plan'
      ELSE k.period || ' ' || k.item_id
    END AS bucket
  FROM known k
  JOIN definition d ON d.metric_id = k.metric_id AND d.newest = 1
  LEFT JOIN factor f ON f.unit_id = k.unit_id AND f.newest = 1
  LEFT JOIN grades g ON g.metric_id = d.metric_id AND g.version = d.version AND g.grade = k.grade
  WHERE k.newest = 1
),

summed AS (
  SELECT
    m.*,
    sum(CASE WHEN m.obs_status IN ('F', 'M') THEN 0 ELSE m.value END) OVER so_far AS reported_sum,
    sum(CASE WHEN m.obs_status = 'F' THEN m.value ELSE 0 END) OVER so_far AS forecast_sum,
    sum(CASE WHEN m.counted THEN m.value - m.before ELSE 0 END) OVER (PARTITION BY m.metric_id ORDER BY m.period_end, m.period_start, m.item_id) AS done,
    sum(
      CASE WHEN m.obs_status NOT IN ('F', 'M') AND m.value IS NOT NULL THEN m.period_end - greatest(m.period_start, m.sums_from) + 1 ELSE 0 END
    ) OVER so_far AS covered,
    min(greatest(m.period_start, m.sums_from)) OVER so_far AS covered_from,
    bool_or(coalesce(m.qualifier = 'above', FALSE)) OVER so_far AS open_up,
    bool_or(coalesce(m.qualifier = 'below', FALSE)) OVER so_far AS open_down,
    bool_or(coalesce(m.qualifier = 'about', FALSE)) OVER so_far AS about
  FROM (
    SELECT measured.*,
           coalesce(lag(value) OVER (PARTITION BY metric_id, item_id, counted ORDER BY period_end, period_start), 0) AS before
    FROM measured
  ) m
  WINDOW so_far AS (PARTITION BY m.metric_id, m.bucket ORDER BY m.period_end, m.period_start, m.item_id)
)

SELECT
  s.metric_id, s.period, s.item_id, s.period_start, s.period_end, s.revision, s.grade, s.qualifier, s.obs_status,
  s.source_id, s.note, s.recorded_at, s.recorded_by, s.entered, s.entered_unit, s.basis, s.reported, s.value,
  CASE
    WHEN s.obs_status = 'M' THEN NULL
    WHEN s.basis = 'checklist' THEN s.done
    WHEN s.obs_status = 'F' THEN CASE WHEN s.value IS NOT NULL THEN s.reported_sum + s.forecast_sum END
    ELSE CAST(CAST(s.reported_sum AS DECIMAL(38, 12)) AS DOUBLE PRECISION)
  END AS running,
  s.bucket, s.open_up, s.open_down, s.about,
  CASE
    WHEN s.obs_status IN ('F', 'M') OR s.period_end < s.plan_start THEN FALSE
    WHEN s.basis = 'yearly' THEN s.covered < s.period_end - s.sums_from + 1
    WHEN s.bucket = 'plan' AND s.comparator IS NOT NULL THEN
      s.covered < s.period_end - s.covered_from + 1
      OR s.covered_from - s.plan_start >= CASE s.frequency WHEN 'month' THEN 28 WHEN 'quarter' THEN 90 WHEN 'half' THEN 181 ELSE 365 END
    ELSE FALSE
  END AS partial
FROM summed s
ORDER BY s.metric_id, s.period_end, s.period_start, s.item_id

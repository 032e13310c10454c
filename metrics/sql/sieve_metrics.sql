-- The metrics of a large file as they stand, with what their values are held against: numbers, since a hundred thousand
-- values are told apart by them more quickly than by names. A metric that isn't among them is looked at cell by cell.

WITH defined AS (
  SELECT m.metric_id, m.basis, m.comparator, m.unit_id, u.factor, u.kind, m.target_low, m.target_high,
         p.period_start AS plan_start, coalesce(m.due, p.period_end, DATE '9999-12-31') AS plan_end,
         CASE WHEN m.basis = 'yearly' THEN 1 WHEN m.basis = 'total' AND m.reported = 'increment' THEN 2
              WHEN m.basis = 'total' THEN 3 ELSE 4 END AS way,  -- the first two add up, the third never falls
         row_number() OVER (PARTITION BY m.metric_id ORDER BY m.version DESC, p.version DESC, u.version DESC) AS newest
  FROM metrics m
  JOIN plans p ON p.plan_id = m.plan_id
  JOIN units u ON u.unit_id = m.unit_id
  WHERE m.basis IN ('level', 'total', 'yearly')
),

bound AS (
  SELECT scope, name, least, most, row_number() OVER (PARTITION BY scope, name ORDER BY version DESC) AS newest
  FROM limits
  WHERE check_id = 'range'
)

SELECT CAST(row_number() OVER () AS INTEGER) AS number, d.metric_id, d.unit_id, d.way, d.plan_start, d.plan_end,
       -- the first day for which a value may be told without a question
       CASE WHEN d.way = 4 THEN make_date(CAST(extract(YEAR FROM d.plan_start) AS INTEGER) - 1, 1, 1) ELSE d.plan_start END AS since,
       CAST(coalesce(d.target_low, d.target_high) AS DOUBLE) AS target,
       -- values that are asked about because they are the target; amounts of a total never are
       CASE WHEN d.comparator IS NULL OR d.way = 2 THEN NULL ELSE coalesce(d.target_low, d.target_high) END AS low,
       CASE WHEN d.comparator IS NULL OR d.way = 2 THEN NULL ELSE coalesce(d.target_high, d.target_low) END AS high,
       CAST(CASE WHEN own.name IS NOT NULL THEN own.least ELSE kind.least / d.factor END AS DOUBLE) AS least,
       CAST(CASE WHEN own.name IS NOT NULL THEN own.most ELSE kind.most / d.factor END AS DOUBLE) AS most
FROM defined d
LEFT JOIN bound own ON own.scope = 'metric' AND own.name = d.metric_id AND own.newest = 1
LEFT JOIN bound kind ON kind.scope = 'unit_kind' AND kind.name = d.kind AND kind.newest = 1
WHERE d.newest = 1

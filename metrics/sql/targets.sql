-- The targets of one metric as known at $known_at, each with the days on which it stands. Of several versions from the
-- same day on, the newest counts.

WITH version AS (
  SELECT m.version, m.effective_from, m.target_low, m.target_high,
         row_number() OVER (PARTITION BY m.effective_from ORDER BY m.version DESC) AS newest
  FROM metrics m
  WHERE m.metric_id = $metric_id AND m.recorded_at <= $known_at AND m.comparator IS NOT NULL
)

SELECT
  v.version,
  v.effective_from AS from_day,
  lead(v.effective_from) OVER (ORDER BY coalesce(v.effective_from, DATE '0001-01-01')) - 1 AS to_day,
  v.target_low,
  v.target_high
FROM version v
WHERE v.newest = 1
ORDER BY coalesce(v.effective_from, DATE '0001-01-01')

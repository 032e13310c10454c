-- The values of a large file, each with its metric's number (none where the rules must look at all of it) and whether it
-- is `ill`: something by itself that the rules must look at. `incoming` has the file's cells as text, `span` its periods.

SELECT i.line, m.number, i.period, s.period_start, s.period_end, i.value, i.obs_status,
       NOT coalesce(
         i.plain AND i.unit_id IN ('', m.unit_id) AND i.obs_status IN ('', 'A', 'P', 'E', 'B')
         AND s.period_start <= $today AND s.period_start <= m.plan_end AND s.period_end >= m.since
         AND coalesce(i.value >= m.least, TRUE) AND coalesce(i.value <= m.most, TRUE)
         AND coalesce(i.value <> m.low, TRUE) AND coalesce(i.value <> m.high, TRUE),
         FALSE
       ) AS ill
FROM (
  SELECT line, metric_id, period, coalesce(unit_id, '') AS unit_id, coalesce(obs_status, '') AS obs_status,
         TRY_CAST(value AS DECIMAL(18,4)) AS value,
         bare AND regexp_full_match(value, '-?[0-9]{1,14}(\.[0-9]{1,4})?') AS plain
  FROM incoming
) i
LEFT JOIN metric m ON m.metric_id = i.metric_id
LEFT JOIN span s ON s.name = i.period

-- Attainment of many metrics together, by area, cluster, category and plan. Stands behind `assessment AS (…)`.
-- The mean of attainment, each capped at 1, over the targets that a value judges; what isn't reported is never a zero,
-- and `judged` of `targets` always stands beside the mean.

-- An area stands for itself and every area below it.

, parent AS (
  SELECT area_id, parent_id, row_number() OVER (PARTITION BY area_id ORDER BY version DESC) AS newest
  FROM areas
  WHERE recorded_at <= $known_at
),

above AS (
  SELECT area_id, area_id AS above_id FROM parent WHERE newest = 1
  UNION ALL
  SELECT a.area_id, p.parent_id
  FROM above a
  JOIN parent p ON p.area_id = a.above_id AND p.newest = 1
  WHERE p.parent_id IS NOT NULL
),

member AS (
  SELECT 'area' AS kind, above.above_id AS id, a.metric_id FROM assessment a JOIN above ON above.area_id = a.area_id
  UNION ALL
  SELECT 'cluster', cluster_id, metric_id FROM assessment WHERE cluster_id IS NOT NULL
  UNION ALL
  SELECT 'category', category_id, metric_id FROM assessment
  UNION ALL
  SELECT 'plan', plan_id, metric_id FROM assessment
)

SELECT
  m.kind,
  m.id,
  count(*) FILTER (WHERE a.status <> 'monitored') AS targets,
  count(*) FILTER (WHERE a.status NOT IN ('monitored', 'no_data') AND a.attainment IS NOT NULL) AS judged,
  avg(least(a.attainment, 1)) FILTER (WHERE a.status NOT IN ('monitored', 'no_data') AND a.attainment IS NOT NULL) AS attainment,
  avg(least(CASE WHEN a.direction = 'lower' THEN a.goal / nullif(a.expected_value, 0) ELSE a.expected_value / nullif(a.goal, 0) END, 1))
    FILTER (WHERE a.status NOT IN ('monitored', 'no_data') AND a.attainment IS NOT NULL AND a.expected_value IS NOT NULL) AS expected_attainment,
  count(*) FILTER (WHERE a.status = 'reversed') AS reversed,
  count(*) FILTER (WHERE a.status = 'missed') AS missed,
  count(*) FILTER (WHERE a.status = 'off_track') AS off_track,
  count(*) FILTER (WHERE a.status = 'behind') AS behind,
  count(*) FILTER (WHERE a.status = 'on_track') AS on_track,
  count(*) FILTER (WHERE a.status = 'met') AS met,
  count(*) FILTER (WHERE a.status = 'not_due') AS not_due,
  count(*) FILTER (WHERE a.status = 'no_baseline') AS no_baseline,
  count(*) FILTER (WHERE a.status = 'no_data') AS no_data,
  count(*) FILTER (WHERE a.status = 'monitored') AS monitored,
  count(*) FILTER (WHERE a.overdue) AS overdue
FROM member m
JOIN assessment a ON a.metric_id = m.metric_id
GROUP BY m.kind, m.id
ORDER BY m.kind, m.id

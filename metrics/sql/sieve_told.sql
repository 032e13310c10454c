-- Values beside each other: those that stand and those that arrive, and whether one is `ill`: something by itself that the
-- rules must look at. They also look at one that stands for the same period, and at one that stands in another unit.

WITH standing AS (
  SELECT m.number, o.period, o.period_start, o.period_end, o.value, o.unit_id, o.obs_status,
         row_number() OVER (PARTITION BY o.metric_id, o.period, o.item_id ORDER BY o.revision DESC) AS newest
  FROM observations o
  JOIN metric m ON m.metric_id = o.metric_id
  WHERE m.number IN (SELECT number FROM typed)
),

told AS (
  SELECT t.number, s.period_start, s.period_end, t.value, TRUE AS arrives,
         NOT coalesce(
           t.plain AND t.unit_id IN ('', m.unit_id) AND t.obs_status IN ('', 'A', 'P', 'E', 'B')
           AND s.period_start <= $today AND s.period_start <= m.plan_end AND s.period_end >= m.since
           AND coalesce(t.value >= m.least, TRUE) AND coalesce(t.value <= m.most, TRUE)
           AND coalesce(t.value <> m.low, TRUE) AND coalesce(t.value <> m.high, TRUE),
           FALSE
         ) AS ill
  FROM typed t
  JOIN metric m ON m.number = t.number
  LEFT JOIN span s ON s.name = t.period
  UNION ALL
  SELECT number, period_start, period_end, value, FALSE, unit_id IS NOT NULL
  FROM standing
  WHERE newest = 1 AND value IS NOT NULL AND obs_status <> 'F'
  UNION ALL
  SELECT s.number, s.period_start, s.period_end, 0, FALSE, TRUE
  FROM standing s
  JOIN typed t ON t.number = s.number AND t.period = s.period
)

SELECT t.number, m.way, t.arrives, t.ill,
       CAST(coalesce(t.period_start - DATE '1900-01-01', 0) AS INTEGER) AS begins,
       CAST(coalesce(t.period_end - DATE '1900-01-01', 0) AS INTEGER) AS ends,
       CAST(coalesce(t.value, 0) AS DOUBLE) AS value, coalesce(m.target, CAST('NaN' AS DOUBLE)) AS target
FROM told t
JOIN metric m ON m.number = t.number

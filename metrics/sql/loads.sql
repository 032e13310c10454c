-- The loads that brought definitions of one plan. The first load of an empty store keeps the package's own times.

WITH load AS (
  SELECT change_id, recorded_at, recorded_by, what, row_number() OVER (ORDER BY change_id) AS number
  FROM change
  WHERE what LIKE 'load %'
)

SELECT l.recorded_at, l.recorded_by, substr(l.what, 6) AS package
FROM load l
WHERE EXISTS (
  SELECT 1
  FROM metrics m
  WHERE m.plan_id = $plan_id
    AND (m.recorded_at = l.recorded_at OR (l.number = 1 AND m.recorded_at NOT IN (SELECT c.recorded_at FROM change c)))
)
ORDER BY l.change_id

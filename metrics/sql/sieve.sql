-- Which metrics of a large file are clear: nothing of them is wrong or odd, whatever is known. It decides nothing: what
-- isn't clear is read and checked cell by cell, by the rules of `metrics/checks/`. So it may call a clear metric unclear,
-- and never an unclear one clear.
-- `incoming` has the file's cells as text, `span` its periods with their days. Judged on $today.

WITH defined AS (
  SELECT m.metric_id, m.basis, m.comparator, m.unit_id, u.factor, u.kind,
         m.target_low, m.target_high, p.period_start AS plan_start, coalesce(m.due, p.period_end, DATE '9999-12-31') AS plan_end,
         CASE WHEN m.basis = 'yearly' THEN 1 WHEN m.basis = 'total' AND m.reported = 'increment' THEN 2
              WHEN m.basis = 'total' THEN 3 ELSE 4 END AS way,  -- the first two add up, the third never falls
         row_number() OVER (PARTITION BY m.metric_id ORDER BY m.version DESC, p.version DESC, u.version DESC) AS newest
  FROM metrics m
  JOIN plans p ON p.plan_id = m.plan_id
  JOIN units u ON u.unit_id = m.unit_id
  WHERE m.basis IN ('level', 'total', 'yearly') AND m.metric_id IN (SELECT metric_id FROM incoming)
),

bound AS (
  SELECT scope, name, severity, least, most, row_number() OVER (PARTITION BY scope, name ORDER BY version DESC) AS newest
  FROM limits
  WHERE check_id = 'range'
),

metric AS MATERIALIZED (
  SELECT d.*, row_number() OVER () AS number,
         CASE WHEN own.name IS NOT NULL THEN own.least ELSE kind.least / d.factor END AS least,
         CASE WHEN own.name IS NOT NULL THEN own.most ELSE kind.most / d.factor END AS most
  FROM defined d
  LEFT JOIN bound own ON own.scope = 'metric' AND own.name = d.metric_id AND own.newest = 1
  LEFT JOIN bound kind ON kind.scope = 'unit_kind' AND kind.name = d.kind AND kind.newest = 1
  WHERE d.newest = 1
),

-- `ill`: something by itself that the rules must look at.
typed AS MATERIALIZED (
  SELECT m.number, s.period, s.period_start, s.period_end, TRY_CAST(i.value AS DECIMAL(18,4)) AS value,
         NOT coalesce(
           regexp_full_match(i.value, '-?[0-9]{1,14}(\.[0-9]{1,4})?')
           AND i.unit_id IN ('', m.unit_id) AND i.rest = '' AND i.obs_status IN ('', 'A', 'P', 'E', 'B')
           AND s.period_start <= $today AND s.period_start <= m.plan_end
           AND s.period_end >= make_date(CAST(extract(YEAR FROM m.plan_start) AS INTEGER) - 1, 1, 1)
           AND (s.period_end >= m.plan_start OR m.way = 4)
           AND coalesce(TRY_CAST(i.value AS DECIMAL(18,4)) >= m.least, TRUE)
           AND coalesce(TRY_CAST(i.value AS DECIMAL(18,4)) <= m.most, TRUE)
           AND (m.comparator IS NULL OR m.way = 2
                OR coalesce(TRY_CAST(i.value AS DECIMAL(18,4)) NOT IN (coalesce(m.target_low, m.target_high), coalesce(m.target_high, m.target_low)), TRUE)),
           FALSE
         ) AS ill
  FROM incoming i
  JOIN metric m ON m.metric_id = i.metric_id
  LEFT JOIN span s ON s.name = i.period
),

standing AS MATERIALIZED (
  SELECT m.number, o.period, o.period_start, o.period_end, o.value, o.unit_id, o.obs_status,
         row_number() OVER (PARTITION BY o.metric_id, o.period, o.item_id ORDER BY o.revision DESC) AS newest
  FROM observations o
  JOIN metric m ON m.metric_id = o.metric_id
),

-- Values beside each other: those that stand and those that arrive. One that stands for the same period is looked at by
-- the rules themselves, and so is one of another unit.
told AS (
  SELECT number, period_start, period_end, value, TRUE AS arrives, ill FROM typed
  UNION ALL
  SELECT number, period_start, period_end, value, FALSE, unit_id IS NOT NULL
  FROM standing
  WHERE newest = 1 AND value IS NOT NULL AND obs_status <> 'F'
  UNION ALL
  SELECT s.number, s.period_start, s.period_end, 0, FALSE, TRUE
  FROM standing s
  JOIN typed t ON t.number = s.number AND t.period = s.period
),

-- As narrow as it can be, since the windows sort it.
sized AS (
  SELECT t.number, m.way, t.arrives, t.ill, t.period_start - DATE '1900-01-01' AS begins, t.period_end - DATE '1900-01-01' AS ends,
         CAST(t.period_end - m.plan_start AS DOUBLE) AS day,
         CAST(t.value AS DOUBLE) / CASE WHEN m.way <= 2 THEN t.period_end - t.period_start + 1 ELSE 1 END AS size,
         CAST(coalesce(m.target_low, m.target_high) AS DOUBLE) AS target
  FROM told t
  JOIN metric m ON m.number = t.number
),

beside AS (
  SELECT s.*,
         lag(size) OVER ordered AS last, lag(ends) OVER ordered AS last_end,
         count(*) OVER before AS points, min(size) OVER before AS least, max(size) OVER before AS most,
         sum(day) OVER before AS days, sum(size) OVER before AS sizes,
         sum(day * day) OVER before AS squares, sum(day * size) OVER before AS products
  FROM sized s
  WINDOW ordered AS (PARTITION BY number ORDER BY ends, begins),
         before AS (PARTITION BY number ORDER BY ends, begins ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
),

expected AS (
  SELECT b.*,
         sizes / points + (products - days * sizes / points) / nullif(squares - days * days / points, 0) * (day - days / points) AS trend
  FROM beside b
),

unclear AS (
  SELECT DISTINCT number
  FROM expected
  WHERE ill OR last_end = ends OR (way <= 2 AND last_end >= begins) OR (way = 3 AND size < last)
    OR (arrives AND (
      (last IS NULL AND way > 2 AND (abs(size) * 3 >= abs(target) * 9999 OR abs(size) * 9999 <= abs(target) * 3))
      OR (last <> 0 AND size <> 0 AND (abs(size) >= 9.99 * abs(last) OR 9.99 * abs(size) <= abs(last)))
      -- only ever rising, its last is its largest
      OR (way > 2 AND points >= 3 AND ((last = most AND size < last) OR (last = least AND size > last AND last <> most)))
      -- three half-widths, each at least 5 % of what the trend expects: beyond 14 % of it the rule itself looks
      OR (way > 2 AND points >= 3 AND coalesce(abs(size - trend) > 0.14 * abs(trend), TRUE))
    ))
)

SELECT metric_id FROM metric WHERE number IN (SELECT number FROM unclear)
UNION
SELECT metric_id FROM incoming WHERE metric_id NOT IN (SELECT metric_id FROM metric)

-- The values that everybody may see, under their own name: in plans that ask for review, only what was approved, and
-- from the moment when it was, so that what was given out for an earlier moment never changes.
-- A value that was recorded while its plan did not ask for review is seen at once; one that waits when its plan stops
-- asking, from then on. Revisions count what is seen.
CREATE OR REPLACE TEMP VIEW observations AS
WITH asked AS (
  SELECT m.metric_id, r.required, r.recorded_at AS since,
         lead(r.recorded_at) OVER (PARTITION BY m.metric_id ORDER BY r.version) AS until
  FROM main.metrics AS m JOIN main.plan_review AS r ON r.plan_id = m.plan_id WHERE m.version = 1
),
approved AS (
  SELECT metric_id, period, item_id, revision, min(recorded_at) AS approved_at
  FROM main.review WHERE state = 'approved' GROUP BY metric_id, period, item_id, revision
),
released AS (
  SELECT metric_id, since FROM asked WHERE NOT required
),
moment AS (
  SELECT o.metric_id, o.period, o.item_id, o.revision,
         CASE WHEN a.metric_id IS NULL THEN o.recorded_at
              ELSE least(p.approved_at, min(r.since)) END AS seen_at
  FROM main.observations AS o
  LEFT JOIN asked AS a ON a.metric_id = o.metric_id AND a.required
    AND a.since <= o.recorded_at AND (a.until IS NULL OR o.recorded_at < a.until)
  LEFT JOIN approved AS p ON p.metric_id = o.metric_id AND p.period = o.period AND p.item_id = o.item_id
    AND p.revision = o.revision
  LEFT JOIN released AS r ON r.metric_id = o.metric_id AND r.since > o.recorded_at
  WHERE o.metric_id IN (SELECT metric_id FROM asked)
  GROUP BY o.metric_id, o.period, o.item_id, o.revision, o.recorded_at, a.metric_id, p.approved_at
),
followed AS (
  SELECT *, min(seen_at) OVER (PARTITION BY metric_id, period, item_id ORDER BY revision DESC
                               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS overtaken_at
  FROM moment WHERE seen_at IS NOT NULL
),
seen AS (
  SELECT metric_id, period, item_id, revision, seen_at,
         row_number() OVER (PARTITION BY metric_id, period, item_id ORDER BY seen_at, revision) AS number
  FROM followed WHERE overtaken_at IS NULL OR seen_at < overtaken_at
)
SELECT o.* FROM main.observations AS o WHERE o.metric_id NOT IN (SELECT metric_id FROM asked)
UNION ALL BY NAME
SELECT o.* REPLACE (s.seen_at AS recorded_at, CAST(s.number AS INTEGER) AS revision)
FROM main.observations AS o JOIN seen AS s
  ON s.metric_id = o.metric_id AND s.period = o.period AND s.item_id = o.item_id AND s.revision = o.revision

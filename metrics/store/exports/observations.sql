-- Values as known at $known_at with their names: of each the newest revision, or $every one. Of periods that have
-- ended by $as_of, and forecasts. Only what has been revised stands on the right side of the join: many times faster
-- than numbering the revisions of every value. Of the metrics behind $after up to $last.

WITH metric AS (
  SELECT metric_id, name, name_en, plan_id, area_id, unit_id, row_number() OVER (PARTITION BY metric_id ORDER BY version DESC) AS newest
  FROM metrics WHERE recorded_at <= $known_at AND metric_id > $after AND metric_id <= $last
),
area AS (
  SELECT area_id, name, name_en, row_number() OVER (PARTITION BY area_id ORDER BY version DESC) AS newest
  FROM areas WHERE recorded_at <= $known_at
),
source AS (
  SELECT source_id, title, row_number() OVER (PARTITION BY source_id ORDER BY version DESC) AS newest
  FROM sources WHERE recorded_at <= $known_at
),
revised AS (
  SELECT metric_id, period, item_id, revision - 1 AS previous
  FROM observations
  WHERE revision > 1 AND recorded_at <= $known_at AND metric_id > $after AND metric_id <= $last
)

SELECT o.metric_id, o.period, o.item_id, o.revision, o.value, o.unit_id, o.grade, o.qualifier, o.obs_status,
       o.source_id, o.note, o.recorded_at, o.recorded_by,
       metric.name AS metric, metric.name_en AS metric_en, metric.plan_id, metric.area_id, area.name AS area,
       area.name_en AS area_en, coalesce(o.unit_id, metric.unit_id) AS unit, source.title AS source
FROM observations o
JOIN metric ON metric.metric_id = o.metric_id AND metric.newest = 1
LEFT JOIN area ON area.area_id = metric.area_id AND area.newest = 1
LEFT JOIN source ON source.source_id = o.source_id AND source.newest = 1
LEFT JOIN revised ON revised.metric_id = o.metric_id AND revised.period = o.period
  AND revised.item_id = o.item_id AND revised.previous = o.revision
WHERE o.recorded_at <= $known_at AND o.metric_id > $after AND o.metric_id <= $last
  AND (o.period_end <= $as_of OR o.obs_status = 'F')
  AND ($every OR revised.previous IS NULL)
  AND ($all OR list_contains($metrics, o.metric_id))
ORDER BY metric_id, period, item_id, revision

-- The metrics about which something was recorded after $since and by $known_at: a version of their definition, a value,
-- where they are $published a step of its review, a source that they name; and whatever they are a part of.

WITH RECURSIVE told AS (
  SELECT source_id FROM sources WHERE recorded_at > $since AND recorded_at <= $known_at
),

touched AS (
  (
    SELECT metric_id FROM metrics WHERE recorded_at > $since AND recorded_at <= $known_at
    UNION
    SELECT metric_id FROM observations WHERE recorded_at > $since AND recorded_at <= $known_at
    UNION
    SELECT metric_id FROM review WHERE $published AND recorded_at > $since AND recorded_at <= $known_at
    UNION
    SELECT metric_id FROM metrics WHERE source_id IN (SELECT source_id FROM told)
    UNION
    SELECT metric_id FROM observations WHERE source_id IN (SELECT source_id FROM told)
  )
  UNION
  SELECT p.metric_id FROM parts p JOIN touched t ON t.metric_id = p.part_id
)

SELECT metric_id FROM touched LIMIT $most

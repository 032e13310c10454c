-- Values that were known at $since and have been revised by $until: the newest revision of each at both moments. Of
-- periods that have ended by $as_of, and forecasts: others count at neither.

WITH then_ AS (
  SELECT o.*, row_number() OVER (PARTITION BY o.metric_id, o.period, o.item_id ORDER BY o.revision DESC) AS newest
  FROM observations o
  WHERE o.recorded_at <= $since
),
now_ AS (
  SELECT o.*, row_number() OVER (PARTITION BY o.metric_id, o.period, o.item_id ORDER BY o.revision DESC) AS newest
  FROM observations o
  WHERE o.recorded_at <= $until
)

SELECT now_.metric_id, now_.period, now_.item_id, now_.revision, now_.value, now_.unit_id, now_.grade, now_.qualifier,
       now_.obs_status, now_.note, now_.recorded_at, now_.recorded_by, then_.value AS value_before,
       then_.unit_id AS unit_before, then_.grade AS grade_before, then_.qualifier AS qualifier_before,
       then_.obs_status AS obs_status_before
FROM now_
JOIN then_ ON then_.metric_id = now_.metric_id AND then_.period = now_.period AND then_.item_id = now_.item_id
  AND then_.newest = 1
WHERE now_.newest = 1 AND now_.revision > then_.revision
  AND (now_.period_end <= $as_of OR now_.obs_status = 'F' OR then_.obs_status = 'F')
ORDER BY now_.metric_id, now_.period, now_.item_id

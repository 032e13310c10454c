-- The values of a large file, each with its metric's number (none where the rules must look at all of it) and whether it
-- is `plain`: a number as it is stored, with nothing beside it that is looked at. `incoming` has the file's cells as text.
-- The number is asked for where it could be joined: DuckDB takes a file for small, and would join the other way round.

SELECT line, (SELECT number FROM metric WHERE metric.metric_id = incoming.metric_id) AS number, period,
       TRY_CAST(value AS DECIMAL(18,4)) AS value, coalesce(unit_id, '') AS unit_id, coalesce(obs_status, '') AS obs_status,
       coalesce(bare AND regexp_full_match(value, '-?[0-9]{1,14}(\.[0-9]{1,4})?'), FALSE) AS plain
FROM incoming

-- The rule of a status. One row for each metric that is known, or for those of $only, judged on $as_of, as known at
-- $known_at, by $profile.
-- It reads top to bottom as `metrics/README.md` does. Everything that an assessment needs is decided here.

WITH

-- 1. What is judged, and by which rule -------------------------------------------------------------------------

rule AS (
  SELECT p.*
  FROM profiles p
  WHERE p.profile_id = $profile AND p.recorded_at <= $known_at
  ORDER BY p.version DESC
  LIMIT 1
),

plan AS (
  SELECT p.plan_id, p.period_start, p.period_end, row_number() OVER (PARTITION BY p.plan_id ORDER BY p.version DESC) AS newest
  FROM plans p
  WHERE p.recorded_at <= $known_at
),

unit AS (
  SELECT u.unit_id, u.kind, CAST(u.factor AS DOUBLE PRECISION) AS factor,
         row_number() OVER (PARTITION BY u.unit_id ORDER BY u.version DESC) AS newest
  FROM units u
  WHERE u.recorded_at <= $known_at
),

-- Between which bounds a value can lie at all, where that is known of a metric or of a kind of unit.
bound AS (
  SELECT l.scope, l.name,
         CASE WHEN l.severity = 'error' THEN CAST(l.least AS DOUBLE PRECISION) END AS least,
         CASE WHEN l.severity = 'error' THEN CAST(l.most AS DOUBLE PRECISION) END AS most,
         row_number() OVER (PARTITION BY l.scope, l.name ORDER BY l.version DESC) AS newest
  FROM limits l
  WHERE l.check_id = 'range' AND l.recorded_at <= $known_at
),

-- The metrics in question, what they are made of, and what that is made of; no names mean all metrics.
asked AS (
  SELECT unnest($only) AS metric_id
  UNION ALL
  SELECT part_id FROM parts WHERE metric_id IN (SELECT unnest($only))
  UNION ALL
  SELECT p.part_id FROM parts p JOIN parts above ON above.part_id = p.metric_id WHERE above.metric_id IN (SELECT unnest($only))
),

-- A target that was changed in mid-plan stands from its day on; before that day the earlier one does.
version AS (
  SELECT m.metric_id, m.version,
         row_number() OVER (
           PARTITION BY m.metric_id
           ORDER BY coalesce(m.effective_from, DATE '0001-01-01') DESC, m.version DESC
         ) AS newest
  FROM metrics m
  WHERE m.recorded_at <= $known_at AND coalesce(m.effective_from, $as_of) <= $as_of
    AND ($only IS NULL OR m.metric_id IN (SELECT metric_id FROM asked))
),

item_count AS (
  SELECT metric_id, version, CAST(count(*) AS DOUBLE PRECISION) AS items
  FROM items
  GROUP BY metric_id, version
),

-- `low` and `high` are what must hold (strictly, for above and below), `goal` is where progress runs to, from `base`.
definition AS MATERIALIZED (
  SELECT
    m.metric_id, m.version, m.unit_id, m.basis, m.reported, m.comparator, m.direction, m.path, m.due, m.frequency, m.binding,
    m.baseline_qualifier,
    p.period_start AS plan_start, p.period_end AS plan_end,
    i.items,
    own.factor AS own_factor,
    -- the bounds of a value, in the metric's own unit
    CASE WHEN b.name IS NULL THEN of_kind.least / own.factor ELSE b.least END AS lowest,
    CASE WHEN b.name IS NULL THEN of_kind.most / own.factor ELSE b.most END AS highest,
    -- the first day of the way, as the last day before it: progress and time both count from there
    CASE
      WHEN m.basis IN ('level', 'grade', 'composite') THEN coalesce(m.baseline_end, p.period_start - 1)
      ELSE p.period_start - 1
    END AS start_day,
    CASE
      WHEN m.basis = 'grade' THEN CAST(g.rank AS DOUBLE PRECISION)
      WHEN m.basis = 'checklist' THEN coalesce(CAST(m.target_low AS DOUBLE PRECISION), i.items)
      WHEN m.comparator IN ('at_least', 'above') THEN CAST(m.target_low AS DOUBLE PRECISION)
      WHEN m.comparator = 'between' AND m.direction <> 'lower' THEN CAST(m.target_low AS DOUBLE PRECISION)
      WHEN m.comparator = 'about' AND m.direction <> 'lower' THEN CAST(m.target_low - m.tolerance AS DOUBLE PRECISION)
    END AS low,
    CASE
      WHEN m.comparator IN ('at_most', 'below') THEN CAST(m.target_high AS DOUBLE PRECISION)
      WHEN m.comparator = 'between' AND m.direction <> 'higher' THEN CAST(m.target_high AS DOUBLE PRECISION)
      WHEN m.comparator = 'about' AND m.direction <> 'higher' THEN CAST(m.target_high + m.tolerance AS DOUBLE PRECISION)
    END AS high,
    CASE
      WHEN m.basis = 'grade' THEN CAST(g.rank AS DOUBLE PRECISION)
      WHEN m.basis = 'checklist' THEN coalesce(CAST(m.target_low AS DOUBLE PRECISION), i.items)
      WHEN m.direction = 'higher' THEN CAST(m.target_low AS DOUBLE PRECISION)
      WHEN m.direction = 'lower' THEN CAST(m.target_high AS DOUBLE PRECISION)
    END AS goal,
    coalesce(m.comparator = 'above', FALSE) AS low_strict,
    coalesce(m.comparator = 'below', FALSE) AS high_strict,
    CASE
      WHEN m.comparator IS NULL THEN NULL
      WHEN m.basis IN ('total', 'yearly', 'checklist') THEN CAST(0 AS DOUBLE PRECISION)
      ELSE CAST(m.baseline AS DOUBLE PRECISION)
    END AS base,
    -- a state, or a running total, is what its last report says; amounts of their own periods add up
    m.basis IN ('level', 'grade', 'composite') OR (m.basis = 'total' AND m.reported = 'to_date') AS is_state
  FROM metrics m
  JOIN version v ON v.metric_id = m.metric_id AND v.version = m.version AND v.newest = 1
  JOIN plan p ON p.plan_id = m.plan_id AND p.newest = 1
  LEFT JOIN unit own ON own.unit_id = m.unit_id AND own.newest = 1
  LEFT JOIN bound b ON b.scope = 'metric' AND b.name = m.metric_id AND b.newest = 1
  LEFT JOIN bound of_kind ON of_kind.scope = 'unit_kind' AND of_kind.name = own.kind AND of_kind.newest = 1
  LEFT JOIN item_count i ON i.metric_id = m.metric_id AND i.version = m.version
  LEFT JOIN grades g ON g.metric_id = m.metric_id AND g.version = m.version AND g.grade = m.target_grade
),

-- 2. The value ---------------------------------------------------------------------------------------------------

-- The newest revision of each value that was known. Forecasts are shown, never judged.
known AS (
  SELECT o.metric_id, o.period_start, o.period_end, o.value, o.unit_id, o.grade, o.qualifier, o.obs_status
  FROM observations o
  LEFT JOIN (
    SELECT metric_id, period, item_id, revision - 1 AS previous
    FROM observations
    WHERE revision > 1 AND recorded_at <= $known_at AND ($only IS NULL OR metric_id IN (SELECT metric_id FROM asked))
  ) n ON n.metric_id = o.metric_id AND n.period = o.period AND n.item_id = o.item_id AND n.previous = o.revision
  WHERE o.recorded_at <= $known_at AND n.previous IS NULL AND o.period_end <= $as_of AND o.obs_status <> 'F'
    AND ($only IS NULL OR o.metric_id IN (SELECT metric_id FROM asked))
),

-- What is counted in decimals is compared in decimals: 0.1 and 0.7 are 0.8, and 0.29 亿元 are 2,900 万元. A double that
-- comes of reckoning is rounded to twelve places for that.

-- In the metric's own unit. A report counts if it has a value, begins by the day on which the target is due and, where
-- amounts add up, belongs to the plan. `day` is the last one of a report that counts, and empty for any other.
measured AS (
  SELECT
    k.metric_id, k.period_start, k.period_end, k.qualifier, k.obs_status, d.basis, d.start_day,
    greatest(k.period_start, d.plan_start) AS first_day,
    CASE
      WHEN k.obs_status <> 'M' AND (k.value IS NOT NULL OR k.grade IS NOT NULL)
        AND k.period_start <= coalesce(d.due, k.period_start)
        AND (d.comparator IS NULL OR d.basis IN ('level', 'grade', 'composite') OR k.period_end >= d.plan_start)
      THEN k.period_end
    END AS day,
    CASE
      WHEN k.unit_id IS NULL OR k.unit_id = d.unit_id THEN CAST(k.value AS DOUBLE PRECISION)
      ELSE CAST(CAST(CAST(k.value AS DOUBLE PRECISION) * theirs.factor / d.own_factor AS DECIMAL(38, 12)) AS DOUBLE PRECISION)
    END AS value
  FROM known k
  JOIN definition d ON d.metric_id = k.metric_id AND d.basis <> 'checklist'
  LEFT JOIN unit theirs ON theirs.unit_id = k.unit_id AND theirs.newest = 1
),

counted AS (
  SELECT
    metric_id, period_end, qualifier, obs_status, day,
    CASE WHEN basis = 'yearly' THEN CAST(extract(YEAR FROM period_end) AS INTEGER) ELSE 0 END AS bucket,
    CASE WHEN day IS NOT NULL THEN value END AS value,
    CASE WHEN day IS NOT NULL THEN first_day END AS first_day,
    CASE WHEN day IS NOT NULL THEN period_end - period_start + 1 END AS days,
    -- grows with the last day, and at the same last day the shorter the period is
    (day - DATE '1900-01-01') * 1000 - (period_end - period_start) AS ending,
    CASE WHEN day IS NOT NULL THEN period_end - first_day + 1 END AS covered,  -- of these days, the ones within the plan
    -- an exact value of the way, by the days since its start
    CASE WHEN day >= start_day AND qualifier IS NULL THEN CAST(day - start_day AS DOUBLE PRECISION) END AS trend_day
  FROM measured
),

-- All that is to be known of a metric's reports, and of a yearly one's in each year (its bucket).
gathered AS MATERIALIZED (
  SELECT
    metric_id, bucket,
    max(period_end) AS heard,
    count(day) AS reports,
    min(first_day) AS first_day, max(day) AS last_day,
    max(ending) AS ending,
    sum(covered) AS covered, sum(days) AS days, sum(value) AS amount, sum(value * value / days) AS squares,
    count(CASE WHEN day IS NOT NULL THEN qualifier END) AS inexact,
    coalesce(bool_or(day IS NOT NULL AND qualifier = 'above'), FALSE) AS open_up,
    coalesce(bool_or(day IS NOT NULL AND qualifier = 'below'), FALSE) AS open_down,
    coalesce(bool_or(day IS NOT NULL AND qualifier = 'about'), FALSE) AS about,
    coalesce(bool_or(day IS NOT NULL AND obs_status IN ('P', 'E')), FALSE) AS provisional,
    count(trend_day) AS points, avg(trend_day) AS mean_day, avg(CASE WHEN trend_day IS NOT NULL THEN value END) AS mean_value,
    regr_sxx(value, trend_day) AS sxx, regr_syy(value, trend_day) AS syy, regr_sxy(value, trend_day) AS sxy,
    max(CASE WHEN trend_day IS NOT NULL THEN days END) - min(CASE WHEN trend_day IS NOT NULL THEN days END) AS grain_gap,
    coalesce(bool_or(obs_status = 'B'), FALSE) AS broken
  FROM counted
  GROUP BY metric_id, bucket
),

-- How many days of a sum nobody has reported on, up to its last report: within its plan, of a yearly metric within each
-- year. A plan may begin within a period that is not reported.
lacking AS (
  SELECT
    g.metric_id, g.bucket,
    CASE
      WHEN d.basis = 'yearly' THEN g.last_day - greatest(make_date(g.bucket, 1, 1), d.plan_start) + 1 - g.covered
      WHEN d.comparator IS NULL THEN 0
      WHEN g.first_day - d.plan_start >= CASE d.frequency WHEN 'month' THEN 28 WHEN 'quarter' THEN 90 WHEN 'half' THEN 181 ELSE 365 END
      THEN g.last_day - d.plan_start + 1 - g.covered
      ELSE g.last_day - g.first_day + 1 - g.covered
    END AS days
  FROM gathered g
  JOIN definition d ON d.metric_id = g.metric_id AND NOT d.is_state
  WHERE g.reports > 0
),

-- What the last of them says.
last_report AS (
  SELECT
    g.metric_id, g.bucket, o.period, o.period_start, o.qualifier,
    CASE
      WHEN d.basis = 'grade' THEN CAST(s.rank AS DOUBLE PRECISION)
      WHEN o.unit_id IS NULL OR o.unit_id = d.unit_id THEN CAST(o.value AS DOUBLE PRECISION)
      ELSE CAST(CAST(CAST(o.value AS DOUBLE PRECISION) * theirs.factor / d.own_factor AS DECIMAL(38, 12)) AS DOUBLE PRECISION)
    END AS value,
    o.obs_status IN ('P', 'E') AS provisional,
    row_number() OVER (PARTITION BY g.metric_id, g.bucket ORDER BY o.revision DESC) AS newest
  FROM gathered g
  JOIN definition d ON d.metric_id = g.metric_id
  JOIN observations o
    ON o.metric_id = g.metric_id AND o.period_end = g.last_day AND o.recorded_at <= $known_at
    AND (o.period_end - DATE '1900-01-01') * 1000 - (o.period_end - o.period_start) = g.ending
  LEFT JOIN unit theirs ON theirs.unit_id = o.unit_id AND theirs.newest = 1
  LEFT JOIN grades s ON s.metric_id = d.metric_id AND s.version = d.version AND s.grade = o.grade
  WHERE d.is_state OR d.basis = 'total' OR g.reports = 1
),

-- The reports that have to be looked at one by one: those of checklists, and of trends that a break interrupts or in
-- which a year and its last quarter end on the same day.
apart AS (
  SELECT o.*, row_number() OVER (PARTITION BY o.metric_id, o.period, o.item_id ORDER BY o.revision DESC) AS newest
  FROM observations o
  JOIN (
    SELECT metric_id FROM definition WHERE basis = 'checklist'
    UNION ALL
    SELECT g.metric_id FROM gathered g JOIN definition d ON d.metric_id = g.metric_id AND d.is_state
    WHERE g.grain_gap > 3 OR g.broken
  ) few ON few.metric_id = o.metric_id
  WHERE o.recorded_at <= $known_at AND o.period_end <= $as_of
),

tick AS (
  SELECT
    a.metric_id, a.period, a.period_start, a.period_end, a.value, a.obs_status,
    row_number() OVER (PARTITION BY a.metric_id, a.item_id ORDER BY a.period_end DESC, a.period_start DESC) AS newest
  FROM apart a
  JOIN definition d ON d.metric_id = a.metric_id AND d.basis = 'checklist'
  JOIN items i ON i.metric_id = d.metric_id AND i.version = d.version AND i.item_id = a.item_id
  WHERE a.newest = 1 AND a.obs_status NOT IN ('F', 'M') AND a.value IS NOT NULL
    AND a.period_start <= coalesce(d.due, a.period_start) AND (d.comparator IS NULL OR a.period_end >= d.plan_start)
),

-- One row a metric. A yearly metric has a row for each year, closed when its reports reach 31 December and cover every
-- day. Days that no report covers leave a sum a lower bound.
reached_alone AS (
  SELECT l.metric_id, 0 AS bucket, l.period, l.period_start AS first_day, g.last_day, l.value, l.qualifier,
         coalesce(l.qualifier = 'above', FALSE) AS open_up, coalesce(l.qualifier = 'below', FALSE) AS open_down,
         coalesce(l.qualifier = 'about', FALSE) AS about, l.provisional, FALSE AS incomplete, FALSE AS closed
  FROM last_report l
  JOIN gathered g ON g.metric_id = l.metric_id AND g.bucket = l.bucket
  JOIN definition d ON d.metric_id = l.metric_id AND d.is_state
  WHERE l.newest = 1
  UNION ALL
  SELECT g.metric_id, g.bucket, coalesce(l.period, CAST(g.bucket AS VARCHAR)), g.first_day, g.last_day,
         CAST(CAST(g.amount AS DECIMAL(38, 12)) AS DOUBLE PRECISION),
         CASE WHEN g.about OR (g.open_up AND g.open_down) THEN 'about' WHEN g.open_up THEN 'above' WHEN g.open_down THEN 'below' END,
         g.open_up, g.open_down, g.about, g.provisional,
         n.days > 0,
         d.basis = 'yearly' AND g.last_day >= make_date(g.bucket, 12, 31)
           AND g.covered >= make_date(g.bucket, 12, 31) - greatest(make_date(g.bucket, 1, 1), d.plan_start) + 1
  FROM gathered g
  JOIN definition d ON d.metric_id = g.metric_id
  JOIN lacking n ON n.metric_id = g.metric_id AND n.bucket = g.bucket
  LEFT JOIN last_report l ON l.metric_id = g.metric_id AND l.bucket = g.bucket AND l.newest = 1
  UNION ALL
  SELECT t.metric_id, 0, substring(max(CAST(t.period_end AS VARCHAR) || t.period), 11), min(t.period_start), max(t.period_end),
         sum(CASE WHEN t.value = 1 THEN 1 ELSE 0 END), NULL,
         FALSE, FALSE, FALSE, bool_or(t.obs_status IN ('P', 'E')), count(*) < d.items, FALSE
  FROM tick t
  JOIN definition d ON d.metric_id = t.metric_id
  WHERE t.newest = 1
  GROUP BY t.metric_id, d.items
),

-- A composite without a value of its own is the weighted mean of the parts that have one, of a yearly part the last year;
-- weights need not sum to one. Weight that has no value leaves it incomplete, as does a part that is; a part without a
-- published weight counts for nothing. What is open of a part is open of the mean, and what a part lacks may still come to it.
part_reached AS (
  SELECT r.*, row_number() OVER (PARTITION BY r.metric_id ORDER BY r.bucket DESC) AS newest
  FROM reached_alone r
  WHERE r.metric_id IN (SELECT part_id FROM parts)
),

weighed AS (
  SELECT
    d.metric_id,
    min(r.last_day) AS last_day, min(r.first_day) AS first_day,
    CAST(CAST(
      sum(CAST(p.weight AS DOUBLE PRECISION) * r.value) / nullif(sum(CAST(p.weight AS DOUBLE PRECISION)) FILTER (WHERE r.value IS NOT NULL), 0)
    AS DECIMAL(38, 12)) AS DOUBLE PRECISION) AS value,
    coalesce(sum(p.weight) FILTER (WHERE r.value IS NOT NULL), 0) < sum(p.weight) OR coalesce(bool_or(r.incomplete), FALSE) AS incomplete,
    coalesce(bool_or(r.open_up OR r.incomplete), FALSE) AS open_up, coalesce(bool_or(r.open_down), FALSE) AS open_down,
    coalesce(bool_or(r.about), FALSE) AS about,
    coalesce(bool_or(r.provisional), FALSE) AS provisional
  FROM definition d
  JOIN parts p ON p.metric_id = d.metric_id AND p.version = d.version AND p.weight > 0
  LEFT JOIN part_reached r ON r.metric_id = p.part_id AND r.newest = 1
  WHERE d.basis = 'composite' AND d.metric_id NOT IN (SELECT metric_id FROM reached_alone)
  GROUP BY d.metric_id
  HAVING count(r.value) > 0
),

reached AS (
  SELECT * FROM reached_alone
  UNION ALL
  SELECT metric_id, 0, CAST(last_day AS VARCHAR), first_day, last_day, value,
         CASE WHEN about OR (open_up AND open_down) THEN 'about' WHEN open_up THEN 'above' WHEN open_down THEN 'below' END,
         open_up, open_down, about, provisional, incomplete, FALSE
  FROM weighed
),

-- 3. Value against target: what certainly holds, what could hold ------------------------------------------------

-- A value with a qualifier is an interval: an open end is NULL, and 'more than 120' excludes 120 itself. A sum that lacks
-- days is a lower bound.
span AS (
  SELECT
    r.*,
    CASE WHEN r.open_down THEN NULL WHEN r.about THEN CAST(CAST(r.value - abs(r.value) * CAST(rule.about_margin AS DOUBLE PRECISION) AS DECIMAL(38, 12)) AS DOUBLE PRECISION) ELSE r.value END AS least,
    CASE WHEN r.open_up OR (r.incomplete AND d.basis IN ('total', 'yearly')) THEN NULL WHEN r.about THEN CAST(CAST(r.value + abs(r.value) * CAST(rule.about_margin AS DOUBLE PRECISION) AS DECIMAL(38, 12)) AS DOUBLE PRECISION) ELSE r.value END AS most
  FROM reached r
  JOIN definition d ON d.metric_id = r.metric_id
  CROSS JOIN rule
),

compared AS (
  SELECT
    s.*,
    d.basis = 'yearly' AS by_year,
    (d.low IS NULL OR coalesce(CASE WHEN d.low_strict AND NOT s.open_up THEN s.least > d.low ELSE s.least >= d.low END, FALSE))
      AND (d.high IS NULL OR coalesce(CASE WHEN d.high_strict AND NOT s.open_down THEN s.most < d.high ELSE s.most <= d.high END, FALSE))
      AS certain,
    (d.low IS NULL OR coalesce(CASE WHEN d.low_strict OR s.open_down THEN s.most > d.low ELSE s.most >= d.low END, TRUE))
      AND (d.high IS NULL OR coalesce(CASE WHEN d.high_strict OR s.open_up THEN s.least < d.high ELSE s.least <= d.high END, TRUE))
      AS possible,
    coalesce(s.least >= d.high, FALSE) AS beyond,
    greatest(coalesce(d.low - s.value, 0), coalesce(s.value - d.high, 0), 0) AS distance,
    greatest(coalesce(d.low - d.base, 0), coalesce(d.base - d.high, 0), 0) AS base_distance
  FROM span s
  JOIN definition d ON d.metric_id = s.metric_id
),

-- A year is lost when it has closed, or when it broke its ceiling and was over: what adds up doesn't fall.
years AS (
  SELECT
    metric_id,
    count(*) FILTER (WHERE NOT possible AND (closed OR (beyond AND bucket < extract(YEAR FROM $as_of)))) AS years_missed,
    count(*) FILTER (WHERE closed AND certain) AS years_held,
    count(*) FILTER (WHERE closed) AS years_closed,
    max(bucket) AS last_year
  FROM compared
  WHERE by_year
  GROUP BY metric_id
),

-- Everything that is judged, one row a metric: its target, its value, the years that are over, the rule.
standing AS (
  SELECT
    d.*,
    c.period, c.first_day, c.last_day, c.value, c.qualifier, c.least, c.most, c.certain, c.possible, c.beyond, c.distance, c.base_distance,
    c.incomplete, c.closed, c.provisional,
    -- of the years before the last, one that was never wholly reported
    coalesce(y.years_closed - CASE WHEN c.closed THEN 1 ELSE 0 END < y.last_year - extract(YEAR FROM d.plan_start), FALSE) AS years_lacking,
    coalesce(y.years_missed, 0) AS years_missed, coalesce(y.years_held, 0) AS years_held,
    d.due - d.start_day AS days,
    rule.pace_method, rule.on_track_from, rule.behind_from
  FROM definition d
  CROSS JOIN rule
  LEFT JOIN years y ON y.metric_id = d.metric_id
  LEFT JOIN compared c ON c.metric_id = d.metric_id AND c.bucket = coalesce(y.last_year, 0)
),

-- 4. Attainment, progress, and what the path expects at the date of the value ------------------------------------

course AS (
  SELECT
    s.*,
    CASE
      WHEN s.last_day IS NULL THEN NULL
      WHEN s.basis = 'yearly' THEN
        CAST(s.last_day - greatest(make_date(CAST(extract(YEAR FROM s.last_day) AS INTEGER), 1, 1), s.plan_start) + 1 AS DOUBLE PRECISION)
        / (make_date(CAST(extract(YEAR FROM s.last_day) AS INTEGER), 12, 31)
           - greatest(make_date(CAST(extract(YEAR FROM s.last_day) AS INTEGER), 1, 1), s.plan_start) + 1)
      WHEN s.last_day >= s.due THEN 1
      WHEN s.last_day <= s.start_day THEN 0
      WHEN s.path = 'stepped' THEN
        greatest(CAST(make_date(CAST(extract(YEAR FROM s.last_day + 1) AS INTEGER) - 1, 12, 31) - s.start_day AS DOUBLE PRECISION), 0)
        / nullif(s.days, 0)
      ELSE CAST(s.last_day - s.start_day AS DOUBLE PRECISION) / nullif(s.days, 0)
    END AS share
  FROM standing s
),

-- The points of a path of milestones: its start, the milestones, its end.
point AS (
  SELECT metric_id, start_day AS day, base AS value FROM definition WHERE path = 'milestones'
  UNION ALL
  SELECT d.metric_id, m.due, CAST(m.value AS DOUBLE PRECISION)
  FROM definition d JOIN milestones m ON m.metric_id = d.metric_id AND m.version = d.version
  WHERE d.path = 'milestones' AND m.due > d.start_day AND m.due < d.due
  UNION ALL
  SELECT metric_id, due, goal FROM definition WHERE path = 'milestones'
),

leg AS (
  SELECT metric_id, day, value,
         lead(day) OVER (PARTITION BY metric_id ORDER BY day) AS next_day,
         lead(value) OVER (PARTITION BY metric_id ORDER BY day) AS next_value
  FROM point
),

-- No way down from 24 is 0 / -24, which is -0; to add 0 takes the sign off.
way AS (
  SELECT
    c.*,
    CASE
      WHEN c.direction = 'higher' AND c.goal > 0 THEN c.value / c.goal
      WHEN c.direction = 'lower' AND c.goal > 0 AND c.value > 0 THEN c.goal / c.value
      WHEN c.direction = 'within' AND c.distance = 0 THEN 1
      WHEN c.direction = 'within' AND c.value < c.low AND c.low > 0 THEN c.value / c.low
      WHEN c.direction = 'within' AND c.value > c.high AND c.high > 0 THEN c.high / c.value
    END AS attainment,
    CASE
      WHEN c.direction = 'within' AND c.base_distance > 0 THEN 1 - c.distance / c.base_distance
      WHEN c.direction = 'higher' AND c.goal > c.base THEN (c.value - c.base) / (c.goal - c.base)
      WHEN c.direction = 'lower' AND c.basis IN ('total', 'yearly') THEN CASE WHEN c.goal > 0 THEN c.value / c.goal END
      WHEN c.direction = 'lower' AND c.goal < c.base THEN (c.value - c.base) / (c.goal - c.base)
    END + 0 AS progress,
    CASE
      WHEN c.comparator IS NULL OR (c.path = 'none' AND c.share < 1) THEN NULL
      WHEN c.basis = 'yearly' OR c.share IN (0, 1) OR c.path IN ('linear', 'stepped') THEN c.share
      WHEN c.path = 'milestones' AND c.goal <> c.base THEN
        (l.value + (l.next_value - l.value) * CAST(c.last_day - l.day AS DOUBLE PRECISION) / (l.next_day - l.day) - c.base) / (c.goal - c.base)
      WHEN c.path = 'compound' AND c.base > 0 AND c.goal > 0 AND c.goal <> c.base
        THEN (c.base * power(c.goal / c.base, c.share) - c.base) / (c.goal - c.base)
    END + 0 AS expected,
    -- a ceiling on a sum: the part of the allowance that is used up must not run ahead of the time that has passed
    c.direction = 'lower' AND c.basis IN ('total', 'yearly') AS is_ceiling
  FROM course c
  LEFT JOIN leg l ON l.metric_id = c.metric_id AND c.last_day >= l.day AND c.last_day < l.next_day
),

-- Growth by the calendar, for the rule that compares rates of growth: 2015 to 2020 is 5 years.
calendar AS (
  SELECT
    metric_id,
    extract(YEAR FROM last_day) - extract(YEAR FROM start_day)
      + extract(DOY FROM last_day) / extract(DOY FROM make_date(CAST(extract(YEAR FROM last_day) AS INTEGER), 12, 31))
      - extract(DOY FROM start_day) / extract(DOY FROM make_date(CAST(extract(YEAR FROM start_day) AS INTEGER), 12, 31)) AS years_past,
    extract(YEAR FROM due) - extract(YEAR FROM start_day)
      + extract(DOY FROM due) / extract(DOY FROM make_date(CAST(extract(YEAR FROM due) AS INTEGER), 12, 31))
      - extract(DOY FROM start_day) / extract(DOY FROM make_date(CAST(extract(YEAR FROM start_day) AS INTEGER), 12, 31)) AS years_in_all
  FROM way
  WHERE pace_method = 'cagr' AND base > 0 AND goal > 0 AND value > 0 AND goal <> base AND basis IN ('level', 'composite')
),

paced AS (
  SELECT
    w.*,
    CASE
      WHEN w.pace_method = 'cagr' THEN
        CASE
          WHEN g.years_past > 0 AND g.years_in_all > 0
          THEN (exp(least(ln(w.value / w.base) / g.years_past, 300)) - 1) / nullif(power(w.goal / w.base, 1 / g.years_in_all) - 1, 0)
            * CASE WHEN (w.direction = 'higher') = (w.goal > w.base) THEN 1 ELSE -1 END
        END
      WHEN w.is_ceiling THEN CASE WHEN w.expected > 0 AND w.progress > 0 THEN w.expected / w.progress END
      WHEN w.expected > 0 THEN w.progress / w.expected
    END + 0 AS pace
  FROM way w
  LEFT JOIN calendar g ON g.metric_id = w.metric_id
),

-- 5. The status -------------------------------------------------------------------------------------------------------

judged_alone AS (
  SELECT
    p.*,
    CASE
      WHEN p.comparator IS NULL THEN 'monitored'
      WHEN p.value IS NULL THEN 'no_data'

      -- what can't change any more: a year that has closed, a sum or a list that is complete, a ceiling that is broken
      WHEN p.basis = 'yearly' AND p.years_missed > 0 THEN 'missed'
      WHEN p.basis IN ('total', 'yearly') AND NOT p.possible AND p.beyond THEN 'missed'
      WHEN p.basis IN ('total', 'checklist') AND p.high IS NULL AND p.certain THEN 'met'

      -- the plan is over: its final value decides, and without one nothing is claimed
      WHEN p.basis = 'yearly' AND $as_of > p.due AND p.years_held < extract(YEAR FROM p.due) - extract(YEAR FROM p.plan_start) + 1 THEN 'no_data'
      WHEN p.basis = 'yearly' AND $as_of > p.due THEN 'met'
      WHEN $as_of > p.due AND (p.last_day < p.due OR p.incomplete) THEN 'no_data'
      WHEN $as_of > p.due AND p.certain THEN 'met'
      WHEN $as_of > p.due AND p.possible THEN 'no_data'  -- a qualifier leaves it open
      WHEN $as_of > p.due THEN 'missed'

      -- the plan is under way
      WHEN p.basis IN ('level', 'grade', 'composite') AND p.certain THEN 'met'
      WHEN p.basis = 'yearly' AND p.closed AND p.certain THEN 'on_track'
      WHEN p.progress IS NULL AND p.base IS NOT NULL AND p.base_distance = 0
        AND (p.distance > 0 OR (NOT p.possible AND p.value <> p.base)) THEN 'reversed'
      WHEN p.progress < 0 THEN 'reversed'
      WHEN p.pace_method = 'cagr' AND p.pace < 0 THEN 'reversed'
      WHEN p.expected IS NULL THEN 'no_baseline'
      WHEN p.is_ceiling AND p.value = 0 THEN CASE WHEN p.expected > 0 THEN 'on_track' ELSE 'not_due' END
      WHEN p.progress IS NULL THEN 'no_baseline'
      WHEN p.expected <= 0 THEN 'not_due'
      WHEN p.pace IS NULL THEN 'no_baseline'
      WHEN p.pace + 1e-9 >= p.on_track_from THEN 'on_track'
      WHEN p.pace + 1e-9 >= p.behind_from THEN 'behind'
      ELSE 'off_track'
    END AS own_status
  FROM paced p
),

-- A composite doesn't read green while a binding part of it lags.
held_back AS (
  SELECT DISTINCT d.metric_id
  FROM definition d
  JOIN parts p ON p.metric_id = d.metric_id AND p.version = d.version
  JOIN judged_alone part
    ON part.metric_id = p.part_id AND part.binding = 'binding' AND part.own_status IN ('behind', 'off_track', 'reversed', 'missed')
  WHERE d.basis = 'composite'
),

judged AS (
  SELECT
    j.*,
    CASE WHEN h.metric_id IS NOT NULL AND j.own_status IN ('met', 'on_track') THEN 'behind' ELSE j.own_status END AS status,
    h.metric_id IS NOT NULL AND j.own_status IN ('met', 'on_track') AS held_back
  FROM judged_alone j
  LEFT JOIN held_back h ON h.metric_id = j.metric_id
),

heard AS (
  SELECT metric_id, max(heard) AS reported_until FROM gathered GROUP BY metric_id
  UNION ALL
  SELECT a.metric_id, max(a.period_end)
  FROM apart a JOIN definition d ON d.metric_id = a.metric_id AND d.basis = 'checklist'
  WHERE a.newest = 1 AND a.obs_status <> 'F'
  GROUP BY a.metric_id
),

-- A report is due when its period has ended and overdue 30 days later, until the target is due or the plan is over: the
-- last period that has ended by each day.
deadline AS (
  SELECT d.metric_id, d.frequency, g.days, least($as_of - g.days, coalesce(d.due, d.plan_end)) + 1 AS next_day
  FROM definition d
  CROSS JOIN (VALUES (0), (30)) g (days)
  WHERE d.frequency IS NOT NULL
),

report AS (
  SELECT
    metric_id,
    days,
    CASE frequency
      WHEN 'month' THEN CAST(date_trunc('month', next_day) AS DATE) - 1
      WHEN 'quarter' THEN CAST(date_trunc('quarter', next_day) AS DATE) - 1
      WHEN 'half' THEN make_date(CAST(extract(YEAR FROM next_day) AS INTEGER), CASE WHEN extract(MONTH FROM next_day) > 6 THEN 7 ELSE 1 END, 1) - 1
      WHEN 'year' THEN CAST(date_trunc('year', next_day) AS DATE) - 1
    END AS ended
  FROM deadline
),

-- What is asked for and hasn't come: the last day of the period, the overdue one before the one that is only due.
awaited AS (
  SELECT r.metric_id, min(r.ended) AS day, bool_or(r.days = 30) AS overdue
  FROM report r
  JOIN definition d ON d.metric_id = r.metric_id
  LEFT JOIN heard h ON h.metric_id = r.metric_id
  WHERE r.ended >= d.plan_start AND coalesce(h.reported_until, DATE '0001-01-01') < r.ended
  GROUP BY r.metric_id
),

-- 6. The outlook ------------------------------------------------------------------------------------------------------

-- A break: from this value on, something else was measured.
break_ AS (
  SELECT metric_id, max(period_end) AS day
  FROM apart
  WHERE newest = 1 AND obs_status = 'B'
  GROUP BY metric_id
),

-- Of a state: its exact values from the start of the way on, or from the last break. Where reports of different lengths
-- end on one day, the shorter one speaks.
finest AS (
  SELECT
    a.metric_id, CAST(a.period_end - d.start_day AS DOUBLE PRECISION) AS day,
    CASE
      WHEN a.unit_id IS NULL OR a.unit_id = d.unit_id THEN CAST(a.value AS DOUBLE PRECISION)
      ELSE CAST(CAST(CAST(a.value AS DOUBLE PRECISION) * theirs.factor / d.own_factor AS DECIMAL(38, 12)) AS DOUBLE PRECISION)
    END AS value,
    row_number() OVER (PARTITION BY a.metric_id, a.period_end ORDER BY a.period_start DESC) AS first_choice
  FROM apart a
  JOIN definition d ON d.metric_id = a.metric_id AND d.is_state
  LEFT JOIN unit theirs ON theirs.unit_id = a.unit_id AND theirs.newest = 1
  LEFT JOIN break_ b ON b.metric_id = a.metric_id
  WHERE a.newest = 1 AND a.obs_status NOT IN ('F', 'M') AND a.value IS NOT NULL AND a.qualifier IS NULL
    AND a.period_end >= greatest(d.start_day, b.day) AND a.period_start <= d.due
    AND (d.basis <> 'total' OR a.period_end >= d.plan_start)
),

fit AS (
  SELECT metric_id, points, mean_day, mean_value, sxx, syy, sxy
  FROM gathered
  WHERE grain_gap <= 3 AND NOT broken
  UNION ALL
  SELECT metric_id, count(*), avg(day), avg(value), regr_sxx(value, day), regr_syy(value, day), regr_sxy(value, day)
  FROM finest
  WHERE first_choice = 1
  GROUP BY metric_id
),

-- Student's t for a two-sided 80 %, by degrees of freedom (NIST/SEMATECH e-Handbook 1.3.6.7.2); the last one stands for more.
student (freedom, t) AS (VALUES
  (1, 3.0777), (2, 1.8856), (3, 1.6377), (4, 1.5332), (5, 1.4759), (6, 1.4398),
  (7, 1.4149), (8, 1.3968), (9, 1.3830), (10, 1.3722), (11, 1.3634), (12, 1.3562),
  (13, 1.3502), (14, 1.3450), (15, 1.3406), (16, 1.3368), (17, 1.3334), (18, 1.3304),
  (19, 1.3277), (20, 1.3253), (21, 1.3232), (22, 1.3212), (23, 1.3195), (24, 1.3178),
  (25, 1.3163), (26, 1.3150), (27, 1.3137), (28, 1.3125), (29, 1.3114), (30, 1.3104)
),

projection AS (
  -- A state: ordinary least squares to the due date with its 80 % prediction interval (NIST/SEMATECH e-Handbook 4.5.2.1).
  SELECT
    f.metric_id, f.points,
    f.mean_value + f.sxy / f.sxx * (d.due - d.start_day - f.mean_day) AS projected,
    s.t * sqrt(greatest(f.syy - f.sxy * f.sxy / f.sxx, 0) / (f.points - 2))
      * sqrt(1 + CAST(1 AS DOUBLE PRECISION) / f.points + power(d.due - d.start_day - f.mean_day, 2) / f.sxx) AS half_width
  FROM fit f
  JOIN definition d ON d.metric_id = f.metric_id AND d.is_state
  JOIN student s ON s.freedom = least(f.points - 2, 30)
  WHERE f.sxx > 0 AND d.basis <> 'grade' AND d.comparator IS NOT NULL AND $as_of <= d.due
  UNION ALL
  -- A sum: what is to come, and what nobody has reported on, flows at the mean rate of the days that were reported, with
  -- the 80 % prediction interval for a sum of further draws (Hahn and Meeker, Statistical Intervals, 4.8), each report
  -- weighing as many days as it covers.
  SELECT
    g.metric_id, g.reports,
    g.amount + g.amount / g.days * (d.due - g.last_day + n.days),
    s.t * sqrt(greatest(g.squares - g.amount * g.amount / g.days, 0) / (g.reports - 1))
      * sqrt((d.due - g.last_day + n.days) + power(d.due - g.last_day + n.days, 2) / CAST(g.days AS DOUBLE PRECISION))
  FROM gathered g
  JOIN definition d ON d.metric_id = g.metric_id AND d.basis = 'total' AND d.reported = 'increment'
  JOIN lacking n ON n.metric_id = g.metric_id
  JOIN student s ON s.freedom = least(g.reports - 1, 30)
  WHERE g.reports >= 3 AND g.inexact = 0 AND d.comparator IS NOT NULL AND $as_of <= d.due AND d.due >= g.last_day
),

-- Rounded to six places, so that the order of the rows, which shows in the last digits of a double, doesn't matter.
-- A sum of amounts can't fall below what it is already, and no value leaves its bounds: a percentage ends at 100.
-- Where the value of the due day is known, nothing is left to project.
outlook AS (
  SELECT
    j.*,
    CAST(p.points AS INTEGER) AS trend_points,
    CASE WHEN p.points > 0 THEN CAST(CAST(least(greatest(p.projected, j.floor_), j.highest) AS DECIMAL(38, 6)) AS DOUBLE PRECISION) END AS projected,
    CASE WHEN p.points > 0 THEN CAST(CAST(least(greatest(p.projected - p.half_width, j.floor_), j.highest) AS DECIMAL(38, 6)) AS DOUBLE PRECISION) END AS projected_low,
    CASE WHEN p.points > 0 THEN CAST(CAST(least(greatest(p.projected + p.half_width, j.floor_), j.highest) AS DECIMAL(38, 6)) AS DOUBLE PRECISION) END AS projected_high
  FROM (SELECT judged.*, CASE WHEN basis = 'total' THEN value ELSE lowest END AS floor_ FROM judged) j
  LEFT JOIN projection p ON p.metric_id = j.metric_id AND p.projected IS NOT NULL AND j.last_day < j.due
)

SELECT
  m.metric_id, m.version, m.plan_id, m.area_id, m.cluster_id, m.category_id, m.name, m.name_en, m.unit_id, m.decimals,
  m.basis, m.reported, m.comparator, m.direction, m.target_low, m.target_high, m.tolerance, m.target_grade, m.scale, m.path, m.due,
  m.binding, m.baseline, m.baseline_qualifier, m.baseline_period, m.frequency, m.owner_id, m.source_id, m.section,
  m.breaks_from, m.note, m.position, o.start_day, o.base, o.goal, o.items,
  o.period, o.last_day, o.value, o.qualifier, o.least, o.most,
  o.attainment, o.progress, o.expected, o.pace,
  CASE
    WHEN o.basis IN ('yearly', 'total') AND o.goal IS NOT NULL THEN o.expected * o.goal
    WHEN o.base IS NOT NULL AND o.goal IS NOT NULL THEN o.base + o.expected * (o.goal - o.base)
  END AS expected_value,
  o.status, o.held_back, o.years_missed, o.years_held,
  w.day AS awaited_day,
  coalesce(w.overdue, FALSE) AS overdue,
  coalesce(o.provisional, FALSE) AS provisional,
  -- what certainly holds leaves nothing open, but of a sum that may still grow beyond its bound it is the pace that is judged
  coalesce(o.comparator IS NOT NULL AND (o.qualifier IS NOT NULL OR o.incomplete) AND o.status <> 'missed'
    AND NOT (o.certain AND (o.high IS NULL OR o.basis NOT IN ('total', 'yearly') OR o.closed OR o.own_status IN ('met', 'no_data'))), FALSE)
    OR coalesce(o.baseline_qualifier IS NOT NULL AND o.progress IS NOT NULL AND o.status NOT IN ('met', 'missed', 'no_data'), FALSE) AS uncertain,
  coalesce($as_of > o.due AND o.status = 'no_data' AND o.value IS NOT NULL, FALSE) AS not_final,
  coalesce(o.incomplete, FALSE) OR o.years_lacking AS incomplete,
  CASE
    WHEN o.certain OR $as_of > o.due OR o.last_day >= o.due OR o.basis IN ('yearly', 'checklist', 'grade') OR o.is_ceiling THEN NULL
    -- "nearly 250" of 200 is not certain, but nothing can be said to be needed
    WHEN (o.direction = 'higher' AND o.value >= o.goal) OR (o.direction = 'lower' AND o.value <= o.goal) THEN NULL
    ELSE (o.goal - o.value) / nullif(CAST(o.due - o.last_day AS DOUBLE PRECISION) / 365.25, 0)
  END AS needed_per_year,
  o.projected, o.projected_low, o.projected_high, o.trend_points,
  -- what the band says, and no more
  CASE
    WHEN o.projected IS NULL THEN NULL
    WHEN (o.low IS NULL OR o.projected_low + 1e-9 * abs(o.low) >= o.low)
      AND (o.high IS NULL OR o.projected_high - 1e-9 * abs(o.high) <= o.high) THEN 'likely'
    WHEN o.projected_high < o.low OR o.projected_low > o.high THEN 'unlikely'
    ELSE 'open'
  END AS outlook
FROM outlook o
JOIN metrics m ON m.metric_id = o.metric_id AND m.version = o.version
LEFT JOIN awaited w ON w.metric_id = o.metric_id

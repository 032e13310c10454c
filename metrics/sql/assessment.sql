-- The rule of a status. One row for each metric that is known, judged on $as_of, as known at $known_at, by $profile.
-- It reads top to bottom as `metrics/README.md` does. Everything that an assessment needs is decided here.
-- The newest version of anything is the one that none follows.

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
  SELECT p.plan_id, p.period_start, p.period_end
  FROM plans p
  LEFT JOIN plans n ON n.plan_id = p.plan_id AND n.version > p.version AND n.recorded_at <= $known_at
  WHERE p.recorded_at <= $known_at AND n.plan_id IS NULL
),

-- Between which bounds a value can lie at all, where that is known of a metric or of a kind of unit.
bound AS (
  SELECT
    l.scope, l.name,
    CASE WHEN l.severity = 'error' THEN CAST(l.least AS DOUBLE PRECISION) END AS least,
    CASE WHEN l.severity = 'error' THEN CAST(l.most AS DOUBLE PRECISION) END AS most
  FROM limits l
  LEFT JOIN limits n
    ON n.scope = l.scope AND n.name = l.name AND n.check_id = 'range' AND n.version > l.version AND n.recorded_at <= $known_at
  WHERE l.check_id = 'range' AND l.recorded_at <= $known_at AND n.name IS NULL
),

unit AS (
  SELECT u.unit_id, CAST(u.factor AS DOUBLE PRECISION) AS factor,
         b.least / CAST(u.factor AS DOUBLE PRECISION) AS least, b.most / CAST(u.factor AS DOUBLE PRECISION) AS most
  FROM units u
  LEFT JOIN units n ON n.unit_id = u.unit_id AND n.version > u.version AND n.recorded_at <= $known_at
  LEFT JOIN bound b ON b.scope = 'unit_kind' AND b.name = u.kind
  WHERE u.recorded_at <= $known_at AND n.unit_id IS NULL
),

-- A target that was changed in mid-plan stands from its day on; before that day the earlier one does.
version AS (
  SELECT metric_id, version, coalesce(effective_from, DATE '0001-01-01') AS since
  FROM metrics
  WHERE recorded_at <= $known_at AND coalesce(effective_from, $as_of) <= $as_of
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
    CASE WHEN b.name IS NULL THEN own.least ELSE b.least END AS lowest,
    CASE WHEN b.name IS NULL THEN own.most ELSE b.most END AS highest,
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
  JOIN version v ON v.metric_id = m.metric_id AND v.version = m.version
  LEFT JOIN version n ON n.metric_id = v.metric_id AND (n.since > v.since OR (n.since = v.since AND n.version > v.version))
  JOIN plan p ON p.plan_id = m.plan_id
  LEFT JOIN unit own ON own.unit_id = m.unit_id
  LEFT JOIN bound b ON b.scope = 'metric' AND b.name = m.metric_id
  LEFT JOIN item_count i ON i.metric_id = m.metric_id AND i.version = m.version
  LEFT JOIN grades g ON g.metric_id = m.metric_id AND g.version = m.version AND g.grade = m.target_grade
  WHERE n.metric_id IS NULL
),

-- 2. The value ---------------------------------------------------------------------------------------------------

-- The revisions that another one follows.
revised AS (
  SELECT metric_id, period, item_id, revision - 1 AS revision
  FROM observations
  WHERE revision > 1 AND recorded_at <= $known_at
),

-- The newest revision of each value that was known. Forecasts are shown, never judged.
known AS (
  SELECT o.metric_id, o.period_start, o.period_end, o.value, o.unit_id, o.grade, o.qualifier, o.obs_status
  FROM observations o
  WHERE o.recorded_at <= $known_at AND o.period_end <= $as_of AND o.obs_status <> 'F'
    AND (o.metric_id, o.period, o.item_id, o.revision) NOT IN (SELECT metric_id, period, item_id, revision FROM revised)
),

-- What is counted in decimals is compared in decimals: 0.1 and 0.7 are 0.8, and 0.29 亿元 are 2,900 万元. A double that
-- comes of reckoning is rounded to twelve places for that.

-- In the metric's own unit. A report counts if it has a value, begins by the day on which the target is due and, where
-- amounts add up, belongs to the plan. `day` is the last one of a report that counts, and empty for any other.
measured AS (
  SELECT
    k.metric_id, k.period_start, k.period_end, k.qualifier, k.obs_status, d.basis, d.is_state, d.start_day,
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
  LEFT JOIN unit theirs ON theirs.unit_id = k.unit_id
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
    -- bit by bit: 1 more than, 2 less than, 4 about, 8 provisional, 16 a break in the series
    CASE WHEN qualifier IS NULL AND obs_status = 'A' THEN 0 ELSE
      CASE WHEN day IS NULL THEN 0 ELSE CASE qualifier WHEN 'above' THEN 1 WHEN 'below' THEN 2 WHEN 'about' THEN 4 ELSE 0 END END
      + CASE WHEN day IS NOT NULL AND obs_status IN ('P', 'E') THEN 8 WHEN obs_status = 'B' THEN 16 ELSE 0 END
    END AS marks,
    -- an exact value of the way, by the days since its start
    CASE WHEN is_state AND day >= start_day AND qualifier IS NULL THEN CAST(day - start_day AS DOUBLE PRECISION) END AS trend_day
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
    bit_or(marks) AS marks,
    count(trend_day) AS points, avg(trend_day) AS mean_day, avg(CASE WHEN trend_day IS NOT NULL THEN value END) AS mean_value,
    regr_sxx(value, trend_day) AS sxx, regr_syy(value, trend_day) AS syy, regr_sxy(value, trend_day) AS sxy,
    max(CASE WHEN trend_day IS NOT NULL THEN days END) - min(CASE WHEN trend_day IS NOT NULL THEN days END) AS grain_gap
  FROM counted
  GROUP BY metric_id, bucket
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
    o.obs_status IN ('P', 'E') AS provisional
  FROM gathered g
  JOIN definition d ON d.metric_id = g.metric_id
  JOIN observations o
    ON o.metric_id = g.metric_id AND o.period_end = g.last_day AND o.recorded_at <= $known_at
    AND (o.period_end - DATE '1900-01-01') * 1000 - (o.period_end - o.period_start) = g.ending
  LEFT JOIN unit theirs ON theirs.unit_id = o.unit_id
  LEFT JOIN grades s ON s.metric_id = d.metric_id AND s.version = d.version AND s.grade = o.grade
  WHERE (d.is_state OR d.basis = 'total' OR g.reports = 1)
    AND (o.metric_id, o.period, o.item_id, o.revision) NOT IN (SELECT metric_id, period, item_id, revision FROM revised)
),

-- The same beside what is promised. Of a sum, how many days nobody has reported on up to its last report: within its plan,
-- of a yearly metric within each year. A plan may begin within a period that is not reported.
told AS (
  SELECT
    g.*, (marks & 1) > 0 AS open_up, (marks & 2) > 0 AS open_down, (marks & 4) > 0 AS about, (marks & 8) > 0 AS provisional,
    (marks & 16) > 0 AS broken,
    d.basis, d.is_state, d.comparator, d.due, d.start_day, d.plan_start,
    l.period AS last_period, l.period_start AS last_start, l.value AS last_value, l.qualifier AS last_qualifier,
    l.provisional AS last_provisional,
    CASE
      WHEN d.is_state OR (d.comparator IS NULL AND d.basis <> 'yearly') THEN 0
      WHEN d.basis = 'yearly' THEN g.last_day - greatest(make_date(g.bucket, 1, 1), d.plan_start) + 1 - g.covered
      WHEN g.first_day - d.plan_start >= CASE d.frequency WHEN 'month' THEN 28 WHEN 'quarter' THEN 90 WHEN 'half' THEN 181 ELSE 365 END
      THEN g.last_day - d.plan_start + 1 - g.covered
      ELSE g.last_day - g.first_day + 1 - g.covered
    END AS lacking
  FROM gathered g
  JOIN definition d ON d.metric_id = g.metric_id
  LEFT JOIN last_report l ON l.metric_id = g.metric_id AND l.bucket = g.bucket
  WHERE g.reports > 0
),

-- The reports that have to be looked at one by one: those of checklists, and of trends that a break interrupts or in
-- which a year and its last quarter end on the same day.
apart AS (
  SELECT o.*, row_number() OVER (PARTITION BY o.metric_id, o.period, o.item_id ORDER BY o.revision DESC) AS newest
  FROM observations o
  JOIN (
    SELECT metric_id FROM definition WHERE basis = 'checklist'
    UNION ALL
    SELECT metric_id FROM told WHERE is_state AND (grain_gap > 3 OR broken)
  ) few ON few.metric_id = o.metric_id
  WHERE o.recorded_at <= $known_at AND o.period_end <= $as_of
),

-- What of a checklist is done, by the last report on each of its items.
tick AS (
  SELECT
    a.metric_id, a.period, a.period_start, a.period_end, a.value, a.obs_status, d.items,
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
  SELECT
    metric_id, bucket,
    CASE WHEN is_state THEN last_period ELSE coalesce(last_period, CAST(bucket AS VARCHAR)) END AS period,
    CASE WHEN is_state THEN last_start ELSE first_day END AS first_day,
    last_day,
    CASE WHEN is_state THEN last_value ELSE CAST(CAST(amount AS DECIMAL(38, 12)) AS DOUBLE PRECISION) END AS value,
    CASE
      WHEN is_state THEN last_qualifier
      WHEN about OR (open_up AND open_down) THEN 'about'
      WHEN open_up THEN 'above'
      WHEN open_down THEN 'below'
    END AS qualifier,
    CASE WHEN is_state THEN coalesce(last_qualifier = 'above', FALSE) ELSE open_up END AS open_up,
    CASE WHEN is_state THEN coalesce(last_qualifier = 'below', FALSE) ELSE open_down END AS open_down,
    CASE WHEN is_state THEN coalesce(last_qualifier = 'about', FALSE) ELSE about END AS about,
    CASE WHEN is_state THEN last_provisional ELSE provisional END AS provisional,
    lacking > 0 AS incomplete,
    basis = 'yearly' AND last_day >= make_date(bucket, 12, 31)
      AND covered >= make_date(bucket, 12, 31) - greatest(make_date(bucket, 1, 1), plan_start) + 1 AS closed
  FROM told
  UNION ALL
  SELECT metric_id, 0, substring(max(CAST(period_end AS VARCHAR) || period), 11), min(period_start), max(period_end),
         sum(CASE WHEN value = 1 THEN 1 ELSE 0 END), NULL,
         FALSE, FALSE, FALSE, bool_or(obs_status IN ('P', 'E')), count(*) < items, FALSE
  FROM tick
  WHERE newest = 1
  GROUP BY metric_id, items
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
  LEFT JOIN told own ON own.metric_id = d.metric_id
  WHERE d.basis = 'composite' AND own.metric_id IS NULL
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
    r.*, d.basis, d.low, d.high, d.low_strict, d.high_strict, d.base,
    CASE WHEN r.open_down THEN NULL WHEN r.about THEN CAST(CAST(r.value - abs(r.value) * CAST(rule.about_margin AS DOUBLE PRECISION) AS DECIMAL(38, 12)) AS DOUBLE PRECISION) ELSE r.value END AS least,
    CASE WHEN r.open_up OR (r.incomplete AND d.basis IN ('total', 'yearly')) THEN NULL WHEN r.about THEN CAST(CAST(r.value + abs(r.value) * CAST(rule.about_margin AS DOUBLE PRECISION) AS DECIMAL(38, 12)) AS DOUBLE PRECISION) ELSE r.value END AS most
  FROM reached r
  JOIN definition d ON d.metric_id = r.metric_id
  CROSS JOIN rule
),

compared AS (
  SELECT
    metric_id, bucket, period, first_day, last_day, value, qualifier, least, most, provisional, incomplete, closed, basis,
    (low IS NULL OR coalesce(CASE WHEN low_strict AND NOT open_up THEN least > low ELSE least >= low END, FALSE))
      AND (high IS NULL OR coalesce(CASE WHEN high_strict AND NOT open_down THEN most < high ELSE most <= high END, FALSE))
      AS certain,
    (low IS NULL OR coalesce(CASE WHEN low_strict OR open_down THEN most > low ELSE most >= low END, TRUE))
      AND (high IS NULL OR coalesce(CASE WHEN high_strict OR open_up THEN least < high ELSE least <= high END, TRUE))
      AS possible,
    coalesce(least >= high, FALSE) AS beyond,
    greatest(coalesce(low - value, 0), coalesce(value - high, 0), 0) AS distance,
    greatest(coalesce(low - base, 0), coalesce(base - high, 0), 0) AS base_distance
  FROM span
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
  WHERE basis = 'yearly'
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
    c.direction = 'lower' AND c.basis IN ('total', 'yearly') AS is_ceiling,
    c.pace_method = 'cagr' AND c.base > 0 AND c.goal > 0 AND c.value > 0 AND c.goal <> c.base AND c.basis IN ('level', 'composite') AS grows
  FROM course c
  LEFT JOIN leg l ON l.metric_id = c.metric_id AND c.last_day >= l.day AND c.last_day < l.next_day
),

-- Growth by the calendar, for the rule that compares rates of growth: 2015 to 2020 is 5 years.
calendar AS (
  SELECT
    w.*,
    CASE WHEN w.grows THEN
      extract(YEAR FROM w.last_day) - extract(YEAR FROM w.start_day)
        + extract(DOY FROM w.last_day) / extract(DOY FROM make_date(CAST(extract(YEAR FROM w.last_day) AS INTEGER), 12, 31))
        - extract(DOY FROM w.start_day) / extract(DOY FROM make_date(CAST(extract(YEAR FROM w.start_day) AS INTEGER), 12, 31))
    END AS years_past,
    CASE WHEN w.grows THEN
      extract(YEAR FROM w.due) - extract(YEAR FROM w.start_day)
        + extract(DOY FROM w.due) / extract(DOY FROM make_date(CAST(extract(YEAR FROM w.due) AS INTEGER), 12, 31))
        - extract(DOY FROM w.start_day) / extract(DOY FROM make_date(CAST(extract(YEAR FROM w.start_day) AS INTEGER), 12, 31))
    END AS years_in_all
  FROM way w
),

paced AS (
  SELECT
    c.*,
    CASE
      WHEN c.pace_method = 'cagr' THEN
        CASE
          WHEN c.years_past > 0 AND c.years_in_all > 0
          THEN (exp(least(ln(c.value / c.base) / c.years_past, 300)) - 1) / nullif(power(c.goal / c.base, 1 / c.years_in_all) - 1, 0)
            * CASE WHEN (c.direction = 'higher') = (c.goal > c.base) THEN 1 ELSE -1 END
        END
      WHEN c.is_ceiling THEN CASE WHEN c.expected > 0 AND c.progress > 0 THEN c.expected / c.progress END
      WHEN c.expected > 0 THEN c.progress / c.expected
    END + 0 AS pace
  FROM calendar c
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

-- 6. What is asked for, and the outlook -------------------------------------------------------------------------------

heard AS (
  SELECT metric_id, max(heard) AS reported_until FROM gathered GROUP BY metric_id
  UNION ALL
  SELECT a.metric_id, max(a.period_end)
  FROM apart a JOIN definition d ON d.metric_id = a.metric_id AND d.basis = 'checklist'
  WHERE a.newest = 1 AND a.obs_status <> 'F'
  GROUP BY a.metric_id
),

-- A report is due when its period has ended and overdue 30 days later, until the target is due or the plan is over: by
-- each day, the day after the last period that has ended.
deadline AS (
  SELECT
    j.*, h.reported_until,
    CASE j.frequency WHEN 'month' THEN 1 WHEN 'quarter' THEN 3 WHEN 'half' THEN 6 WHEN 'year' THEN 12 END AS months,
    least($as_of, coalesce(j.due, j.plan_end)) + 1 AS due_by,
    least($as_of - 30, coalesce(j.due, j.plan_end)) + 1 AS overdue_by
  FROM judged j
  LEFT JOIN heard h ON h.metric_id = j.metric_id
),

report AS (
  SELECT
    d.*,
    make_date(CAST(extract(YEAR FROM due_by) AS INTEGER),
      CAST(extract(MONTH FROM due_by) - (extract(MONTH FROM due_by) - 1) % months AS INTEGER), 1) - 1 AS due_end,
    make_date(CAST(extract(YEAR FROM overdue_by) AS INTEGER),
      CAST(extract(MONTH FROM overdue_by) - (extract(MONTH FROM overdue_by) - 1) % months AS INTEGER), 1) - 1 AS overdue_end
  FROM deadline d
),

-- What is asked for and hasn't come: the last day of the period, the overdue one before the one that is only due.
awaited AS (
  SELECT
    r.*,
    coalesce(overdue_end >= plan_start AND coalesce(reported_until, DATE '0001-01-01') < overdue_end, FALSE) AS overdue,
    CASE
      WHEN overdue_end >= plan_start AND coalesce(reported_until, DATE '0001-01-01') < overdue_end THEN overdue_end
      WHEN due_end >= plan_start AND coalesce(reported_until, DATE '0001-01-01') < due_end THEN due_end
    END AS awaited_day
  FROM report r
),

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
    a.metric_id, d.start_day, d.due, CAST(a.period_end - d.start_day AS DOUBLE PRECISION) AS day,
    CASE
      WHEN a.unit_id IS NULL OR a.unit_id = d.unit_id THEN CAST(a.value AS DOUBLE PRECISION)
      ELSE CAST(CAST(CAST(a.value AS DOUBLE PRECISION) * theirs.factor / d.own_factor AS DECIMAL(38, 12)) AS DOUBLE PRECISION)
    END AS value,
    row_number() OVER (PARTITION BY a.metric_id, a.period_end ORDER BY a.period_start DESC) AS first_choice
  FROM apart a
  JOIN definition d ON d.metric_id = a.metric_id AND d.is_state
  LEFT JOIN unit theirs ON theirs.unit_id = a.unit_id
  LEFT JOIN break_ b ON b.metric_id = a.metric_id
  WHERE a.newest = 1 AND a.obs_status NOT IN ('F', 'M') AND a.value IS NOT NULL AND a.qualifier IS NULL
    AND a.period_end >= greatest(d.start_day, b.day) AND a.period_start <= d.due
    AND (d.basis <> 'total' OR a.period_end >= d.plan_start)
),

fit AS (
  SELECT metric_id, start_day, due, points, mean_day, mean_value, sxx, syy, sxy
  FROM told
  WHERE is_state AND grain_gap <= 3 AND NOT broken
  UNION ALL
  SELECT metric_id, start_day, due, count(*), avg(day), avg(value), regr_sxx(value, day), regr_syy(value, day), regr_sxy(value, day)
  FROM finest
  WHERE first_choice = 1
  GROUP BY metric_id, start_day, due
),

-- Student's t for a two-sided 80 %, by degrees of freedom (NIST/SEMATECH e-Handbook 1.3.6.7.2); the last one stands for more.
student (freedom, t) AS (VALUES
  (1, 3.0777), (2, 1.8856), (3, 1.6377), (4, 1.5332), (5, 1.4759), (6, 1.4398),
  (7, 1.4149), (8, 1.3968), (9, 1.3830), (10, 1.3722), (11, 1.3634), (12, 1.3562),
  (13, 1.3502), (14, 1.3450), (15, 1.3406), (16, 1.3368), (17, 1.3334), (18, 1.3304),
  (19, 1.3277), (20, 1.3253), (21, 1.3232), (22, 1.3212), (23, 1.3195), (24, 1.3178),
  (25, 1.3163), (26, 1.3150), (27, 1.3137), (28, 1.3125), (29, 1.3114), (30, 1.3104)
),

-- What is projected to the due date, from how many reports, and of its band: the squares that the projection leaves over,
-- their degrees of freedom, and by how much the due date lies outside of what was seen.
sample AS (
  -- A state: ordinary least squares with its 80 % prediction interval (NIST/SEMATECH e-Handbook 4.5.2.1).
  SELECT
    metric_id, points, points - 2 AS freedom,
    mean_value + sxy / sxx * (due - start_day - mean_day) AS projected,
    syy - sxy * sxy / sxx AS squares,
    1 + CAST(1 AS DOUBLE PRECISION) / points + power(due - start_day - mean_day, 2) / sxx AS reach
  FROM fit
  WHERE sxx > 0
  UNION ALL
  -- A sum: what is to come, and what nobody has reported on, flows at the mean rate of the days that were reported, with
  -- the 80 % prediction interval for a sum of further draws (Hahn and Meeker, Statistical Intervals, 4.8), each report
  -- weighing as many days as it covers.
  SELECT
    metric_id, reports, reports - 1,
    amount + amount / days * (due - last_day + lacking),
    squares - amount * amount / days,
    (due - last_day + lacking) + power(due - last_day + lacking, 2) / CAST(days AS DOUBLE PRECISION)
  FROM told
  WHERE basis = 'total' AND NOT is_state AND reports >= 3 AND NOT (open_up OR open_down OR about) AND due >= last_day AND lacking >= 0
),

projection AS (
  SELECT s.metric_id, s.points, s.projected, t.t * sqrt(greatest(s.squares, 0) / s.freedom) * sqrt(s.reach) AS half_width
  FROM sample s
  JOIN student t ON t.freedom = least(s.freedom, 30)
  WHERE s.projected IS NOT NULL
),

-- Rounded to six places, so that the order of the rows, which shows in the last digits of a double, doesn't matter.
-- A sum of amounts can't fall below what it is already, and no value leaves its bounds: a percentage ends at 100.
-- Where the value of the due day is known, or that day is over, nothing is left to project.
outlook AS (
  SELECT
    a.*,
    CAST(p.points AS INTEGER) AS trend_points,
    CASE WHEN p.points > 0 THEN CAST(CAST(least(greatest(p.projected, a.floor_), a.highest) AS DECIMAL(38, 6)) AS DOUBLE PRECISION) END AS projected,
    CASE WHEN p.points > 0 THEN CAST(CAST(least(greatest(p.projected - p.half_width, a.floor_), a.highest) AS DECIMAL(38, 6)) AS DOUBLE PRECISION) END AS projected_low,
    CASE WHEN p.points > 0 THEN CAST(CAST(least(greatest(p.projected + p.half_width, a.floor_), a.highest) AS DECIMAL(38, 6)) AS DOUBLE PRECISION) END AS projected_high
  FROM (SELECT awaited.*, CASE WHEN basis = 'total' THEN value ELSE lowest END AS floor_ FROM awaited) a
  LEFT JOIN projection p
    ON p.metric_id = a.metric_id AND a.comparator IS NOT NULL AND a.basis <> 'grade' AND a.last_day < a.due AND $as_of <= a.due
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
  o.awaited_day, o.overdue,
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

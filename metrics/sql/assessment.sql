-- The rule of a status. One row for each metric that is known, judged on $as_of, as known at $known_at, by $profile.
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
  SELECT p.plan_id, p.period_start, row_number() OVER (PARTITION BY p.plan_id ORDER BY p.version DESC) AS newest
  FROM plans p
  WHERE p.recorded_at <= $known_at
),

unit AS (
  SELECT u.unit_id, CAST(u.factor AS DOUBLE PRECISION) AS factor,
         row_number() OVER (PARTITION BY u.unit_id ORDER BY u.version DESC) AS newest
  FROM units u
  WHERE u.recorded_at <= $known_at
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
),

item_count AS (
  SELECT metric_id, version, CAST(count(*) AS DOUBLE PRECISION) AS items
  FROM items
  GROUP BY metric_id, version
),

definition AS (
  SELECT
    m.*,
    p.period_start AS plan_start,
    i.items,
    own.factor AS own_factor,
    g.rank AS target_rank,
    -- the first day of the way, as the last day before it: progress and time both count from there
    CASE
      WHEN m.basis IN ('level', 'grade', 'composite') THEN coalesce(m.baseline_end, p.period_start - 1)
      ELSE p.period_start - 1
    END AS start_day
  FROM metrics m
  JOIN version v ON v.metric_id = m.metric_id AND v.version = m.version AND v.newest = 1
  JOIN plan p ON p.plan_id = m.plan_id AND p.newest = 1
  LEFT JOIN unit own ON own.unit_id = m.unit_id AND own.newest = 1
  LEFT JOIN item_count i ON i.metric_id = m.metric_id AND i.version = m.version
  LEFT JOIN grades g ON g.metric_id = m.metric_id AND g.version = m.version AND g.grade = m.target_grade
),

-- Bounds: `low` and `high` are what must hold (strictly, for above and below), `goal` is where progress runs to.
target AS (
  SELECT
    d.metric_id,
    CASE
      WHEN d.basis = 'grade' THEN CAST(d.target_rank AS DOUBLE PRECISION)
      WHEN d.basis = 'checklist' THEN coalesce(CAST(d.target_low AS DOUBLE PRECISION), d.items)
      WHEN d.comparator IN ('at_least', 'above') THEN CAST(d.target_low AS DOUBLE PRECISION)
      WHEN d.comparator = 'between' AND d.direction <> 'lower' THEN CAST(d.target_low AS DOUBLE PRECISION)
      WHEN d.comparator = 'about' AND d.direction <> 'lower' THEN CAST(d.target_low - d.tolerance AS DOUBLE PRECISION)
    END AS low,
    CASE
      WHEN d.comparator IN ('at_most', 'below') THEN CAST(d.target_high AS DOUBLE PRECISION)
      WHEN d.comparator = 'between' AND d.direction <> 'higher' THEN CAST(d.target_high AS DOUBLE PRECISION)
      WHEN d.comparator = 'about' AND d.direction <> 'higher' THEN CAST(d.target_high + d.tolerance AS DOUBLE PRECISION)
    END AS high,
    CASE
      WHEN d.basis = 'grade' THEN CAST(d.target_rank AS DOUBLE PRECISION)
      WHEN d.basis = 'checklist' THEN coalesce(CAST(d.target_low AS DOUBLE PRECISION), d.items)
      WHEN d.direction = 'higher' THEN CAST(d.target_low AS DOUBLE PRECISION)
      WHEN d.direction = 'lower' THEN CAST(d.target_high AS DOUBLE PRECISION)
    END AS goal,
    coalesce(d.comparator = 'above', FALSE) AS low_strict,
    coalesce(d.comparator = 'below', FALSE) AS high_strict,
    CASE
      WHEN d.comparator IS NULL THEN NULL
      WHEN d.basis IN ('total', 'yearly', 'checklist') THEN CAST(0 AS DOUBLE PRECISION)
      ELSE CAST(d.baseline AS DOUBLE PRECISION)
    END AS base
  FROM definition d
),

-- 2. The value ---------------------------------------------------------------------------------------------------

-- The newest revision of each value that was known. Only revised rows stand on the right side, so that it stays fast.
known AS (
  SELECT o.*
  FROM observations o
  LEFT JOIN (
    SELECT metric_id, period, item_id, revision - 1 AS previous
    FROM observations
    WHERE revision > 1 AND recorded_at <= $known_at
  ) n ON n.metric_id = o.metric_id AND n.period = o.period AND n.item_id = o.item_id AND n.previous = o.revision
  WHERE o.recorded_at <= $known_at AND n.previous IS NULL AND o.period_end <= $as_of
),

heard AS (
  SELECT metric_id, max(period_end) AS reported_until
  FROM known
  WHERE obs_status <> 'F'
  GROUP BY metric_id
),

-- What is counted in decimals is compared in decimals: 0.1 and 0.7 are 0.8, and 0.29 亿元 are 2,900 万元. A double that
-- comes of reckoning is rounded to twelve places for that.

-- In the metric's own unit, and begun by the day on which the target is due. Forecasts are shown, never judged.
measured AS (
  SELECT
    k.metric_id, k.period, k.item_id, k.period_start, k.period_end, k.qualifier, k.obs_status, k.revision,
    d.basis, d.reported, d.comparator, d.plan_start, d.due,
    -- grows with the period's last day, and at the same last day with its first
    (k.period_end - DATE '1900-01-01') * 1000 - (k.period_end - k.period_start) AS lateness,
    CASE
      WHEN d.basis = 'grade' THEN CAST(g.rank AS DOUBLE PRECISION)
      WHEN k.unit_id IS NULL OR k.unit_id = d.unit_id THEN CAST(k.value AS DOUBLE PRECISION)
      ELSE CAST(CAST(CAST(k.value AS DOUBLE PRECISION) * theirs.factor / d.own_factor AS DECIMAL(38, 12)) AS DOUBLE PRECISION)
    END AS value
  FROM known k
  JOIN definition d ON d.metric_id = k.metric_id
  LEFT JOIN unit theirs ON theirs.unit_id = k.unit_id AND theirs.newest = 1
  LEFT JOIN grades g ON g.metric_id = d.metric_id AND g.version = d.version AND g.grade = k.grade
  WHERE k.obs_status NOT IN ('F', 'M')
    AND (k.value IS NOT NULL OR k.grade IS NOT NULL)
    AND k.period_start <= coalesce(d.due, k.period_start)
    AND (d.comparator IS NULL OR d.basis IN ('level', 'grade', 'composite') OR k.period_end >= d.plan_start)
),

-- A state, or a running total: the period that ends last counts; at the same end the finer one.
last_state AS (
  SELECT m.*, row_number() OVER (PARTITION BY m.metric_id ORDER BY m.lateness DESC) AS newest
  FROM measured m
  WHERE m.basis IN ('level', 'grade', 'composite') OR (m.basis = 'total' AND m.reported = 'to_date')
),

-- Amounts of their own periods add up. Days that no report covers leave the sum a lower bound.
amount AS (
  SELECT
    m.metric_id,
    CASE WHEN m.basis = 'yearly' THEN CAST(extract(YEAR FROM m.period_end) AS INTEGER) ELSE 0 END AS bucket,
    min(greatest(m.period_start, m.plan_start)) AS first_day, max(m.period_end) AS last_day,
    substring(max(CAST(m.period_end AS VARCHAR) || m.period), 11) AS last_period,
    count(*) AS reports, sum(m.period_end - greatest(m.period_start, m.plan_start) + 1) AS covered,
    CAST(CAST(sum(m.value) AS DECIMAL(38, 12)) AS DOUBLE PRECISION) AS value,
    bool_or(coalesce(m.qualifier = 'above', FALSE)) AS open_up,
    bool_or(coalesce(m.qualifier = 'below', FALSE)) AS open_down,
    bool_or(coalesce(m.qualifier = 'about', FALSE)) AS about,
    bool_or(m.obs_status IN ('P', 'E')) AS provisional
  FROM measured m
  WHERE m.basis = 'yearly' OR (m.basis = 'total' AND m.reported = 'increment')
  GROUP BY m.metric_id, bucket
),

last_tick AS (
  SELECT m.*, row_number() OVER (PARTITION BY m.metric_id, m.item_id ORDER BY m.lateness DESC) AS newest
  FROM measured m
  JOIN definition d ON d.metric_id = m.metric_id
  JOIN items i ON i.metric_id = d.metric_id AND i.version = d.version AND i.item_id = m.item_id
  WHERE m.basis = 'checklist'
),

-- A yearly metric has a row for each year (its bucket), closed when its reports reach 31 December and cover every day.
reached_alone AS (
  SELECT metric_id, period, 0 AS bucket, period_start AS first_day, period_end AS last_day, value, qualifier,
         coalesce(qualifier = 'above', FALSE) AS open_up, coalesce(qualifier = 'below', FALSE) AS open_down,
         coalesce(qualifier = 'about', FALSE) AS about, obs_status IN ('P', 'E') AS provisional,
         FALSE AS incomplete, FALSE AS closed
  FROM last_state
  WHERE newest = 1
  UNION ALL
  SELECT a.metric_id, a.last_period, 0, a.first_day, a.last_day, a.value,
         CASE WHEN a.about OR (a.open_up AND a.open_down) THEN 'about' WHEN a.open_up THEN 'above' WHEN a.open_down THEN 'below' END,
         a.open_up, a.open_down, a.about, a.provisional,
         d.comparator IS NOT NULL AND (
           a.covered < a.last_day - a.first_day + 1
           OR a.first_day - d.plan_start >= CASE d.frequency WHEN 'month' THEN 28 WHEN 'quarter' THEN 90 WHEN 'half' THEN 181 ELSE 365 END
         ),
         FALSE
  FROM amount a
  JOIN definition d ON d.metric_id = a.metric_id AND d.basis = 'total'
  UNION ALL
  SELECT a.metric_id, CASE WHEN a.reports = 1 THEN a.last_period ELSE CAST(a.bucket AS VARCHAR) END, a.bucket, a.first_day, a.last_day, a.value,
         CASE WHEN a.about OR (a.open_up AND a.open_down) THEN 'about' WHEN a.open_up THEN 'above' WHEN a.open_down THEN 'below' END,
         a.open_up, a.open_down, a.about, a.provisional,
         a.covered < a.last_day - greatest(make_date(a.bucket, 1, 1), d.plan_start) + 1,
         a.last_day >= make_date(a.bucket, 12, 31)
           AND a.covered >= make_date(a.bucket, 12, 31) - greatest(make_date(a.bucket, 1, 1), d.plan_start) + 1
  FROM amount a
  JOIN definition d ON d.metric_id = a.metric_id AND d.basis = 'yearly'
  UNION ALL
  SELECT l.metric_id, substring(max(CAST(l.period_end AS VARCHAR) || l.period), 11), 0, min(l.period_start), max(l.period_end), sum(CASE WHEN l.value = 1 THEN 1 ELSE 0 END), NULL,
         FALSE, FALSE, FALSE, bool_or(l.obs_status IN ('P', 'E')), count(*) < d.items, FALSE
  FROM last_tick l
  JOIN definition d ON d.metric_id = l.metric_id
  WHERE l.newest = 1
  GROUP BY l.metric_id, d.items
),

-- A composite without a value of its own is the weighted mean of the parts that have one; weights need not sum to one.
-- Weight that has no value leaves it incomplete, and a part without a published weight counts for nothing.
weighed AS (
  SELECT
    d.metric_id,
    min(r.last_day) AS last_day, min(r.first_day) AS first_day,
    sum(CAST(p.weight AS DOUBLE PRECISION) * r.value) / nullif(sum(CAST(p.weight AS DOUBLE PRECISION)) FILTER (WHERE r.value IS NOT NULL), 0) AS value,
    coalesce(sum(p.weight) FILTER (WHERE r.value IS NOT NULL), 0) < sum(p.weight) AS incomplete,
    bool_or(coalesce(r.qualifier IS NOT NULL, FALSE)) AS about,
    bool_or(coalesce(r.provisional, FALSE)) AS provisional
  FROM definition d
  JOIN parts p ON p.metric_id = d.metric_id AND p.version = d.version AND p.weight > 0
  LEFT JOIN reached_alone r ON r.metric_id = p.part_id
  WHERE d.basis = 'composite' AND d.metric_id NOT IN (SELECT metric_id FROM last_state WHERE newest = 1)
  GROUP BY d.metric_id
  HAVING count(r.value) > 0
),

reached AS (
  SELECT * FROM reached_alone
  UNION ALL
  SELECT metric_id, CAST(last_day AS VARCHAR), 0, first_day, last_day, value, CASE WHEN about THEN 'about' END, FALSE, FALSE, about,
         provisional, incomplete, FALSE
  FROM weighed
),

-- 3. Value against target: what certainly holds, what could hold ------------------------------------------------

-- A value with a qualifier is an interval: an open end is NULL, and 'more than 120' excludes 120 itself.
interval_ AS (
  SELECT
    r.*,
    CASE WHEN r.open_down THEN NULL WHEN r.about THEN CAST(CAST(r.value - abs(r.value) * CAST(rule.about_margin AS DOUBLE PRECISION) AS DECIMAL(38, 12)) AS DOUBLE PRECISION) ELSE r.value END AS least,
    CASE WHEN r.open_up THEN NULL WHEN r.about THEN CAST(CAST(r.value + abs(r.value) * CAST(rule.about_margin AS DOUBLE PRECISION) AS DECIMAL(38, 12)) AS DOUBLE PRECISION) ELSE r.value END AS most
  FROM reached r
  CROSS JOIN rule
),

compared_all AS (
  SELECT
    i.*,
    (t.low IS NULL OR coalesce(CASE WHEN t.low_strict AND NOT i.open_up THEN i.least > t.low ELSE i.least >= t.low END, FALSE))
      AND (t.high IS NULL OR coalesce(CASE WHEN t.high_strict AND NOT i.open_down THEN i.most < t.high ELSE i.most <= t.high END, FALSE))
      AS certain,
    (t.low IS NULL OR coalesce(CASE WHEN t.low_strict OR i.open_down THEN i.most > t.low ELSE i.most >= t.low END, TRUE))
      AND (t.high IS NULL OR coalesce(CASE WHEN t.high_strict OR i.open_up THEN i.least < t.high ELSE i.least <= t.high END, TRUE))
      AS possible,
    greatest(coalesce(t.low - i.value, 0), coalesce(i.value - t.high, 0), 0) AS distance,
    greatest(coalesce(t.low - t.base, 0), coalesce(t.base - t.high, 0), 0) AS base_distance
  FROM interval_ i
  JOIN target t ON t.metric_id = i.metric_id
),

years AS (
  SELECT
    c.metric_id,
    count(*) FILTER (WHERE c.closed AND NOT c.possible) AS years_missed,
    count(*) FILTER (WHERE c.closed AND c.certain) AS years_held,
    max(c.bucket) AS last_year
  FROM compared_all c
  JOIN definition d ON d.metric_id = c.metric_id AND d.basis = 'yearly'
  GROUP BY c.metric_id
),

compared AS (
  SELECT c.*
  FROM compared_all c
  LEFT JOIN years y ON y.metric_id = c.metric_id
  WHERE c.bucket = coalesce(y.last_year, 0)
),

-- 4. Attainment, progress, and what the path expects at the date of the value ------------------------------------

share AS (
  SELECT
    d.metric_id,
    c.last_day,
    d.due - d.start_day AS days,
    CASE
      WHEN d.basis = 'yearly' THEN
        CAST(c.last_day - greatest(make_date(CAST(extract(YEAR FROM c.last_day) AS INTEGER), 1, 1), d.plan_start) + 1 AS DOUBLE PRECISION)
        / (make_date(CAST(extract(YEAR FROM c.last_day) AS INTEGER), 12, 31)
           - greatest(make_date(CAST(extract(YEAR FROM c.last_day) AS INTEGER), 1, 1), d.plan_start) + 1)
      WHEN c.last_day >= d.due THEN 1
      WHEN c.last_day <= d.start_day THEN 0
      WHEN d.path = 'stepped' THEN
        greatest(CAST(make_date(CAST(extract(YEAR FROM c.last_day + 1) AS INTEGER) - 1, 12, 31) - d.start_day AS DOUBLE PRECISION), 0)
        / nullif(d.due - d.start_day, 0)
      ELSE CAST(c.last_day - d.start_day AS DOUBLE PRECISION) / nullif(d.due - d.start_day, 0)
    END AS share
  FROM definition d
  JOIN compared c ON c.metric_id = d.metric_id
),

-- The points of a path of milestones: its start, the milestones, its end.
point AS (
  SELECT d.metric_id, d.start_day AS day, t.base AS value FROM definition d JOIN target t ON t.metric_id = d.metric_id WHERE d.path = 'milestones'
  UNION ALL
  SELECT d.metric_id, m.due, CAST(m.value AS DOUBLE PRECISION)
  FROM definition d JOIN milestones m ON m.metric_id = d.metric_id AND m.version = d.version
  WHERE d.path = 'milestones' AND m.due > d.start_day AND m.due < d.due
  UNION ALL
  SELECT d.metric_id, d.due, t.goal FROM definition d JOIN target t ON t.metric_id = d.metric_id WHERE d.path = 'milestones'
),

leg AS (
  SELECT metric_id, day, value,
         lead(day) OVER (PARTITION BY metric_id ORDER BY day) AS next_day,
         lead(value) OVER (PARTITION BY metric_id ORDER BY day) AS next_value
  FROM point
),

waymark AS (
  SELECT l.metric_id, l.value + (l.next_value - l.value) * CAST(s.last_day - l.day AS DOUBLE PRECISION) / (l.next_day - l.day) AS value
  FROM leg l
  JOIN share s ON s.metric_id = l.metric_id AND s.last_day >= l.day AND s.last_day < l.next_day
),

way AS (
  SELECT
    c.metric_id,
    CASE
      WHEN d.direction = 'higher' AND t.goal > 0 THEN c.value / t.goal
      WHEN d.direction = 'lower' AND t.goal > 0 AND c.value > 0 THEN t.goal / c.value
      WHEN d.direction = 'within' AND c.distance = 0 THEN 1
      WHEN d.direction = 'within' AND c.value < t.low AND t.low > 0 THEN c.value / t.low
      WHEN d.direction = 'within' AND c.value > t.high AND t.high > 0 THEN t.high / c.value
    END AS attainment,
    CASE
      WHEN d.direction = 'within' AND c.base_distance > 0 THEN 1 - c.distance / c.base_distance
      WHEN d.direction = 'higher' AND t.goal > t.base THEN (c.value - t.base) / (t.goal - t.base)
      WHEN d.direction = 'lower' AND d.basis IN ('total', 'yearly') AND t.goal > 0 THEN c.value / t.goal
      WHEN d.direction = 'lower' AND t.goal < t.base THEN (c.value - t.base) / (t.goal - t.base)
    END AS progress,
    CASE
      WHEN d.comparator IS NULL OR (d.path = 'none' AND s.share < 1) THEN NULL
      WHEN d.basis = 'yearly' OR s.share IN (0, 1) OR d.path IN ('linear', 'stepped') THEN s.share
      WHEN d.path = 'milestones' AND t.goal <> t.base THEN (w.value - t.base) / (t.goal - t.base)
      WHEN d.path = 'compound' AND t.base > 0 AND t.goal > 0 AND t.goal <> t.base
        THEN (t.base * power(t.goal / t.base, s.share) - t.base) / (t.goal - t.base)
    END AS expected,
    -- a ceiling on a sum: the part of the allowance that is used up must not run ahead of the time that has passed
    d.direction = 'lower' AND d.basis IN ('total', 'yearly') AS ceiling_,
    -- years between the baseline and the value, and to the due date, by the calendar: 2015 to 2020 is 5
    extract(YEAR FROM c.last_day) - extract(YEAR FROM d.start_day)
      + extract(DOY FROM c.last_day) / extract(DOY FROM make_date(CAST(extract(YEAR FROM c.last_day) AS INTEGER), 12, 31))
      - extract(DOY FROM d.start_day) / extract(DOY FROM make_date(CAST(extract(YEAR FROM d.start_day) AS INTEGER), 12, 31)) AS years_past,
    extract(YEAR FROM d.due) - extract(YEAR FROM d.start_day)
      + extract(DOY FROM d.due) / extract(DOY FROM make_date(CAST(extract(YEAR FROM d.due) AS INTEGER), 12, 31))
      - extract(DOY FROM d.start_day) / extract(DOY FROM make_date(CAST(extract(YEAR FROM d.start_day) AS INTEGER), 12, 31)) AS years_in_all
  FROM compared c
  JOIN definition d ON d.metric_id = c.metric_id
  JOIN target t ON t.metric_id = c.metric_id
  JOIN share s ON s.metric_id = c.metric_id
  LEFT JOIN waymark w ON w.metric_id = c.metric_id
),

paced AS (
  SELECT
    w.*,
    CASE
      WHEN rule.pace_method = 'cagr' THEN
        CASE
          WHEN t.base > 0 AND t.goal > 0 AND c.value > 0 AND t.goal <> t.base AND w.years_past > 0 AND w.years_in_all > 0
            AND d.basis IN ('level', 'composite')
          THEN (exp(least(ln(c.value / t.base) / w.years_past, 300)) - 1) / nullif(power(t.goal / t.base, 1 / w.years_in_all) - 1, 0)
            * CASE WHEN (d.direction = 'higher') = (t.goal > t.base) THEN 1 ELSE -1 END
        END
      WHEN w.ceiling_ THEN w.expected / nullif(w.progress, 0)
      WHEN w.expected > 0 THEN w.progress / w.expected
    END AS pace
  FROM way w
  JOIN compared c ON c.metric_id = w.metric_id
  JOIN definition d ON d.metric_id = w.metric_id
  JOIN target t ON t.metric_id = w.metric_id
  CROSS JOIN rule
),

-- 5. The status -------------------------------------------------------------------------------------------------------

judged_alone AS (
  SELECT
    d.metric_id,
    CASE
      WHEN d.comparator IS NULL THEN 'monitored'
      WHEN c.value IS NULL THEN 'no_data'

      -- what can't change any more: a year that has closed, a sum or a list that is complete, a ceiling that is broken
      WHEN d.basis = 'yearly' AND y.years_missed > 0 THEN 'missed'
      WHEN d.basis IN ('total', 'yearly') AND NOT c.possible AND c.least >= t.high THEN 'missed'
      WHEN d.basis IN ('total', 'checklist') AND t.high IS NULL AND c.certain THEN 'met'

      -- the plan is over: its final value decides, and without one nothing is claimed
      WHEN d.basis = 'yearly' AND $as_of > d.due AND y.years_held < extract(YEAR FROM d.due) - extract(YEAR FROM d.plan_start) + 1 THEN 'no_data'
      WHEN d.basis = 'yearly' AND $as_of > d.due THEN 'met'
      WHEN $as_of > d.due AND (c.last_day < d.due OR c.incomplete) THEN 'no_data'
      WHEN $as_of > d.due AND c.certain THEN 'met'
      WHEN $as_of > d.due AND c.possible THEN 'no_data'  -- a qualifier leaves it open
      WHEN $as_of > d.due THEN 'missed'

      -- the plan is under way
      WHEN d.basis IN ('level', 'grade', 'composite') AND c.certain THEN 'met'
      WHEN d.basis = 'yearly' AND c.closed AND c.certain THEN 'on_track'
      WHEN p.progress IS NULL AND t.base IS NOT NULL AND c.base_distance = 0 AND c.distance > 0 THEN 'reversed'
      WHEN p.progress < 0 THEN 'reversed'
      WHEN rule.pace_method = 'cagr' AND p.pace < 0 THEN 'reversed'
      WHEN p.expected IS NULL THEN 'no_baseline'
      WHEN p.ceiling_ AND c.value = 0 THEN CASE WHEN p.expected > 0 THEN 'on_track' ELSE 'not_due' END
      WHEN p.progress IS NULL THEN 'no_baseline'
      WHEN p.expected <= 0 THEN 'not_due'
      WHEN p.pace IS NULL THEN 'no_baseline'
      WHEN p.pace + 1e-9 >= rule.on_track_from THEN 'on_track'
      WHEN p.pace + 1e-9 >= rule.behind_from THEN 'behind'
      ELSE 'off_track'
    END AS status,
    coalesce(y.years_missed, 0) AS years_missed,
    coalesce(y.years_held, 0) AS years_held
  FROM definition d
  JOIN target t ON t.metric_id = d.metric_id
  LEFT JOIN compared c ON c.metric_id = d.metric_id
  LEFT JOIN paced p ON p.metric_id = d.metric_id
  LEFT JOIN years y ON y.metric_id = d.metric_id
  CROSS JOIN rule
),

-- A composite doesn't read green while a binding part of it lags.
held_back AS (
  SELECT DISTINCT d.metric_id
  FROM definition d
  JOIN parts p ON p.metric_id = d.metric_id AND p.version = d.version
  JOIN definition part ON part.metric_id = p.part_id AND part.binding = 'binding'
  JOIN judged_alone j ON j.metric_id = p.part_id AND j.status IN ('behind', 'off_track', 'reversed', 'missed')
  WHERE d.basis = 'composite'
),

judged AS (
  SELECT
    j.metric_id,
    CASE WHEN h.metric_id IS NOT NULL AND j.status IN ('met', 'on_track') THEN 'behind' ELSE j.status END AS status,
    h.metric_id IS NOT NULL AND j.status IN ('met', 'on_track') AS held_back,
    j.years_missed,
    j.years_held
  FROM judged_alone j
  LEFT JOIN held_back h ON h.metric_id = j.metric_id
),

-- A report is due when its period has ended and overdue 30 days later: the last period that has ended by each day.
deadline AS (
  SELECT d.metric_id, d.frequency, g.days, least($as_of - g.days, d.due) + 1 AS next_day
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

-- Of a state: its exact values from the start of the way on; at one end the finer period.
trend_point AS (
  SELECT
    m.metric_id,
    CAST(m.period_end - d.start_day AS DOUBLE PRECISION) AS day,
    m.value,
    row_number() OVER (PARTITION BY m.metric_id, m.period_end ORDER BY m.lateness DESC) AS finest
  FROM measured m
  JOIN definition d ON d.metric_id = m.metric_id
  WHERE d.comparator IS NOT NULL AND $as_of <= d.due AND m.qualifier IS NULL AND m.period_end >= d.start_day
    AND (d.basis IN ('level', 'composite') OR (d.basis = 'total' AND d.reported = 'to_date'))
),

fit AS (
  SELECT metric_id, CAST(count(*) AS INTEGER) AS points, regr_slope(value, day) AS slope, regr_intercept(value, day) AS intercept,
         avg(day) AS mean_day, regr_sxx(value, day) AS sxx, regr_syy(value, day) AS syy, regr_sxy(value, day) AS sxy
  FROM trend_point
  WHERE finest = 1
  GROUP BY metric_id
  HAVING count(*) >= 3
),

-- Student's t for a two-sided 80 %, by degrees of freedom (NIST/SEMATECH e-Handbook 1.3.6.7.2); the last one stands for more.
student (freedom, t) AS (VALUES
  (1, 3.0777), (2, 1.8856), (3, 1.6377), (4, 1.5332), (5, 1.4759), (6, 1.4398),
  (7, 1.4149), (8, 1.3968), (9, 1.3830), (10, 1.3722), (11, 1.3634), (12, 1.3562),
  (13, 1.3502), (14, 1.3450), (15, 1.3406), (16, 1.3368), (17, 1.3334), (18, 1.3304),
  (19, 1.3277), (20, 1.3253), (21, 1.3232), (22, 1.3212), (23, 1.3195), (24, 1.3178),
  (25, 1.3163), (26, 1.3150), (27, 1.3137), (28, 1.3125), (29, 1.3114), (30, 1.3104)
),

-- A state: ordinary least squares to the due date with its 80 % prediction interval (NIST/SEMATECH e-Handbook 4.5.2.1).
state_projection AS (
  SELECT
    f.metric_id, f.points,
    f.intercept + f.slope * (d.due - d.start_day) AS projected,
    s.t * sqrt(greatest(f.syy - f.sxy * f.sxy / f.sxx, 0) / (f.points - 2))
      * sqrt(1 + CAST(1 AS DOUBLE PRECISION) / f.points + power(d.due - d.start_day - f.mean_day, 2) / f.sxx) AS half_width
  FROM fit f
  JOIN definition d ON d.metric_id = f.metric_id
  JOIN student s ON s.freedom = least(f.points - 2, 30)
  WHERE f.sxx > 0
),

-- A sum: what is to come flows at the mean rate of the days that were reported, with the 80 % prediction interval for a
-- sum of further draws (Hahn and Meeker, Statistical Intervals, 4.8), each report weighing as many days as it covers.
flow AS (
  SELECT
    m.metric_id, CAST(count(*) AS INTEGER) AS points,
    sum(m.value) AS amount, CAST(sum(m.period_end - m.period_start + 1) AS DOUBLE PRECISION) AS days,
    sum(m.value * m.value / (m.period_end - m.period_start + 1)) AS squares,
    max(m.period_end) AS last_day
  FROM measured m
  JOIN definition d ON d.metric_id = m.metric_id
  WHERE d.basis = 'total' AND d.reported = 'increment' AND d.comparator IS NOT NULL AND $as_of <= d.due
  GROUP BY m.metric_id
  HAVING count(*) >= 3 AND count(m.qualifier) = 0
),

sum_projection AS (
  SELECT
    f.metric_id, f.points,
    f.amount + f.amount / f.days * (d.due - f.last_day) AS projected,
    s.t * sqrt(greatest(f.squares - f.amount * f.amount / f.days, 0) / (f.points - 1))
      * sqrt((d.due - f.last_day) + power(d.due - f.last_day, 2) / f.days) AS half_width
  FROM flow f
  JOIN definition d ON d.metric_id = f.metric_id
  JOIN student s ON s.freedom = least(f.points - 1, 30)
  WHERE d.due >= f.last_day
),

projection AS (
  SELECT * FROM state_projection
  UNION ALL
  SELECT * FROM sum_projection
),

-- A sum of amounts can't fall below what it is already.
outlook AS (
  SELECT
    p.metric_id, p.points,
    CASE WHEN d.basis = 'total' THEN greatest(p.projected, c.value) ELSE p.projected END AS projected,
    CASE WHEN d.basis = 'total' THEN greatest(p.projected - p.half_width, c.value) ELSE p.projected - p.half_width END AS projected_low,
    CASE WHEN d.basis = 'total' THEN greatest(p.projected + p.half_width, c.value) ELSE p.projected + p.half_width END AS projected_high
  FROM projection p
  JOIN definition d ON d.metric_id = p.metric_id
  JOIN compared c ON c.metric_id = p.metric_id
)

SELECT
  d.metric_id, d.version, d.plan_id, d.area_id, d.cluster_id, d.category_id, d.name, d.name_en, d.unit_id, d.decimals,
  d.basis, d.reported, d.comparator, d.direction, d.target_low, d.target_high, d.tolerance, d.target_grade, d.scale, d.path, d.due,
  d.binding, d.baseline, d.baseline_qualifier, d.baseline_period, d.frequency, d.owner_id, d.source_id, d.section,
  d.breaks_from, d.note, d.position, d.start_day, t.base, t.goal, i.items,
  c.period, c.last_day, c.value, c.qualifier, c.least, c.most,
  p.attainment, p.progress, p.expected, p.pace,
  CASE
    WHEN d.basis IN ('yearly', 'total') AND t.goal IS NOT NULL THEN p.expected * t.goal
    WHEN t.base IS NOT NULL AND t.goal IS NOT NULL THEN t.base + p.expected * (t.goal - t.base)
  END AS expected_value,
  j.status, j.held_back, j.years_missed, j.years_held,
  w.day AS awaited_day,
  coalesce(w.overdue, FALSE) AS overdue,
  coalesce(c.provisional, FALSE) AS provisional,
  coalesce(d.comparator IS NOT NULL AND (c.qualifier IS NOT NULL OR c.incomplete) AND NOT c.certain AND j.status <> 'missed', FALSE)
    OR coalesce(d.baseline_qualifier IS NOT NULL AND p.progress IS NOT NULL AND j.status NOT IN ('met', 'missed', 'no_data'), FALSE) AS uncertain,
  coalesce($as_of > d.due AND j.status = 'no_data' AND c.value IS NOT NULL, FALSE) AS not_final,
  coalesce(c.incomplete, FALSE) AS incomplete,
  CASE
    WHEN c.certain OR $as_of > d.due OR c.last_day >= d.due OR d.basis IN ('yearly', 'checklist', 'grade') OR p.ceiling_ THEN NULL
    ELSE (t.goal - c.value) / nullif(CAST(d.due - c.last_day AS DOUBLE PRECISION) / 365.25, 0)
  END AS needed_per_year,
  o.projected, o.projected_low, o.projected_high, o.points AS trend_points,
  -- what the band says, and no more
  CASE
    WHEN o.projected IS NULL THEN NULL
    WHEN (t.low IS NULL OR o.projected_low + 1e-9 * abs(t.low) >= t.low)
      AND (t.high IS NULL OR o.projected_high - 1e-9 * abs(t.high) <= t.high) THEN 'likely'
    WHEN o.projected_high < t.low OR o.projected_low > t.high THEN 'unlikely'
    ELSE 'open'
  END AS outlook
FROM definition d
JOIN target t ON t.metric_id = d.metric_id
JOIN judged j ON j.metric_id = d.metric_id
LEFT JOIN item_count i ON i.metric_id = d.metric_id AND i.version = d.version
LEFT JOIN compared c ON c.metric_id = d.metric_id
LEFT JOIN paced p ON p.metric_id = d.metric_id
LEFT JOIN awaited w ON w.metric_id = d.metric_id
LEFT JOIN outlook o ON o.metric_id = d.metric_id
ORDER BY d.plan_id, d.position, d.metric_id

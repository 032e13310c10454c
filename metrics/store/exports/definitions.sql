-- Definitions as known at $known_at with their names: of each the newest in force on $as_of, or $every version.

WITH plan AS (
  SELECT plan_id, name, name_en, row_number() OVER (PARTITION BY plan_id ORDER BY version DESC) AS newest
  FROM plans WHERE recorded_at <= $known_at
),
area AS (
  SELECT area_id, name, name_en, row_number() OVER (PARTITION BY area_id ORDER BY version DESC) AS newest
  FROM areas WHERE recorded_at <= $known_at
),
cluster AS (
  SELECT cluster_id, name, row_number() OVER (PARTITION BY cluster_id ORDER BY version DESC) AS newest
  FROM clusters WHERE recorded_at <= $known_at
),
category AS (
  SELECT category_id, name, row_number() OVER (PARTITION BY category_id ORDER BY version DESC) AS newest
  FROM categories WHERE recorded_at <= $known_at
),
owner AS (
  SELECT owner_id, name, row_number() OVER (PARTITION BY owner_id ORDER BY version DESC) AS newest
  FROM owners WHERE recorded_at <= $known_at
),
source AS (
  SELECT source_id, title, row_number() OVER (PARTITION BY source_id ORDER BY version DESC) AS newest
  FROM sources WHERE recorded_at <= $known_at
),
version AS (
  SELECT m.*, coalesce(m.effective_from, DATE '0001-01-01') <= $as_of AS in_force,
         row_number() OVER (
           PARTITION BY m.metric_id, coalesce(m.effective_from, DATE '0001-01-01') <= $as_of
           ORDER BY coalesce(m.effective_from, DATE '0001-01-01') DESC, m.version DESC
         ) AS newest
  FROM metrics m WHERE m.recorded_at <= $known_at
)

SELECT version.*, plan.name AS plan, plan.name_en AS plan_en, area.name AS area, area.name_en AS area_en,
       cluster.name AS cluster, category.name AS category, owner.name AS owner, source.title AS source
FROM version
LEFT JOIN plan ON plan.plan_id = version.plan_id AND plan.newest = 1
LEFT JOIN area ON area.area_id = version.area_id AND area.newest = 1
LEFT JOIN cluster ON cluster.cluster_id = version.cluster_id AND cluster.newest = 1
LEFT JOIN category ON category.category_id = version.category_id AND category.newest = 1
LEFT JOIN owner ON owner.owner_id = version.owner_id AND owner.newest = 1
LEFT JOIN source ON source.source_id = version.source_id AND source.newest = 1
WHERE ($every OR (version.in_force AND version.newest = 1))
  AND ($all OR list_contains($metrics, version.metric_id))
ORDER BY plan_id, position, metric_id, version

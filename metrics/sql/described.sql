-- Assessments with their names, in the columns that leave the program. Stands behind `assessment AS (…)`.

, named_row AS (
  SELECT 'area' AS kind, area_id AS id, name, name_en, version, recorded_at FROM areas
  UNION ALL
  SELECT 'cluster', cluster_id, name, name_en, version, recorded_at FROM clusters
  UNION ALL
  SELECT 'category', category_id, name, name_en, version, recorded_at FROM categories
  UNION ALL
  SELECT 'unit', unit_id, unit_id, name_en, version, recorded_at FROM units
  UNION ALL
  SELECT 'source', source_id, coalesce(document_number || ' ', '') || title, title, version, recorded_at FROM sources
),

name_of AS MATERIALIZED (
  SELECT kind, id, arg_max(name, version) AS name, arg_max(name_en, version) AS name_en
  FROM named_row
  WHERE recorded_at <= $known_at
  GROUP BY kind, id
),

-- How many base units a unit is, and what that base unit is called: 亿元 is 100,000,000 CNY.
scale_ AS (
  SELECT u.unit_id, CAST(u.factor AS DOUBLE PRECISION) AS factor, base.name_en AS base_en,
         row_number() OVER (PARTITION BY u.unit_id ORDER BY u.version DESC, base.version DESC) AS newest
  FROM units u
  LEFT JOIN units base ON base.kind = u.kind AND base.factor = 1 AND base.recorded_at <= $known_at
  WHERE u.recorded_at <= $known_at
),

-- The record behind the value: the newest revision of the period that counts.
record AS (
  SELECT o.metric_id, o.grade, o.obs_status, o.source_id, o.recorded_at, o.recorded_by,
         row_number() OVER (PARTITION BY o.metric_id ORDER BY o.recorded_at DESC, o.revision DESC, o.item_id) AS newest
  FROM assessment a
  JOIN observations o ON o.metric_id = a.metric_id AND o.period = a.period
  WHERE o.recorded_at <= $known_at
),

-- By metric, so that what is joined is narrow.
named AS (
  SELECT
    a.metric_id,
    area.name AS area, area.name_en AS area_en,
    cluster.name AS cluster, cluster.name_en AS cluster_en,
    category.name AS category, category.name_en AS category_en,
    unit.name_en AS unit_en, scale_.factor AS unit_factor, scale_.base_en AS base_unit_en,
    definition.name AS source,
    r.grade, r.obs_status, evidence.name AS observation_source, r.recorded_at, r.recorded_by
  FROM assessment a
  LEFT JOIN name_of area ON area.kind = 'area' AND area.id = a.area_id
  LEFT JOIN name_of cluster ON cluster.kind = 'cluster' AND cluster.id = a.cluster_id
  LEFT JOIN name_of category ON category.kind = 'category' AND category.id = a.category_id
  LEFT JOIN name_of unit ON unit.kind = 'unit' AND unit.id = a.unit_id
  LEFT JOIN scale_ ON scale_.unit_id = a.unit_id AND scale_.newest = 1
  LEFT JOIN name_of definition ON definition.kind = 'source' AND definition.id = a.source_id
  LEFT JOIN record r ON r.metric_id = a.metric_id AND r.newest = 1
  LEFT JOIN name_of evidence ON evidence.kind = 'source' AND evidence.id = r.source_id
)

SELECT a.*, n.* EXCLUDE (metric_id)
FROM assessment a
JOIN named n ON n.metric_id = a.metric_id
ORDER BY a.plan_id, a.position, a.metric_id

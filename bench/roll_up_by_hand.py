"""The year's scores as somebody would write them once, by hand, for one year and the preset weights.

Written apart from `emulation/reports/facts.py`: dates and weights are literals, an assignment is
one wide row, and there are no lines, only columns.
"""

__all__ = ["COMPUTE", "STORE_POSTGRESQL", "STORE_SQLITE"]

_WORK = """
WITH visit AS (
    SELECT assignment_id,
        SUM(CASE WHEN attended_on < '2025-04-01' THEN 1 ELSE 0 END) AS n1,
        SUM(CASE WHEN attended_on BETWEEN '2025-04-01' AND '2025-06-30' THEN 1 ELSE 0 END) AS n2,
        SUM(CASE WHEN attended_on BETWEEN '2025-07-01' AND '2025-09-30' THEN 1 ELSE 0 END) AS n3,
        SUM(CASE WHEN attended_on > '2025-09-30' THEN 1 ELSE 0 END) AS n4,
        SUM(CASE WHEN guidance <> '' AND attended_on < '2025-04-01' THEN 1 ELSE 0 END) AS g1,
        SUM(CASE WHEN guidance <> '' AND attended_on BETWEEN '2025-04-01' AND '2025-06-30'
            THEN 1 ELSE 0 END) AS g2,
        SUM(CASE WHEN guidance <> '' AND attended_on BETWEEN '2025-07-01' AND '2025-09-30'
            THEN 1 ELSE 0 END) AS g3,
        SUM(CASE WHEN guidance <> '' AND attended_on > '2025-09-30' THEN 1 ELSE 0 END) AS g4,
        SUM(CASE WHEN confirmation = 'confirmed' THEN 1 ELSE 0 END) AS confirmed,
        COUNT(*) AS visits
    FROM assignments_attendance
    WHERE withdrawn_at IS NULL AND attended_on BETWEEN '2025-01-01' AND '2025-12-31'
    GROUP BY assignment_id
), exempt AS (
    SELECT assignment_id,
        SUM(CASE WHEN month <= '2025-03-01' THEN 1 ELSE 0 END) AS e1,
        SUM(CASE WHEN month BETWEEN '2025-04-01' AND '2025-06-01' THEN 1 ELSE 0 END) AS e2,
        SUM(CASE WHEN month BETWEEN '2025-07-01' AND '2025-09-01' THEN 1 ELSE 0 END) AS e3,
        SUM(CASE WHEN month >= '2025-10-01' THEN 1 ELSE 0 END) AS e4
    FROM assignments_monthmark m
    JOIN assignments_assignment a ON a.id = m.assignment_id
    WHERE mark = 'M' AND month BETWEEN '2025-01-01' AND '2025-12-01'
        AND a.valid_from <= month AND a.valid_to IS NULL
    GROUP BY assignment_id
), sent AS (
    SELECT id, cadre_id, area_id, valid_from AS f, COALESCE(valid_to, '9999-12-31') AS t,
        visits_per_quarter AS v
    FROM assignments_assignment
    WHERE valid_from <= '2025-12-31' AND (valid_to IS NULL OR valid_to >= '2025-01-01')
), due AS (
    SELECT sent.id, cadre_id,
        (2 * v * (CASE WHEN f <= '2025-01-15' AND t >= '2025-01-15' THEN 1 ELSE 0 END
            + CASE WHEN f <= '2025-02-15' AND t >= '2025-02-15' THEN 1 ELSE 0 END
            + CASE WHEN f <= '2025-03-15' AND t >= '2025-03-15' THEN 1 ELSE 0 END
            - COALESCE(e1, 0)) + 3) / 6 AS d1,
        (2 * v * (CASE WHEN f <= '2025-04-15' AND t >= '2025-04-15' THEN 1 ELSE 0 END
            + CASE WHEN f <= '2025-05-15' AND t >= '2025-05-15' THEN 1 ELSE 0 END
            + CASE WHEN f <= '2025-06-15' AND t >= '2025-06-15' THEN 1 ELSE 0 END
            - COALESCE(e2, 0)) + 3) / 6 AS d2,
        (2 * v * (CASE WHEN f <= '2025-07-15' AND t >= '2025-07-15' THEN 1 ELSE 0 END
            + CASE WHEN f <= '2025-08-15' AND t >= '2025-08-15' THEN 1 ELSE 0 END
            + CASE WHEN f <= '2025-09-15' AND t >= '2025-09-15' THEN 1 ELSE 0 END
            - COALESCE(e3, 0)) + 3) / 6 AS d3,
        (2 * v * (CASE WHEN f <= '2025-10-15' AND t >= '2025-10-15' THEN 1 ELSE 0 END
            + CASE WHEN f <= '2025-11-15' AND t >= '2025-11-15' THEN 1 ELSE 0 END
            + CASE WHEN f <= '2025-12-15' AND t >= '2025-12-15' THEN 1 ELSE 0 END
            - COALESCE(e4, 0)) + 3) / 6 AS d4
    FROM sent LEFT JOIN exempt ON exempt.assignment_id = sent.id
), work AS (
    SELECT cadre_id, CAST(SUM(d1 + d2 + d3 + d4) AS bigint) AS due,
        CAST(SUM(CASE WHEN n1 < d1 THEN n1 ELSE d1 END + CASE WHEN n2 < d2 THEN n2 ELSE d2 END
            + CASE WHEN n3 < d3 THEN n3 ELSE d3 END + CASE WHEN n4 < d4 THEN n4 ELSE d4 END)
            AS bigint) AS done,
        CAST(SUM(CASE WHEN g1 < d1 THEN g1 ELSE d1 END + CASE WHEN g2 < d2 THEN g2 ELSE d2 END
            + CASE WHEN g3 < d3 THEN g3 ELSE d3 END + CASE WHEN g4 < d4 THEN g4 ELSE d4 END)
            AS bigint) AS guided,
        CAST(SUM(visits) AS bigint) AS visits, CAST(SUM(confirmed) AS bigint) AS confirmed
    FROM due JOIN visit ON visit.assignment_id = due.id
    GROUP BY cadre_id
), change AS (
    SELECT cadre_id, CAST(SUM(half) AS bigint) AS done, 2 * COUNT(*) AS due
    FROM (SELECT DISTINCT cadre_id, cell_id FROM sent JOIN cells_cellarea c
            ON c.area_id = sent.area_id WHERE c.valid_to IS NULL) AS pair
    JOIN (SELECT n.cell_id, CASE WHEN nl.rank > ol.rank OR (nl.rank = ol.rank AND nl.rank = 4)
                THEN 2 WHEN nl.rank = ol.rank THEN 1 ELSE 0 END AS half
            FROM cells_rating n JOIN cells_rating o ON o.cell_id = n.cell_id AND o.year = 2024
            JOIN cells_ratinglevel nl ON nl.id = n.level_id
            JOIN cells_ratinglevel ol ON ol.id = o.level_id AND ol.scheme_id = nl.scheme_id
            WHERE n.year = 2025) AS rated ON rated.cell_id = pair.cell_id
    GROUP BY cadre_id
), score AS (
    SELECT w.cadre_id, w.due, w.done, w.guided, w.visits, w.confirmed,
        COALESCE(ch.done, 0) AS change_done, COALESCE(ch.due, 0) AS change_due,
        (10000 * w.done + w.due) / (2 * w.due) AS p1,
        (4000 * w.guided + w.due) / (2 * w.due) AS p2,
        (2000 * w.confirmed + w.visits) / (2 * w.visits) AS p3,
        CASE WHEN ch.due > 0 THEN (4000 * ch.done + ch.due) / (2 * ch.due) ELSE 0 END AS p4
    FROM work w LEFT JOIN change ch ON ch.cadre_id = w.cadre_id
    WHERE w.due > 0
)"""

COMPUTE = _WORK + "\nSELECT COUNT(*), SUM(p1 + p2 + p3 + p4) FROM score"

# SQLite takes no INSERT inside WITH: one wide table instead of scores, lines and agency totals.
STORE_SQLITE = (
    "INSERT INTO bench_score "
    + _WORK
    + """
SELECT cadre_id, agency_id, p1 + p2 + p3 + p4, p1, p2, p3, p4, done, due
FROM score JOIN assignments_cadre ON assignments_cadre.id = score.cadre_id"""
)

STORE_POSTGRESQL = (
    _WORK
    + """, stored AS (
    INSERT INTO emulation_yearscore (cadre_id, agency_id, year, scheme_id, total, computed_at)
    SELECT cadre_id, agency_id, 2025, (SELECT id FROM emulation_scoringscheme WHERE year = 2025),
        p1 + p2 + p3 + p4, now()
    FROM score JOIN assignments_cadre ON assignments_cadre.id = score.cadre_id
    RETURNING id, cadre_id, agency_id, total
), lines AS (
    INSERT INTO emulation_scoreline (score_id, criterion_id, done, due, points)
    SELECT stored.id, c.id,
        CASE c.position WHEN 1 THEN done WHEN 2 THEN guided WHEN 3 THEN confirmed
            ELSE change_done END,
        CASE c.position WHEN 3 THEN visits WHEN 4 THEN change_due ELSE due END,
        CASE c.position WHEN 1 THEN p1 WHEN 2 THEN p2 WHEN 3 THEN p3 ELSE p4 END
    FROM score JOIN stored ON stored.cadre_id = score.cadre_id
    CROSS JOIN emulation_criterion c JOIN emulation_scoringscheme s ON s.id = c.scheme_id
    WHERE s.year = 2025
)
INSERT INTO emulation_agencyscore
    (agency_id, year, cadres, mean_total, visits_done, visits_due, computed_at)
SELECT agency_id, 2025, COUNT(*), (2 * SUM(stored.total) + COUNT(*)) / (2 * COUNT(*)),
    SUM(done), SUM(due), now()
FROM stored JOIN score ON score.cadre_id = stored.cadre_id GROUP BY agency_id"""
)

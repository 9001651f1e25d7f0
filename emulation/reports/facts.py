"""The year's facts and score lines: one statement for all cadres, the same on both databases.

It states the rules of `emulation/rules.py` and, for the duty of a quarter, of
`assignments/rules/duty.py`; `tests/emulation/test_roll_up.py` compares them on random data.
Dates come as parameters, so that each database gets them in its own way.
"""

import datetime
from typing import Any

from assignments.rules.duty import middle_of
from common.months import Month

__all__ = ["FACTS", "LINES", "parameters_of"]

FACTS = """
WITH
-- Each month's first day, and the day that decides whether an assignment covers it.
months (first_day, middle) AS (
    SELECT %(first_1)s, %(middle_1)s
    UNION ALL SELECT %(first_2)s, %(middle_2)s
    UNION ALL SELECT %(first_3)s, %(middle_3)s
    UNION ALL SELECT %(first_4)s, %(middle_4)s
    UNION ALL SELECT %(first_5)s, %(middle_5)s
    UNION ALL SELECT %(first_6)s, %(middle_6)s
    UNION ALL SELECT %(first_7)s, %(middle_7)s
    UNION ALL SELECT %(first_8)s, %(middle_8)s
    UNION ALL SELECT %(first_9)s, %(middle_9)s
    UNION ALL SELECT %(first_10)s, %(middle_10)s
    UNION ALL SELECT %(first_11)s, %(middle_11)s
    UNION ALL SELECT %(first_12)s, %(middle_12)s
),
sent AS (
    SELECT id, cadre_id, area_id, valid_from, valid_to, visits_per_quarter
    FROM assignments_assignment
    WHERE valid_from <= %(last_day)s AND (valid_to IS NULL OR valid_to >= %(first_1)s)
),
-- Exempt months, a column a quarter; only those whose deciding day the assignment covers.
exempt AS (
    SELECT m.assignment_id,
        SUM(CASE WHEN m.month < %(first_4)s THEN 1 ELSE 0 END) AS months_1,
        SUM(CASE WHEN m.month BETWEEN %(first_4)s AND %(first_6)s THEN 1 ELSE 0 END) AS months_2,
        SUM(CASE WHEN m.month BETWEEN %(first_7)s AND %(first_9)s THEN 1 ELSE 0 END) AS months_3,
        SUM(CASE WHEN m.month >= %(first_10)s THEN 1 ELSE 0 END) AS months_4
    FROM assignments_monthmark m
    JOIN sent s ON s.id = m.assignment_id
    JOIN months d ON d.first_day = m.month
        AND s.valid_from <= d.middle AND (s.valid_to IS NULL OR s.valid_to >= d.middle)
    WHERE m.mark = 'M'
    GROUP BY m.assignment_id
),
-- The duty of each quarter: assignments/rules/duty.py.
duty AS (
    SELECT s.id, s.cadre_id,
        (2 * s.visits_per_quarter * (
            CASE WHEN s.valid_from <= %(middle_1)s
                AND (s.valid_to IS NULL OR s.valid_to >= %(middle_1)s) THEN 1 ELSE 0 END
            + CASE WHEN s.valid_from <= %(middle_2)s
                AND (s.valid_to IS NULL OR s.valid_to >= %(middle_2)s) THEN 1 ELSE 0 END
            + CASE WHEN s.valid_from <= %(middle_3)s
                AND (s.valid_to IS NULL OR s.valid_to >= %(middle_3)s) THEN 1 ELSE 0 END
            - COALESCE(e.months_1, 0)) + 3) / 6 AS due_1,
        (2 * s.visits_per_quarter * (
            CASE WHEN s.valid_from <= %(middle_4)s
                AND (s.valid_to IS NULL OR s.valid_to >= %(middle_4)s) THEN 1 ELSE 0 END
            + CASE WHEN s.valid_from <= %(middle_5)s
                AND (s.valid_to IS NULL OR s.valid_to >= %(middle_5)s) THEN 1 ELSE 0 END
            + CASE WHEN s.valid_from <= %(middle_6)s
                AND (s.valid_to IS NULL OR s.valid_to >= %(middle_6)s) THEN 1 ELSE 0 END
            - COALESCE(e.months_2, 0)) + 3) / 6 AS due_2,
        (2 * s.visits_per_quarter * (
            CASE WHEN s.valid_from <= %(middle_7)s
                AND (s.valid_to IS NULL OR s.valid_to >= %(middle_7)s) THEN 1 ELSE 0 END
            + CASE WHEN s.valid_from <= %(middle_8)s
                AND (s.valid_to IS NULL OR s.valid_to >= %(middle_8)s) THEN 1 ELSE 0 END
            + CASE WHEN s.valid_from <= %(middle_9)s
                AND (s.valid_to IS NULL OR s.valid_to >= %(middle_9)s) THEN 1 ELSE 0 END
            - COALESCE(e.months_3, 0)) + 3) / 6 AS due_3,
        (2 * s.visits_per_quarter * (
            CASE WHEN s.valid_from <= %(middle_10)s
                AND (s.valid_to IS NULL OR s.valid_to >= %(middle_10)s) THEN 1 ELSE 0 END
            + CASE WHEN s.valid_from <= %(middle_11)s
                AND (s.valid_to IS NULL OR s.valid_to >= %(middle_11)s) THEN 1 ELSE 0 END
            + CASE WHEN s.valid_from <= %(middle_12)s
                AND (s.valid_to IS NULL OR s.valid_to >= %(middle_12)s) THEN 1 ELSE 0 END
            - COALESCE(e.months_4, 0)) + 3) / 6 AS due_4
    FROM sent s
    LEFT JOIN exempt e ON e.assignment_id = s.id
),
-- What was attended in each quarter, and with guidance.
visits AS (
    SELECT assignment_id,
        COUNT(*) AS visits,
        SUM(CASE WHEN confirmation = 'confirmed' THEN 1 ELSE 0 END) AS confirmed,
        SUM(CASE WHEN attended_on < %(first_4)s THEN 1 ELSE 0 END) AS visits_1,
        SUM(CASE WHEN attended_on >= %(first_4)s AND attended_on < %(first_7)s
            THEN 1 ELSE 0 END) AS visits_2,
        SUM(CASE WHEN attended_on >= %(first_7)s AND attended_on < %(first_10)s
            THEN 1 ELSE 0 END) AS visits_3,
        SUM(CASE WHEN attended_on >= %(first_10)s THEN 1 ELSE 0 END) AS visits_4,
        SUM(CASE WHEN guidance <> '' AND attended_on < %(first_4)s
            THEN 1 ELSE 0 END) AS guided_1,
        SUM(CASE WHEN guidance <> '' AND attended_on >= %(first_4)s AND attended_on < %(first_7)s
            THEN 1 ELSE 0 END) AS guided_2,
        SUM(CASE WHEN guidance <> '' AND attended_on >= %(first_7)s AND attended_on < %(first_10)s
            THEN 1 ELSE 0 END) AS guided_3,
        SUM(CASE WHEN guidance <> '' AND attended_on >= %(first_10)s
            THEN 1 ELSE 0 END) AS guided_4
    FROM assignments_attendance
    WHERE withdrawn_at IS NULL AND attended_on BETWEEN %(first_1)s AND %(last_day)s
    GROUP BY assignment_id
),
-- The year of each cadre; who was asked for nothing has no score.
work AS (
    SELECT d.cadre_id,
        CAST(SUM(d.due_1 + d.due_2 + d.due_3 + d.due_4) AS bigint) AS due,
        CAST(COALESCE(SUM(
            CASE WHEN v.visits_1 >= d.due_1 THEN d.due_1 ELSE COALESCE(v.visits_1, 0) END
            + CASE WHEN v.visits_2 >= d.due_2 THEN d.due_2 ELSE COALESCE(v.visits_2, 0) END
            + CASE WHEN v.visits_3 >= d.due_3 THEN d.due_3 ELSE COALESCE(v.visits_3, 0) END
            + CASE WHEN v.visits_4 >= d.due_4 THEN d.due_4 ELSE COALESCE(v.visits_4, 0) END
            ), 0) AS bigint) AS attended,
        CAST(COALESCE(SUM(
            CASE WHEN v.guided_1 >= d.due_1 THEN d.due_1 ELSE COALESCE(v.guided_1, 0) END
            + CASE WHEN v.guided_2 >= d.due_2 THEN d.due_2 ELSE COALESCE(v.guided_2, 0) END
            + CASE WHEN v.guided_3 >= d.due_3 THEN d.due_3 ELSE COALESCE(v.guided_3, 0) END
            + CASE WHEN v.guided_4 >= d.due_4 THEN d.due_4 ELSE COALESCE(v.guided_4, 0) END
            ), 0) AS bigint) AS guided,
        CAST(COALESCE(SUM(v.visits), 0) AS bigint) AS visits,
        CAST(COALESCE(SUM(v.confirmed), 0) AS bigint) AS confirmed
    FROM duty d
    LEFT JOIN visits v ON v.assignment_id = d.id
    GROUP BY d.cadre_id
    HAVING SUM(d.due_1 + d.due_2 + d.due_3 + d.due_4) > 0
),
-- Cells rated in both years by one scheme; a cell counts once a cadre, however many of its
-- areas the cadre has.
ranks AS (
    SELECT r.cell_id, latest.rank AS new_rank, old.rank AS old_rank, best.rank AS best_rank
    FROM cells_rating r
    JOIN cells_rating p ON p.cell_id = r.cell_id AND p.year = %(year)s - 1
    JOIN cells_ratinglevel latest ON latest.id = r.level_id
    JOIN cells_ratinglevel old ON old.id = p.level_id AND old.scheme_id = latest.scheme_id
    JOIN (SELECT scheme_id, MAX(rank) AS rank FROM cells_ratinglevel GROUP BY scheme_id) best
        ON best.scheme_id = latest.scheme_id
    WHERE r.year = %(year)s AND r.stage = 'decided' AND p.stage = 'decided'
),
served AS (
    SELECT DISTINCT a.cadre_id, c.cell_id
    FROM sent a
    JOIN cells_cellarea c ON c.area_id = a.area_id
    WHERE (c.valid_from IS NULL OR (c.valid_from <= %(last_day)s
            AND (a.valid_to IS NULL OR c.valid_from <= a.valid_to)))
        AND (c.valid_to IS NULL OR (c.valid_to >= %(first_1)s AND c.valid_to >= a.valid_from))
),
changes AS (
    SELECT s.cadre_id,
        CAST(SUM(CASE WHEN r.new_rank > r.old_rank THEN 2
            WHEN r.new_rank < r.old_rank THEN 0
            WHEN r.new_rank = r.best_rank THEN 2 ELSE 1 END) AS bigint) AS done,
        2 * COUNT(*) AS due
    FROM served s
    JOIN ranks r ON r.cell_id = s.cell_id
    GROUP BY s.cadre_id
)
SELECT w.cadre_id, %(scheme)s AS scheme_id, w.due, w.attended, w.guided, w.visits, w.confirmed,
    COALESCE(ch.done, 0) AS change_done, COALESCE(ch.due, 0) AS change_due
FROM work w
LEFT JOIN changes ch ON ch.cadre_id = w.cadre_id
"""
"""One row a cadre of `year`: what was due and done by each measure."""

LINES = """
SELECT cadre_id, criterion_id, done, due,
    CASE WHEN due = 0 THEN 0 ELSE (2 * max_points * done + due) / (2 * due) END AS points
FROM (
    SELECT w.cadre_id, c.id AS criterion_id, c.max_points,
        CASE c.measure WHEN 'attendance' THEN w.attended WHEN 'guidance' THEN w.guided
            WHEN 'confirmed' THEN w.confirmed ELSE w.change_done END AS done,
        CASE c.measure WHEN 'confirmed' THEN w.visits WHEN 'cell_change' THEN w.change_due
            ELSE w.due END AS due
    FROM roll_up_fact w
    JOIN emulation_criterion c ON c.scheme_id = w.scheme_id
) AS share
"""
"""The facts, kept in `roll_up_fact`, as rows of (cadre, criterion, done, due, points)."""


def parameters_of(year: int, scheme_id: int) -> dict[str, Any]:
    """Return the parameters of `FACTS`."""
    months = [Month(year, number) for number in range(1, 13)]
    dates: dict[str, datetime.date] = {"last_day": months[-1].last_day}
    for month in months:
        dates[f"first_{month.month}"] = month.first_day
        dates[f"middle_{month.month}"] = middle_of(month)
    return {"year": year, "scheme": scheme_id, **dates}

"""The text of a published line, and its hashes, as the document says they are made."""

import dataclasses
import datetime
import hashlib
from typing import Any

import pytest

from cells.rules import frozen

FACTS = frozen.ResultFacts(
    year=2026,
    position=7,
    committee="Hòa Nhơn",
    cell="Chi bộ thôn Phú Hòa 1",
    level_code="good",
    level="Hoàn thành tốt nhiệm vụ",
    has_title=False,
    steps=3,
    steps_hash="ab" * 32,
)
STEP = frozen.StepFacts(
    number=1,
    stage="self",
    level_code="good",
    reason="",
    decision_number="",
    gates=None,
    at=datetime.datetime(2026, 12, 5, 9, 30, tzinfo=datetime.timezone(datetime.timedelta(hours=7))),
    by=4,
)


def test_a_line_is_the_text_that_the_document_shows():
    assert frozen.line_text(FACTS) == (
        "hoavang-1|2026|7|Hòa Nhơn|Chi bộ thôn Phú Hòa 1|good|Hoàn thành tốt nhiệm vụ|0|3|"
        + "ab" * 32
    )


def test_the_hash_of_a_line_is_what_sha256sum_says_of_its_bytes():
    text = frozen.line_text(FACTS)
    assert frozen.sha256(text) == hashlib.sha256(text.encode("utf-8")).hexdigest()


def test_the_hash_of_the_round_is_that_of_the_column_of_hashes_saved_as_a_file():
    column = b"aa\nbb\n"
    assert frozen.round_hash(["aa", "bb"]) == hashlib.sha256(column).hexdigest()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("year", 2025),
        ("position", 8),
        ("committee", "Hòa Phú"),
        ("cell", "Chi bộ thôn Phú Hòa 2"),
        ("level_code", "best"),
        ("level", "Hoàn thành nhiệm vụ"),
        ("has_title", True),
        ("steps", 4),
        ("steps_hash", "cd" * 32),
    ],
)
def test_every_value_of_a_line_is_in_its_hash(field: str, value: Any):
    other = dataclasses.replace(FACTS, **{field: value})
    assert frozen.sha256(frozen.line_text(other)) != frozen.sha256(frozen.line_text(FACTS))


def test_signs_that_part_values_cannot_move_from_one_value_to_the_next():
    one = dataclasses.replace(FACTS, committee="A|B", cell="C")
    other = dataclasses.replace(FACTS, committee="A", cell="B|C")
    assert frozen.line_text(one) != frozen.line_text(other)
    assert "\n" not in frozen.line_text(dataclasses.replace(FACTS, cell="Chi\nbộ"))


def test_steps_are_written_in_utc_whatever_the_order_of_a_gate():
    text = frozen.steps_text(9, 2026, [STEP])
    assert text == "hoavang-steps-1|9|2026\n1|self|good|||null|2026-12-05T02:30:00.000000+00:00|4"
    one, other = (
        frozen.steps_text(9, 2026, [dataclasses.replace(STEP, gates=gates)])
        for gates in ([{"code": "a", "text": "b"}], [{"text": "b", "code": "a"}])
    )
    assert one == other


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("number", 2),
        ("stage", "commune"),
        ("level_code", "best"),
        ("reason", "Vì sao"),
        ("decision_number", "1-QĐ/ĐU"),
        ("gates", []),
        ("at", STEP.at + datetime.timedelta(microseconds=1)),
        ("by", None),
    ],
)
def test_every_value_of_a_step_is_in_the_hash_of_the_steps(field: str, value: Any):
    other = dataclasses.replace(STEP, **{field: value})
    assert frozen.steps_text(9, 2026, [other]) != frozen.steps_text(9, 2026, [STEP])

"""Forms for everybody: a sum, a trap, a key; and nobody loses what they typed."""

import base64
import datetime
import json
import re
from typing import Any

import altcha
import pytest
from django import forms
from django.core.cache import cache

from common import proof_of_work
from common.open_forms import OPEN_FOR_SECONDS, OpenForm, judge


class SendForm(OpenForm):
    text = forms.CharField(label="Nội dung")


@pytest.fixture(autouse=True)
def _noon_and_empty_cache(time_machine):
    time_machine.move_to(datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC), tick=False)
    cache.clear()
    yield
    cache.clear()


def solved(text: str) -> str:
    """Return what a browser sends for the sum `text`."""
    sums = altcha.Challenge.from_dict(json.loads(text))
    answer = altcha.solve_challenge(sums)
    assert answer
    return altcha.Payload(sums, answer).to_base64()


def opened(**typed: str) -> dict[str, str]:
    """Return what a page opened now sends without JavaScript."""
    return {"text": "Mương bị lấp", "sent_key": str(SendForm()["sent_key"].value()), **typed}


def refusal(form: SendForm) -> str:
    assert not form.is_valid()
    assert form["text"].value() == "Mương bị lấp"
    return str(form.non_field_errors()[0])


# --- The sum --------------------------------------------------------------------------------------


def test_a_solved_sum_counts_for_one_page_alone():
    payload = solved(proof_of_work.challenge())
    assert proof_of_work.is_solved(payload, used_for="a")
    assert proof_of_work.is_solved(payload, used_for="a")
    assert not proof_of_work.is_solved(payload, used_for="b")


def test_a_sum_of_yesterday_no_longer_counts(time_machine):
    payload = solved(proof_of_work.challenge())
    time_machine.shift(proof_of_work.GOOD_FOR_SECONDS + 2)
    assert not proof_of_work.is_solved(payload, used_for="a")


def edited(payload: str, **changes: Any) -> str:
    """Return the payload with these parameters or parts changed by its sender."""
    parts = json.loads(base64.b64decode(payload))
    for name, value in changes.items():
        holder = parts["challenge"]["parameters"] if name in {"cost", "keyPrefix"} else parts
        holder[name] = value
    return base64.b64encode(json.dumps(parts).encode()).decode()


def test_whatever_the_sender_makes_up_does_not_count():
    payload = solved(proof_of_work.challenge())
    foreign = altcha.create_challenge("PBKDF2/SHA-256", 1, hmac_secret="another key")
    unsigned = altcha.create_challenge("PBKDF2/SHA-256", 1)
    made_up = [
        "",
        "x",
        "é",
        "null",
        base64.b64encode(b"[]").decode(),
        base64.b64encode(b'{"challenge": 1, "solution": 2}').decode(),
        base64.b64encode(b"[" * 2_000).decode(),
        "A" * 100_000,
        edited(payload, cost=1),
        edited(payload, keyPrefix=""),
        edited(payload, solution={"counter": 0, "derivedKey": "00"}),
        edited(payload, solution={"counter": -1, "derivedKey": "00"}),
        edited(payload, solution={"counter": 2**70, "derivedKey": "00"}),
        solved(json.dumps(foreign.to_dict())),
        solved(json.dumps(unsigned.to_dict())),
    ]
    assert [proof_of_work.is_solved(each, used_for="a") for each in made_up] == [False] * 15
    assert proof_of_work.is_solved(payload, used_for="a")


# --- The form -------------------------------------------------------------------------------------


def test_the_page_carries_a_new_sum_and_no_result():
    page = str(SendForm({"proof": "an old result"})["proof"])
    (text,) = re.findall(r'data-challenge="(.*?)"', page)
    assert json.loads(text.replace("&quot;", '"'))["parameters"]["cost"] == proof_of_work.COST
    assert "pbkdf2" in page
    assert "an old result" not in page


def test_a_form_with_its_sum_is_proven_at_once():
    typed = opened(proof=solved(proof_of_work.challenge()))
    form = SendForm(typed)
    assert form.is_valid()
    assert set(form.cleaned_data) == {"text", "sent_key"}
    assert len(form.cleaned_data["sent_key"]) == 32
    assert judge(typed).is_proven
    assert judge(typed).refusal == ""


def test_a_form_without_a_sum_is_taken_when_somebody_could_have_read_it(time_machine):
    typed = opened()
    assert "Phiếu đến quá nhanh" in judge(typed).refusal
    time_machine.shift(4)
    assert judge(typed).refusal == ""
    assert not judge(typed).is_proven


def test_the_same_page_sent_twice_has_one_key_and_another_page_has_another():
    typed, other = opened(proof=solved(proof_of_work.challenge())), opened()
    forms_sent = [SendForm(typed), SendForm(typed), SendForm(other)]
    assert all(form.is_valid() for form in forms_sent)
    first, second, third = (form.cleaned_data["sent_key"] for form in forms_sent)
    assert first == second != third
    assert judge(typed).is_proven
    assert judge(typed).is_proven
    assert not judge({**other, "proof": typed["proof"]}).is_proven


def test_a_page_opened_the_day_before_asks_to_look_again_and_then_goes(time_machine):
    typed = opened()
    time_machine.shift(OPEN_FOR_SECONDS + 1)
    form = SendForm(typed)
    assert "Trang này mở đã lâu" in refusal(form)
    renewed = str(form["sent_key"].value())
    assert renewed != typed["sent_key"]
    time_machine.shift(4)
    assert SendForm({**typed, "sent_key": renewed}).is_valid()


@pytest.mark.parametrize("key", ["", "x", "a:b:c", "é", "0" * 5_000])
def test_a_key_that_is_none_of_ours_is_renewed(key):
    assert "Trang này mở đã lâu" in refusal(SendForm(opened(sent_key=key)))


def test_a_filled_trap_asks_once_more_and_comes_back_empty():
    typed = opened(proof=solved(proof_of_work.challenge()), website="http://x.example")
    form = SendForm(typed)
    assert form.is_valid()
    assert "Phiếu giống như do máy tự điền" in judge(typed).refusal
    assert "x.example" not in str(form["website"])
    assert 'tabindex="-1"' in str(form["website"])
    assert judge({**typed, "website": ""}).is_proven

"""What every form for everybody passes: is the sender a person, and not too often.

form = SendForm(request.POST or None)
if request.method == "POST" and form.is_valid():
    said = refusal(request, form.cleaned_data["sent_key"], "send")
    if said:
        form.add_error(None, said)
    elif form.perform(…):
        return redirect(…)
return with_wait(render_form(request, …, form), said)

The form is a `common.open_forms.OpenForm`; its page loads `proof-of-work.js`.
"""

from typing import Final

from django.http import HttpRequest, HttpResponse

from common.open_forms import judge
from common.throttle import Throttle, client_network, too_many, wait_sentence

__all__ = ["TooOften", "refusal", "too_many_tries", "with_wait"]

_TEN_MINUTES: Final = 600
_LIMITS: Final = {"send": (60, 10), "message": (60, 20), "lookup": (60, 30)}
"""Per network in ten minutes: with the device's sum, and without.  A village shares one network."""
_USUAL: Final = (60, 10)
_EACH_COUNTS: Final = frozenset({"lookup"})
"""One page may carry many guesses; of other forms one page is one act, however often it comes."""
_TRIES: Final = Throttle("tries", limit=150, seconds=_TEN_MINUTES)
"""Forms sent, also those with faults: photos are drawn before anything else can be judged."""


class TooOften(str):
    """A sentence that says how long to wait; `seconds` goes into Retry-After."""

    __slots__ = ("seconds",)
    seconds: int

    @classmethod
    def for_seconds(cls, seconds: int) -> "TooOften":
        """Return the sentence for this wait."""
        said = cls(wait_sentence(seconds))
        said.seconds = seconds
        return said


def refusal(request: HttpRequest, form_key: str, name: str) -> str:
    """Return why the form is not taken now, "" when it is; counts towards the limits of `name`.

    `form_key` is `cleaned_data["sent_key"]` of a valid OpenForm.  A double tap costs nothing.
    """
    judged = judge(request.POST)
    if judged.refusal:
        return judged.refusal
    proven, unproven = _LIMITS.get(name, _USUAL)
    kind, limit = ("proven", proven) if judged.is_proven else ("unproven", unproven)
    throttle = Throttle(f"{name}-{kind}", limit=limit, seconds=_TEN_MINUTES)
    if throttle.hit(client_network(request), once="" if name in _EACH_COUNTS else form_key):
        return ""
    return TooOften.for_seconds(throttle.retry_after())


def too_many_tries(request: HttpRequest) -> HttpResponse | None:
    """Count one sent form, before its files are looked at; return the 429 page of a flood."""
    if request.method != "POST" or _TRIES.hit(client_network(request)):
        return None
    return too_many(request, _TRIES.retry_after())


def with_wait(response: HttpResponse, said: str) -> HttpResponse:
    """Return the response as 429 with Retry-After when `said` asks to wait."""
    if isinstance(said, TooOften):
        response.status_code = 429
        response["Retry-After"] = str(said.seconds)
    return response

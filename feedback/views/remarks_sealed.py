"""What every page with sealed content, or a sender's contact, has: kept by nobody, told by no error."""

import traceback
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

__all__ = ["SealedPageError", "sealed_page"]

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
_ORDINARY = (Http404, PermissionDenied, SuspiciousOperation)


class SealedPageError(Exception):
    """A page with sealed content failed: the kind of fault and its place, no value of anything."""


def sealed_page(view: View) -> View:
    """Let nothing of the page stay anywhere: no cache, no copy in a report of an error.

    A fault may carry in its message what somebody wrote (a database names the row it refuses).
    What reaches the log instead is the kind of fault and the lines of code it came through.
    """

    @wraps(view)
    @sensitive_variables()
    def sealed(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response = view(request, *args, **kwargs)
        except _ORDINARY:
            raise
        except Exception as fault:  # noqa: BLE001 -- raised again, without what it says
            raise SealedPageError(_place_of(fault)) from None
        response.headers["Cache-Control"] = "no-store, private"
        return response

    return cast(View, never_cache(sensitive_post_parameters()(sealed)))


def _place_of(fault: BaseException) -> str:
    """Return the kind of fault and where it came through, without its message."""
    frames = traceback.extract_tb(fault.__traceback__)
    lines = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return " < ".join([type(fault).__name__, *reversed(lines)])

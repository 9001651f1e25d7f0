"""How often somebody may do something: counted in the cache that all web processes share.

LOOKUPS = Throttle("lookups", limit=20, seconds=600)

if not LOOKUPS.hit(client_network(request)):
    return too_many(request, LOOKUPS.retry_after())

Windows begin at round times, so two bursts may touch at a border; that is the price of one counter
that no two requests can read and write across each other.
"""

import time
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

__all__ = ["Throttle", "client_network", "too_many", "wait_sentence"]


@dataclass(frozen=True, slots=True)
class Throttle:
    """At most `limit` hits of one key in each window of `seconds`."""

    name: str
    limit: int
    seconds: int

    def hit(self, key: str, *, once: str = "") -> bool:
        """Count once for `key`; say whether that was still within the limit.

        What was let in under the mark `once` is let in again without counting.
        """
        if not once:
            return self._count(key)
        mark = self._slot(f"{key} {once}")
        if cache.get(mark):
            return True
        is_let_in = self._count(key)
        if is_let_in:
            cache.set(mark, 1, timeout=self.seconds)
        return is_let_in

    def _count(self, key: str) -> bool:
        slot = self._slot(key)
        cache.add(slot, 0, timeout=self.seconds)
        try:
            return bool(cache.incr(slot) <= self.limit)
        except ValueError:  # thrown out between the two calls: the window begins again
            return cache.add(slot, 1, timeout=self.seconds)

    def check(self, key: str) -> bool:
        """Say whether one more hit of `key` would be within the limit; count nothing."""
        return int(cache.get(self._slot(key), 0)) < self.limit

    def retry_after(self) -> int:
        """Return in how many seconds the next window begins."""
        return self.seconds - int(time.time()) % self.seconds

    def _slot(self, key: str) -> str:
        """Return the counter's name: neither an address nor a code can be read from the cache."""
        window = int(time.time()) // self.seconds
        digest = salted_hmac("common.throttle", key, algorithm="sha256").hexdigest()[:32]
        return f"throttle:{self.name}:{window}:{digest}"


def client_network(request: HttpRequest) -> str:
    """Return whose hits count together: an IPv4 address, or the /64 of an IPv6 address.

    Behind proxies it is the address that the trusted ones saw (TRUSTED_PROXY_COUNT), as at sign-in.
    One home has 2^64 addresses of IPv6, and could else send from a new one each time.
    """
    address = ip_address(get_adapter(request).get_client_ip(request))
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ip_network((address, 64), strict=False))
    return str(address)


def wait_sentence(seconds: int) -> str:
    """Return what to do when there was too much, for a page or a form."""
    minutes = max(1, -(-seconds // 60))
    sentence = ngettext(
        "Từ máy hoặc mạng này có quá nhiều lần gửi hoặc thử. Chờ %(minutes)d phút rồi thử lại.",
        "Từ máy hoặc mạng này có quá nhiều lần gửi hoặc thử. Chờ %(minutes)d phút rồi thử lại.",
        minutes,
    )
    return sentence % {"minutes": minutes}


def too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    """Return the page that says when to try again."""
    answer = render(request, "429.html", {"sentence": wait_sentence(seconds)}, status=429)
    answer["Retry-After"] = str(seconds)
    return answer

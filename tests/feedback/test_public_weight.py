"""The people's pages are light: a first visit stays under 60 KB, compressed."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from tests import make

MOST_BYTES = 60 * 1024


def compressed(content: bytes) -> int:
    return len(gzip.compress(content, mtime=0))


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["feedback:send", "feedback:follow"])
def test_a_first_visit_weighs_less_than_sixty_kilobytes(name):
    commune = make.commune()
    for number in range(119):  # as many villages as the district has
        make.area(commune=commune, name=f"Phú Hòa Đông {number}")
    page = Client().get(reverse(name)).content
    used = set(re.findall(rb'(?:href|src|data-worker)="/static/([^"#]+)', page))
    assert any(b"pbkdf2" in path for path in used)
    files = [finders.find(path.decode()) for path in used]
    weight = compressed(page) + sum(compressed(Path(str(found)).read_bytes()) for found in files)
    assert weight < MOST_BYTES, f"{weight / 1024:.1f} KB"

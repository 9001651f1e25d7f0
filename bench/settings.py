"""The portal's own settings, with the bare page beside the portal's."""

from hoavang_portal.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"

"""The door for web servers."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hoavang_portal.settings")

application = get_wsgi_application()

# What is loaded now stays for the life of the process: leave it out of every collection.  A page
# makes many short-lived objects that end by themselves, so look for cycles less often.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 50)

"""What a WSGI server loads: `granian --interface wsgi zhuchao.web.wsgi:application`."""

import gc
import os
from multiprocessing import parent_process

from django.core.wsgi import get_wsgi_application
from django.urls import resolve

from zhuchao.web.orphans import end_with_parent

_started_by = parent_process()
end_with_parent(_started_by.pid if _started_by else None)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhuchao.web.settings")
application = get_wsgi_application()
# Loads every page's code now: the first visitor need not wait, and what cannot serve ends here.
resolve("/healthz")
# A page makes thousands of objects, few of them in cycles: looking after every 700 costs 5 %.
gc.set_threshold(10_000)

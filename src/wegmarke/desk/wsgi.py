"""The desk as a WSGI application: loads the workspace, brings its database up to date, starts what works beside it.

The workspace is named by the environment variable `WEGMARKE_WORKSPACE` (see `wegmarke.desk`). With PostgreSQL and a
WSGI server of one's own choice, run exactly one process with threads: the job worker lives in it.
"""

from __future__ import annotations

import atexit

from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

from wegmarke.desk import configure, workspace_folder

configure(workspace_folder())
application = get_wsgi_application()
call_command("migrate", interactive=False, verbosity=0)

from wegmarke.desk.accounts.services import sweep_sessions  # noqa: E402 - models can be imported once Django has loaded
from wegmarke.desk.collection.moving import MOVING  # noqa: E402
from wegmarke.desk.jobs.worker import WORKER  # noqa: E402
from wegmarke.desk.setup.uploads import sweep_uploads  # noqa: E402
from wegmarke.desk.setup.watching import WATCH  # noqa: E402

sweep_sessions()
sweep_uploads()
WORKER.start()
WATCH.start()
MOVING.start()
atexit.register(WORKER.shut_down)
atexit.register(WATCH.shut_down)
atexit.register(MOVING.shut_down)

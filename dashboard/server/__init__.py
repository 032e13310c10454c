"""How pages travel: static files, headers, the HTML around a page, what starts and stops with the server."""

from starlette.middleware import Middleware

from dashboard.server.api import API
from dashboard.server.finder import FINDER
from dashboard.server.health import HEALTH
from dashboard.server.security_headers import SecurityHeaders
from dashboard.server.shell import SHELL
from dashboard.server.static_files import CompressedStaticFiles

MIDDLEWARE = [Middleware(SecurityHeaders), Middleware(CompressedStaticFiles)]
# The shell answers any address of one segment, so that it stands last.
ROUTES = [HEALTH, *API, FINDER, *SHELL]

__all__ = ["MIDDLEWARE", "ROUTES"]

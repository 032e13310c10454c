"""How pages travel: static files, headers, the HTML around a page, what starts and stops with the server."""

from starlette.middleware import Middleware

from dashboard.server.api import ForPrograms
from dashboard.server.finder import FINDER
from dashboard.server.health import HEALTH
from dashboard.server.hosts import KnownHosts, TrustedHeader
from dashboard.server.news import NEWS
from dashboard.server.open_id import ComingBack
from dashboard.server.origins import OwnPages
from dashboard.server.security_headers import SecurityHeaders
from dashboard.server.shell import SHELL
from dashboard.server.sign_in import SIGN_IN
from dashboard.server.static_files import CompressedStaticFiles

MIDDLEWARE = [
    Middleware(SecurityHeaders),
    Middleware(KnownHosts),
    Middleware(OwnPages),
    Middleware(TrustedHeader),
    Middleware(ForPrograms),
    Middleware(ComingBack),
    Middleware(CompressedStaticFiles),
]
# The shell answers any address of one segment, so that it stands last.
ROUTES = [HEALTH, FINDER, NEWS, *SIGN_IN, *SHELL]

__all__ = ["MIDDLEWARE", "ROUTES"]

"""Who answers for Streamlit's scripts and styles, and how small are they on the wire?

Streamlit sends its static files uncompressed and leaves compression to a proxy. Here each is compressed once,
on its first request, and kept in memory: all of them take 6 MB in Brotli, 7 MB in gzip.
"""

from collections.abc import Mapping
from pathlib import Path
from threading import Lock

from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.file_util import get_static_dir

from dashboard.server.encoding import Encoding, best_encoding, encode
from dashboard.server.representation import Representation

_PREFIX = "/static/"
_MEDIA_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
# A file's name holds a hash of its content, so that it never changes under its address.
_FOREVER = "public, immutable, max-age=31536000"


class CompressedStaticFiles:
    """Middleware that answers `/static/…` by itself, and leaves to Streamlit what doesn't compress."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._files = _addresses(Path(get_static_dir()))
        self._compressed: dict[tuple[Path, Encoding], bytes] = {}
        self._compressing = Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(_PREFIX):
            await self._app(scope, receive, send)
            return
        answer = await self._answer(Request(scope))
        await answer(scope, receive, send)

    async def _answer(self, request: Request) -> ASGIApp:
        file = self._files.get(request.scope["path"])
        if file is None:
            # Streamlit would answer with its index page and 200, which a browser then takes for a script.
            return PlainTextResponse("Not found", 404, headers={"Cache-Control": "no-cache"})
        media_type = _MEDIA_TYPES.get(file.suffix)
        if media_type is None or request.method not in {"GET", "HEAD"} or "range" in request.headers:
            return self._app
        encoding = best_encoding(request.headers.get("accept-encoding", ""))
        body = await self._body(file, encoding)
        return Representation(body, encoding, media_type, file.name, _FOREVER).answer(request)

    async def _body(self, file: Path, encoding: Encoding) -> bytes:
        compressed = self._compressed.get((file, encoding))
        return await run_sync(self._read, file, encoding) if compressed is None else compressed

    def _read(self, file: Path, encoding: Encoding) -> bytes:
        if encoding is Encoding.IDENTITY:
            return file.read_bytes()
        with self._compressing:  # visitors who come at once wait for one compression instead of starting many
            if (file, encoding) not in self._compressed:
                self._compressed[file, encoding] = encode(file.read_bytes(), encoding)
            return self._compressed[file, encoding]


def _addresses(folder: Path) -> Mapping[str, Path]:
    """Every file under its address: what isn't among them doesn't exist, whatever its path looks like."""
    files = (file for file in (folder / "static").rglob("*") if file.is_file())
    return {f"/{file.relative_to(folder).as_posix()}": file for file in files}

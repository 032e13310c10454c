"""How a file is answered: whole, in part, compressed, or as the one that the program has already."""

import zlib
from collections.abc import Iterator

import brotli  # type: ignore[import-untyped]
from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse

from dashboard.kept import Made
from dashboard.server.encoding import Encoding, best_encoding

_COMPRESSIBLE = ("text/", "application/json", "application/jsonl")
_CHUNK = 2**18
# A table of gigabytes must not take longer to compress than to send.
_BROTLI_QUALITY, _GZIP_LEVEL, _GZIP = 4, 5, 16 + zlib.MAX_WBITS


def answer(request: Request, made: Made, media_type: str, name: str) -> Response:
    """The file, under its name; its tag changes whenever its content does."""
    encoding = Encoding.IDENTITY
    if media_type.startswith(_COMPRESSIBLE) and "range" not in request.headers:
        encoding = best_encoding(request.headers.get("accept-encoding", ""))
    headers = {
        "Cache-Control": "no-cache",
        "Content-Disposition": f'attachment; filename="{name}"',
        "ETag": f'"{made.version[:32]}-{encoding}"',
        "Vary": "Accept-Encoding",
    }
    if _has_it(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    if encoding is Encoding.IDENTITY:
        return FileResponse(made.path, headers=headers, media_type=media_type)
    headers["Content-Encoding"] = encoding
    if request.method == "HEAD":
        return StreamingResponse(iter(()), headers=headers, media_type=media_type)
    return StreamingResponse(_compressed(made, encoding), headers=headers, media_type=media_type)


def _has_it(request: Request, tag: str) -> bool:
    known = request.headers.get("if-none-match", "").split(",")
    return bool({tag, "*"} & {each.strip().removeprefix("W/") for each in known})


def _compressed(made: Made, encoding: Encoding) -> Iterator[bytes]:
    if encoding is Encoding.BROTLI:
        brotlied = brotli.Compressor(quality=_BROTLI_QUALITY)
        press, finish = brotlied.process, brotlied.finish
    else:
        gzipped = zlib.compressobj(_GZIP_LEVEL, wbits=_GZIP)
        press, finish = gzipped.compress, gzipped.flush
    with made.path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            if pressed := press(chunk):
                yield pressed
    yield finish()

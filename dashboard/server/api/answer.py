"""How a file is answered: whole, in part, compressed, or as the one that the program has already."""

from collections.abc import Iterator

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from dashboard.kept import Made
from dashboard.server.api.errors import refusal
from dashboard.server.conditions import has_it, part_of, tag, wants_another
from dashboard.server.encoding import PASSING, Encoding, best_encoding, encoded
from metrics.errors import YardstickError

_COMPRESSIBLE = ("text/", "application/json", "application/jsonl")
_CHUNK = 2**18


def answer(request: Request, made: Made, media_type: str, name: str) -> Response:
    """The file, under its name; its tag changes whenever its content does."""
    encoding = _encoding(request, media_type)
    own = tag(made.version[:32], encoding)
    told = {"Cache-Control": "no-cache", "ETag": own, "Vary": "Accept-Encoding"}
    if wants_another(request.headers, own):
        return refusal(YardstickError("other_content"), 412)
    if has_it(request.headers, own):
        return Response(status_code=304, headers=told)
    told |= {"Content-Disposition": f'attachment; filename="{name}"', "Accept-Ranges": "bytes"}
    if encoding is not Encoding.IDENTITY:
        told["Content-Encoding"] = encoding
        return _sent(request, encoded(_bytes(made, range(made.size)), encoding, PASSING), told, media_type)
    part = part_of(request.headers, own, made.size) if request.method == "GET" else None
    if part is None:
        told["Content-Length"] = str(made.size)
        return _sent(request, _bytes(made, range(made.size)), told, media_type)
    if not part:
        return refusal(YardstickError("no_part", size=made.size), 416, {"Content-Range": f"bytes */{made.size}"})
    told |= {"Content-Length": str(len(part)), "Content-Range": f"bytes {part[0]}-{part[-1]}/{made.size}"}
    return _sent(request, _bytes(made, part), told, media_type, 206)


def _encoding(request: Request, media_type: str) -> Encoding:
    """A part is one of the bytes as they are: a program must be able to say where it begins."""
    if "range" in request.headers or not media_type.startswith(_COMPRESSIBLE):
        return Encoding.IDENTITY
    return best_encoding(request.headers.get("accept-encoding", ""))


def _sent(
    request: Request, body: Iterator[bytes], told: dict[str, str], media_type: str, status: int = 200
) -> Response:
    chunks = iter(()) if request.method == "HEAD" else body
    return StreamingResponse(chunks, status, told, media_type)


def _bytes(made: Made, part: range) -> Iterator[bytes]:
    with made.path.open("rb") as file:
        file.seek(part.start)
        left = len(part)
        while chunk := file.read(min(_CHUNK, left)):
            left -= len(chunk)
            yield chunk

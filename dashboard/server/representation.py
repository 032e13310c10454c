"""How is a text answered that a browser may keep?"""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from dashboard.server.conditions import has_it, tag
from dashboard.server.encoding import Encoding


@dataclass(frozen=True, slots=True)
class Representation:
    """A text in one encoding. `version` changes whenever the text does."""

    body: bytes
    encoding: Encoding
    media_type: str
    version: str
    cache_control: str

    @property
    def headers(self) -> Mapping[str, str]:
        """What lets a browser, or a cache on the way, keep it and ask whether it still holds."""
        kept = {"Cache-Control": self.cache_control, "ETag": self.etag, "Vary": "Accept-Encoding"}
        if self.encoding is Encoding.IDENTITY:
            return kept
        return kept | {"Content-Encoding": self.encoding}

    @property
    def etag(self) -> str:
        """Another one for each encoding."""
        return tag(self.version, self.encoding)

    def answer(self, request: Request) -> Response:
        """The text, or 304 to a browser that has it already."""
        if has_it(request.headers, self.etag):
            return Response(status_code=304, headers=self.headers)
        return Response(self.body, headers=self.headers, media_type=self.media_type)

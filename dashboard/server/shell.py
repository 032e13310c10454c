"""What is the HTML page that Streamlit's scripts then fill?

It is Streamlit's own, with our language, title and `<noscript>` put in, and without the font and the program
interface that we don't use.
"""

import re
from hashlib import sha256
from html import escape
from pathlib import Path

from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from streamlit.file_util import get_static_dir

from dashboard.address import PAGES, Address
from dashboard.drawing.head import Way, draw_nowhere
from dashboard.server.encoding import best_encoding, encode
from dashboard.server.representation import Representation
from dashboard.words import page_says
from metrics.words import Language

_TITLE = "标尺 Yardstick"
_NOSCRIPT = {
    Language.ZH: "标尺需要 JavaScript 才能显示内容，请在浏览器中启用后刷新本页。",
    Language.EN: "Yardstick needs JavaScript to show anything: please enable it in your browser and reload.",
}
# Before the theme arrives, a hidden link ("Skip to main content") asks for Streamlit's font: 171 kB in vain.
_NO_DOWNLOAD = (
    '<style>@font-face{font-family:"Source Sans";font-weight:100 900;'
    'src:local("Arial"),local("Liberation Sans"),local("Noto Sans"),local("Roboto"),local("DejaVu Sans"),'
    'local("Noto Sans CJK SC")}</style>'
)
_STYLES = "".join(
    f'<style media="{media}">{re.sub(r"/[*].*?[*]/", "", (Path(__file__).parent / name).read_text("utf-8"))}</style>'
    for media, name in (("screen", "shell.css"), ("print", "print.css"))
)


_NOT_STREAMLITS = r"(?!(?:_stcore|auth|component|media|static|app)/|.*/_stcore/)"


class ShellError(RuntimeError):
    """Streamlit's index page no longer has what we replace in it."""


class _PageName(Convertor[str]):
    """A page's address: one segment, without a dot (that's a file), and not Streamlit's own for sign-in."""

    regex = r"(?!oauth2callback$)[^/.]+"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


class _Elsewhere(_PageName):
    """An address of several segments that is neither a file nor Streamlit's own."""

    regex = rf"{_NOT_STREAMLITS}[^/]+/(?:[^/]+/)*[^/.]+/?"


class _NoFile(_PageName):
    """An address with a dot in its last segment that is no file of Streamlit's: it would show the overview."""

    regex = rf"{_NOT_STREAMLITS}(?!favicon\.png$)(?:[^/]+/)*[^/]*\.[^/]*"


def shell_html(index: str, language: Language) -> str:
    """Streamlit's index page in a language. Raises `ShellError` where a part isn't there exactly once."""
    replacements = {
        r"<!--.*?-->\s*(?=<!DOCTYPE)": "",
        r'<html lang="en">': f'<html lang="{language.tag}">',
        r"<title>Streamlit</title>": f"<title>{_TITLE}</title>",
        r"<noscript>.*?</noscript>": f"<noscript><p>{escape(_NOSCRIPT[language])}</p></noscript>",
        r'<link\s[^>]*as="font"[^>]*>\s*': "",
        r"<!--\s*Machine-readable pointer(?:(?!-->).)*-->\s*": "",
        r'<link rel="service-desc"[^>]*>\s*': "",
        r"<!-- initialize window.prerenderReady.*?</script>\s*": "",
        r"(?=</head>)": _NO_DOWNLOAD + _STYLES,
    }
    for pattern, text in replacements.items():
        index, count = re.subn(pattern, text, index, flags=re.DOTALL)
        if count != 1:
            raise ShellError(f"Streamlit's index.html: found {count} times, expected once: {pattern}")
    return index


def _answer(request: Request) -> Response:
    language = Address.of(request.query_params).language
    if request.path_params.get("page", "") not in PAGES:
        return _nowhere(language)
    encoding = best_encoding(request.headers.get("accept-encoding", ""))
    text = _SHELLS[language]
    version = sha256(text).hexdigest()[:16]
    return Representation(encode(text, encoding), encoding, "text/html", version, "no-cache").answer(request)


def _nowhere(language: Language) -> Response:
    """Streamlit would show another page, and say in English that it isn't the one that was asked for."""
    home = Address(lang=language if language is Language.EN else "")
    ways = [
        Way(page_says(entry.title, language), f"/{home.href(path)}".replace("/.", "/"), here=False)
        for path, entry in PAGES.items()
    ]
    return HTMLResponse(draw_nowhere(ways, language), 404, headers={"Cache-Control": "no-store"})


_INDEX = Path(get_static_dir(), "index.html").read_text(encoding="utf-8")
_SHELLS = {language: shell_html(_INDEX, language).encode() for language in Language}

register_url_convertor("page", _PageName())
register_url_convertor("elsewhere", _Elsewhere())
register_url_convertor("no_file", _NoFile())
SHELL = [Route(path, _answer) for path in ("/", "/{page:page}", "/{page:elsewhere}", "/{page:no_file}")]

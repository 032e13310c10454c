"""The page on which somebody signs in or out: HTML of its own, without a script."""

from dashboard.drawing.templates import drawn
from dashboard.words import page_says
from metrics.words import Language

_WORDS = ("title", "person", "password", "enter", "signed_in", "leave", "leave_everywhere", "back", "help")


def draw_sign_in(who: str, told: str, query: str, language: Language, *, open_: bool) -> str:
    """The form, or the way out for `who`. `told` is what became of the last try; not `open_`: there is no form."""
    words = {key: page_says(f"sign_in.{key}", language) for key in _WORDS}
    home = page_says("frame.name", language)
    given = {"who": who, "told": told, "query": query, "open": open_}
    return drawn("sign_in", **given, words=words, home=home, lang=language, tag=language.tag)

"""The page on which somebody signs in or out: HTML of its own, without a script."""

from dashboard.drawing.templates import drawn
from dashboard.words import page_says
from metrics.settings import SignIn
from metrics.words import Language

_WORDS = ("title", "person", "password", "enter", "signed_in", "leave", "leave_everywhere", "back", "help", "again")


def draw_sign_in(who: str, told: str, query: str, language: Language, way: SignIn) -> str:
    """The form, the link to the identity provider, or the way out for `who`; `told` is what became of the last try."""
    words = {key: page_says(f"sign_in.{key}", language) for key in _WORDS}
    home = page_says("frame.name", language)
    given = {"who": who, "told": told, "query": query, "way": way}
    return drawn("sign_in", **given, words=words, home=home, lang=language, tag=language.tag)

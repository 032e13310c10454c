"""How rows become HTML: the templates of this folder, in which every text is escaped."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

_FOLDER = Path(__file__).parent
_ENVIRONMENT = Environment(
    loader=FileSystemLoader(_FOLDER / "html"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)
STYLE = "\n".join(
    file.read_text(encoding="utf-8") for file in sorted((_FOLDER / "css").glob("*.css"))
)  # base.css first


def _script(*names: str) -> str:
    return "\n".join((_FOLDER / f"{name}.js").read_text(encoding="utf-8") for name in names)


SCRIPT = _script("sheet", "pressed")
HEAD_SCRIPT = _script("head", "chrome", "drawer", "pressed")
PICTURE_SCRIPT = _script("picture")
PICTURE_STYLE = (_FOLDER / "picture.css").read_text(encoding="utf-8")


def drawn(template: str, **given: object) -> str:
    """The HTML of a template; a name that it uses and isn't given is an error."""
    return _ENVIRONMENT.get_template(f"{template}.html").render(given)


ICON = (_FOLDER / "icon.svg").read_text(encoding="utf-8")

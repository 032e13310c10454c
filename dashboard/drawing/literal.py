"""How text from people stands in a chart as it was written: Plotly would take `<b>` or a link in it for markup."""

from html import escape


def literal(text: str) -> str:
    """The text as Plotly shows it letter by letter; lines stay lines."""
    return escape(text, quote=False).replace("\n", "<br>")

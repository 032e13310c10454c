"""The words of the pages, in each language."""

from pathlib import Path

from metrics.words.catalogue import Catalogue

page_says = Catalogue(Path(__file__).parent)

__all__ = ["page_says"]

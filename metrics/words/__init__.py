"""The words of this layer: statuses, flags, reasons and refusals, in each language."""

from pathlib import Path

from metrics.words.catalogue import Catalogue, Language

say = Catalogue(Path(__file__).parent)

__all__ = ["Language", "say"]

"""A fictional district with every kind of target, made from a seed number: never a real place, always says so."""

from metrics.demonstration.write import demonstrate

__all__ = ["demonstrate"]

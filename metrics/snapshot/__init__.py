"""Numbers that leave: what can be taken, in which form, whole as a package, and whether it is still the same."""

from metrics.snapshot.cells import cell

__all__ = ["cell"]

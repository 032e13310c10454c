"""How are very many metrics held and put together? Column by column: the same rules as one by one, in arrays."""

from metrics.columns.judged import Judged

__all__ = ["Judged"]

"""The one DuckDB file: opened here, written here, read here and nowhere else."""

from metrics.store.connection import Store, open_store
from metrics.store.transaction import Reader, Row, Write

__all__ = ["Reader", "Row", "Store", "Write", "open_store"]

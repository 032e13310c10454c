"""The one DuckDB file: opened here, written here, read here and nowhere else."""

from metrics.store.connection import Reader, Row, Store, Write, open_store

__all__ = ["Reader", "Row", "Store", "Write", "open_store"]

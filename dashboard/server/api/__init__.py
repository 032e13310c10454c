"""Numbers for programs: every snapshot under an address of its own, with the filters and the rights of the pages."""

from dashboard.server.api.programs import ForPrograms

__all__ = ["ForPrograms"]

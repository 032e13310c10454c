"""How a report becomes a file."""

from enum import StrEnum
from pathlib import Path

from metrics.report.content import compose
from metrics.report.docx import write_docx
from metrics.report.pdf import write_pdf
from metrics.report.subject import Subject
from metrics.words import Language


class Paper(StrEnum):
    """A form of a report, under the ending of its file's name."""

    PDF = "pdf"
    DOCX = "docx"


def write_report(subject: Subject, paper: Paper, language: Language, path: Path) -> None:
    """Write the file. Raises `YardstickError` where no font of the machine has Chinese characters."""
    report = compose(subject, language)
    write = write_pdf if paper is Paper.PDF else write_docx
    write(report, subject.after.known_at, path)

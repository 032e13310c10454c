"""What `requirements.txt` installs is all that the program needs, also for what it reaches only now and then."""

import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
# Streamlit imports it when the first person signs in by an identity provider.
LATE = ("authlib.integrations.starlette_client",)
REFUSING = """
import importlib, sys
late, refused = sys.argv[1].split(","), set(sys.argv[2].split(","))
class Refusing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in refused:
            raise ModuleNotFoundError(f"requirements.txt does not bring {name}", name=name)
sys.meta_path.insert(0, Refusing())
for name in ("metrics.cli.main", "dashboard.server", "dashboard.run", *late):
    importlib.import_module(name)
"""


def installed() -> set[str]:
    """The packages of `requirements.txt`, with what they bring."""
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    left = [Requirement(line.partition("#")[0]) for line in lines if line.partition("#")[0].strip()]
    found: set[str] = set()
    while left:
        one = left.pop()
        if canonical(one.name) in found or (one.marker and not one.marker.evaluate({"extra": ""})):
            continue
        found.add(canonical(one.name))
        try:
            left += [Requirement(text) for text in requires(one.name) or ()]
        except PackageNotFoundError:
            continue
    return found


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_the_program_begins_and_signs_people_in_with_what_it_says_that_it_needs() -> None:
    brought = installed()
    others = [
        module
        for module, owners in packages_distributions().items()
        if not brought.intersection(map(canonical, owners))
    ]
    assert "pytest" in others
    command = [sys.executable, "-c", REFUSING, ",".join(LATE), ",".join(others)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr

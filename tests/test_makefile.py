"""`make` empties no folder that it has not made."""

import os
import shutil
import subprocess
from pathlib import Path

MAKEFILE = Path(__file__).parent.parent / "Makefile"


def test_a_virtual_environment_behind_a_link_is_left_alone(tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "kept").touch()
    here = tmp_path / "here"
    here.mkdir()
    shutil.copy2(MAKEFILE, here)
    (here / ".venv").symlink_to(theirs)
    done = subprocess.run(["make", "run"], cwd=here, env=os.environ, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert ".venv is a link" in done.stderr
    assert (theirs / "kept").exists()

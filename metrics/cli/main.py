"""What commands there are, and how an outcome becomes an exit code."""

import os
import sys
from collections.abc import Sequence

from metrics.cli import bring_in, define, demo, keep, look, packages, people, report, take, verify, write
from metrics.cli.parser import Parser, spoken
from metrics.errors import DoubtedError, RefusedError, YardstickError
from metrics.words import say

_ABOUT = """\
Track the targets of public plans: load definitions, enter values, see how each metric stands, take the numbers away.

  python -m metrics load                                  load the plans of seeds/
  python -m metrics status --area jingan                  how a district stands
  python -m metrics record jingan135-hightech 2017 251    enter a value
  python -m metrics import values.csv                     enter the values of a file, all of them or none
  python -m metrics snapshot > snapshot.csv               take the assessments away as CSV
  python -m metrics snapshot snapshot.zip                 take everything away, to load or verify it later
  python -m metrics export jingan-135 plan.zip            take one plan away as a package
  python -m metrics report jingan-135 2016 report.pdf     write a plan's monitoring report
"""
_EXITS = """\
The data file is named by YARDSTICK_DB; without it, it lies in a folder of your own, which every command names.
YARDSTICK_LANG=zh or en chooses the language of messages.

exit codes: 0 done, 1 refused (something is wrong with the input; nothing was changed),
2 the command line can't be read, 3 the data file can't be used,
4 the data file says otherwise than a snapshot
"""


def main(arguments: Sequence[str]) -> int:
    """Run one command; its exit code."""
    options = parser_of_all().parse_args(arguments)
    options.language = spoken()
    try:
        options.run(options)
        sys.stdout.flush()
    except RefusedError as refused:
        print(refused.text(options.language), file=sys.stderr)
        key = "doubts" if isinstance(refused, DoubtedError) else "problems"
        print(say(f"cli.{key}", options.language, count=len(refused.problems)), file=sys.stderr)
        return 1
    except YardstickError as error:
        print(error.text(options.language), file=sys.stderr)
        return 3 if error.key in _STORE_KEYS else 4 if error.key == "differs" else 1
    except OSError as error:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - stands until the process ends
        if isinstance(error, BrokenPipeError):  # the reader of our output has enough
            return 0
        print(say("error.no_output", options.language, reason=error.strerror), file=sys.stderr)
        return 1
    return 0


_STORE_KEYS = {"busy", "full", "damaged", "not_ours", "newer", "not_migrated", "unwritable"}


def parser_of_all() -> Parser:
    """The whole command line."""
    parser = Parser(prog="python -m metrics", description=_ABOUT, epilog=_EXITS)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for module in (packages, define, look, write, bring_in, take, verify, report, keep, people, demo):
        module.add(commands)
    return parser

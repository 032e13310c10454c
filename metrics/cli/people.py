"""`role`, `account`, `trail` and `doctor`: who may do what, who can sign in, who did what, what is set."""

import argparse
import getpass
import sys
from typing import Any

from metrics.cli.session import author, now, opened
from metrics.doctor import Verdict, examine
from metrics.errors import StoreError, YardstickError
from metrics.package.lines import write_lines
from metrics.people.provider import provider_fault
from metrics.people.roles import Grant, Role
from metrics.place import data_file, secrets_file
from metrics.settings import SignIn, settings
from metrics.store.accounts import accounts, close_account, end_all, set_password
from metrics.store.people import RoleChange, change_role, grants
from metrics.store.trail import trail
from metrics.words import Language, say

_ROLES = """\
python -m metrics role give anna contributor --scope owner:jingan-kewei   enters for one department
python -m metrics role give wang administrator --reason "first set-up"
python -m metrics role take anna contributor --scope owner:jingan-kewei
python -m metrics role list
"""


def add(commands: Any) -> None:
    """Add the four commands."""
    _add_role(commands)
    _add_account(commands)
    parser = commands.add_parser("trail", help="every write and every refused one as CSV, the newest first")
    parser.add_argument("--who", default="", help="one person's lines only")
    parser.add_argument("--most", type=int, default=1000, help="how many lines (default: 1000)")
    parser.set_defaults(run=_trail)
    parser = commands.add_parser("doctor", help="say what is set, what is missing and what is unsafe")
    parser.set_defaults(run=_doctor)


def _add_role(commands: Any) -> None:
    role = commands.add_parser(
        "role", help="give, take and list roles", epilog=_ROLES, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    verbs = role.add_subparsers(metavar="give|take|list", required=True)
    for verb, held in (("give", True), ("take", False)):
        parser = verbs.add_parser(verb)
        parser.add_argument("person", help="the name under which somebody signs in")
        parser.add_argument("role", choices=[one.value for one in Role])
        parser.add_argument("--scope", default="", help="plan:ID, area:ID or owner:ID (default: everything)")
        parser.add_argument("--reason", default="", help="why; the trail keeps it")
        parser.set_defaults(run=_change_role, held=held)
    verbs.add_parser("list").set_defaults(run=_list_roles)


def _add_account(commands: Any) -> None:
    account = commands.add_parser("account", help="make, close and list accounts; sign somebody out everywhere")
    verbs = account.add_subparsers(metavar="set|close|sign-out|list", required=True)
    for verb, run in (("set", _set_account), ("close", _close_account), ("sign-out", _sign_out)):
        parser = verbs.add_parser(verb)
        parser.add_argument("person", help="the name under which somebody signs in")
        parser.set_defaults(run=run)
    verbs.add_parser("list").set_defaults(run=_list_accounts)


def _change_role(options: argparse.Namespace) -> None:
    change = RoleChange(options.person, Grant(Role(options.role), options.scope), options.held, options.reason)
    with opened() as store:
        changed = change_role(store, change, author(), now())
    key = "as_it_was" if not changed else "role_given" if options.held else "role_taken"
    role = say(f"role.{options.role}", options.language)
    print(say(f"cli.{key}", options.language, person=options.person, role=role, scope=options.scope or "*"))


def _list_roles(options: argparse.Namespace) -> None:
    with opened() as store:
        for row in grants(store):
            role = say(f"role.{row['role']}", options.language)
            print(f"{row['person_id']}\t{role}\t{row['scope'] or '*'}\t{row['recorded_by']}\t{row['recorded_at']:%F}")


def _set_account(options: argparse.Namespace) -> None:
    password = _password(say("cli.password", options.language))
    with opened() as store:
        set_password(store, options.person, password, author(), now())
    print(say("cli.account_set", options.language, person=options.person))


def _password(asked: str) -> str:
    """Typed unseen, or one line of standard input; never an argument, which every process list shows."""
    return getpass.getpass(asked) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")


def _close_account(options: argparse.Namespace) -> None:
    with opened() as store:
        close_account(store, options.person, author(), now())
    print(say("cli.account_closed", options.language, person=options.person))


def _sign_out(options: argparse.Namespace) -> None:
    with opened() as store:
        end_all(store, options.person, author(), now())
    print(say("cli.signed_out", options.language, person=options.person))


def _list_accounts(_options: argparse.Namespace) -> None:
    with opened() as store:
        print(*accounts(store), sep="\n")


def _trail(options: argparse.Namespace) -> None:
    with opened() as store:
        rows = trail(store, options.who, most=options.most)
    refused = "refused" if options.language is Language.ZH else "refused_en"
    told = (
        [
            f"{row['recorded_at']:%Y-%m-%dT%H:%M:%SZ}",
            *(_guarded(row[name]) for name in ("recorded_by", "what", refused)),
        ]
        for row in rows
    )
    write_lines(sys.stdout, [["recorded_at", "recorded_by", "what", "refused"], *told], sheet=True)


def _guarded(text: str | None) -> str:
    """Text from people that a spreadsheet would take for a formula."""
    return f"'{text}" if text and text[0] in "=+-@\t\r＝＋－＠" else text or ""


def _doctor(options: argparse.Namespace) -> None:
    told = settings()
    asked = told.auth.get("server_metadata_url") if told.sign_in is SignIn.OIDC else ""
    fault = provider_fault(str(asked)) if asked else ""
    found = examine(told, data_file(), secrets_file(), _administrators(), fault)
    for finding in found:
        print(finding.text(options.language))
    wrong = sum(finding.verdict in (Verdict.MISSING, Verdict.UNSAFE) for finding in found)
    if wrong:
        raise YardstickError("unsettled", count=wrong)


def _administrators() -> int | None:
    if not data_file().exists():
        return 0
    try:
        with opened() as store:
            return len({row["person_id"] for row in grants(store) if row["role"] == Role.ADMINISTRATOR})
    except StoreError as error:
        if error.key == "busy":
            return None
        raise

"""What is set, and what `doctor` says about it."""

import io
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.startup import banner, close_store
from metrics.cli.main import main
from metrics.doctor import Verdict, examine
from metrics.errors import RefusedError
from metrics.place import data_file as named_data_file
from metrics.settings import FILE, NAMES, Settings, SignIn, settings
from metrics.words import Language

PROVIDER = {
    "redirect_uri": "https://targets.example.org/oauth2callback",
    "cookie_secret": "c" * 32,
    "client_id": "yardstick",
    "client_secret": "s",
    "server_metadata_url": "https://login.example.org/.well-known/openid-configuration",
}


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A settings file that the environment names and nothing in it overrules."""
    for name in NAMES.values():
        monkeypatch.delenv(name, raising=False)
    file = tmp_path / "设置.toml"
    monkeypatch.setenv(FILE, str(file))
    return file


def test_the_file_says_and_the_environment_overrules(written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written.write_text(
        'database = "/data/y.duckdb"\naddress = "https://targets.example.org/"\nsign_in = "proxy"\nhours = 8\n'
        'language = "en"\ntime_zone = "Asia/Shanghai"\nproxy_header = "X-User"\nproxies = ["10.0.0.0/24"]\n',
        encoding="utf-8",
    )
    told = settings()
    assert (told.host, told.secure, told.sign_in, told.hours) == ("targets.example.org", True, SignIn.PROXY, 8)
    assert (told.language, str(told.zone), told.proxies) == (Language.EN, "Asia/Shanghai", ("10.0.0.0/24",))
    assert named_data_file() == Path("/data/y.duckdb")
    monkeypatch.setenv("YARDSTICK_DB", "/other.duckdb")
    monkeypatch.setenv("YARDSTICK_HOURS", "2")
    assert named_data_file() == Path("/other.duckdb")
    assert settings().hours == 2


def test_everything_that_is_wrong_is_said_at_once(written: Path) -> None:
    written.write_text(
        'adress = "x"\naddress = "ftp://x"\nhours = 0\nsign_in = "magic"\ntime_zone = "Mars"\nproxies = ["all"]\n',
        encoding="utf-8",
    )
    with pytest.raises(RefusedError) as refused:
        settings()
    text = str(refused.value)
    assert "there is no setting 'adress'. Did you mean 'address'?" in text
    for name in (
        "YARDSTICK_ADDRESS",
        "YARDSTICK_HOURS",
        "YARDSTICK_SIGN_IN",
        "YARDSTICK_TIME_ZONE",
        "YARDSTICK_PROXIES",
    ):
        assert name in text


def test_a_setting_below_the_provider_s_is_not_passed_over(written: Path) -> None:
    written.write_text('[auth]\nclient_id = "yardstick"\nhours = 2\n', encoding="utf-8")
    with pytest.raises(RefusedError, match="'hours' stands below \\[auth\\]"):
        settings()


def test_a_file_that_is_named_and_is_not_there_is_an_error(written: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == 1
    assert "can't be read" in capsys.readouterr().err
    written.write_text("= broken", encoding="utf-8")
    assert main(["status"]) == 1


def test_the_example_names_every_setting_and_each_of_its_lines_can_be_set(written: Path) -> None:
    example = (Path(__file__).parent.parent / "yardstick.example.toml").read_text(encoding="utf-8")
    lines = [line.removeprefix("# ") for line in example.splitlines()]
    own = [line for line in lines if line.split(" = ")[0] in NAMES and not line.startswith("sign_in")]
    provider = [line for line in lines if line.split(" = ")[0] in PROVIDER]
    written.write_text("\n".join([*own, "[auth]", *provider]), encoding="utf-8")
    told = settings()
    assert told.auth.keys() == PROVIDER.keys()
    for name, env in NAMES.items():
        assert f"# {name} = " in example
        assert env in example
        assert getattr(told, name) or name == "sign_in"


def keys(told: Settings, administrators: int = 1) -> dict[str, Verdict]:
    nowhere = Path("/nowhere")
    return {one.key: one.verdict for one in examine(told, nowhere, nowhere, administrators)}


def test_nothing_set_is_nothing_wrong() -> None:
    assert set(keys(Settings(), 0).values()) == {Verdict.FINE, Verdict.NOTE}


def test_a_whole_set_up_is_fine() -> None:
    told = Settings(
        Path("/x"),
        "/d",
        "https://targets.example.org",
        Language.ZH,
        "Asia/Shanghai",
        SignIn.OIDC,
        claim="sub",
        auth=PROVIDER,
    )
    assert set(keys(told).values()) == {Verdict.FINE}
    assert keys(replace(told, claim="email"))["verified_email"] is Verdict.NOTE


@pytest.mark.parametrize(
    ("told", "key", "verdict"),
    [
        (Settings(sign_in=SignIn.ACCOUNTS), "no_address", Verdict.MISSING),
        (Settings(address="http://targets.example.org"), "plain_address", Verdict.UNSAFE),
        (Settings(sign_in=SignIn.PROXY), "no_setting", Verdict.MISSING),
        (Settings(sign_in=SignIn.PROXY, proxies=("0.0.0.0/0",)), "wide_proxy", Verdict.UNSAFE),
        (Settings(sign_in=SignIn.OIDC), "no_setting", Verdict.MISSING),
        (Settings(sign_in=SignIn.OIDC, auth=PROVIDER | {"cookie_secret": "x"}), "short_secret", Verdict.UNSAFE),
        (Settings(sign_in=SignIn.OIDC, auth=PROVIDER, address="https://x.org"), "other_callback", Verdict.MISSING),
    ],
)
def test_what_is_missing_or_unsafe_is_named(told: Settings, key: str, verdict: Verdict) -> None:
    assert keys(told)[key] is verdict


def test_a_provider_that_does_not_answer_is_missing_and_a_file_in_use_is_no_fault() -> None:
    told, nowhere = Settings(sign_in=SignIn.OIDC, auth=PROVIDER), Path("/nowhere")
    assert keys(told)["provider_answers"] is Verdict.FINE
    found = {one.key: one.verdict for one in examine(told, nowhere, nowhere, None, "404")}
    assert found["provider_silent"] is Verdict.MISSING
    assert found["administrators_unseen"] is Verdict.NOTE
    assert not found.keys() & {"provider_answers", "no_administrator", "administrators"}


def test_without_an_administrator_nobody_can_give_roles() -> None:
    assert keys(Settings(sign_in=SignIn.ACCOUNTS), 0)["no_administrator"] is Verdict.MISSING


def test_a_file_with_secrets_that_others_may_read_is_unsafe(tmp_path: Path) -> None:
    file = tmp_path / "y.key"
    file.write_text("secret")
    file.chmod(0o644)
    assert "readable" in {one.key for one in examine(Settings(), tmp_path, file, 0)}
    file.chmod(0o600)
    assert "readable" not in {one.key for one in examine(Settings(), tmp_path, file, 0)}


def test_a_data_file_with_passwords_that_others_may_read_is_unsafe(tmp_path: Path) -> None:
    file = tmp_path / "y.duckdb"
    file.write_text("hash")
    file.chmod(0o644)
    told = Settings(sign_in=SignIn.ACCOUNTS)
    assert "reachable" not in {one.key for one in examine(told, file, tmp_path / "none", 1)}  # pytest's own folder
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Path, "parents", property(lambda _: []))
        assert "reachable" in {one.key for one in examine(told, file, tmp_path / "none", 1)}
        assert "reachable" not in {one.key for one in examine(Settings(), file, tmp_path / "none", 1)}
        file.chmod(0o600)
        assert "reachable" not in {one.key for one in examine(told, file, tmp_path / "none", 1)}


def test_a_server_that_believes_any_forwarded_address_is_unsafe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "*")
    assert keys(Settings(sign_in=SignIn.PROXY))["forwarded"] is Verdict.UNSAFE


def test_an_administrator_sets_up_sign_in_on_the_command_line(
    data_file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YARDSTICK_SIGN_IN", "accounts")
    monkeypatch.setenv("YARDSTICK_ADDRESS", "https://targets.example.org")
    assert main(["load"]) == 0
    assert main(["doctor"]) == 1
    assert "there is no administrator" in capsys.readouterr().out
    monkeypatch.setattr(sys, "stdin", io.StringIO("correct horse battery\n"))
    assert main(["account", "set", "wang"]) == 0
    assert main(["role", "give", "wang", "administrator", "--reason", "first"]) == 0
    assert main(["role", "give", "li", "contributor", "--scope", "area:jingan"]) == 0
    assert main(["role", "give", "li", "contributor", "--scope", "area:jing"]) == 1
    assert main(["doctor"]) == 0
    capsys.readouterr()
    assert main(["role", "list"]) == 0
    assert main(["account", "list"]) == 0
    out = capsys.readouterr().out
    assert "li\tcontributor\tarea:jingan" in out
    assert "wang\tadministrator\t*" in out
    assert out.endswith("\nwang\n")
    assert main(["role", "take", "li", "contributor", "--scope", "area:jingan"]) == 0
    assert main(["account", "sign-out", "wang"]) == 0
    assert main(["account", "close", "wang"]) == 0
    assert main(["account", "close", "otto"]) == 1
    capsys.readouterr()
    assert main(["trail"]) == 0
    out = capsys.readouterr().out
    for line in ("take contributor area:jingan li", "account wang", "give contributor area:jing li,there is no scope"):
        assert line.split(",")[0] in out
    assert "Did you mean" in out
    assert "correct horse" not in out


def test_the_start_names_the_address_under_which_browsers_come(
    data_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    close_store()
    try:
        assert "http://localhost:8501" in banner("http://localhost:8501")
        monkeypatch.setenv("YARDSTICK_ADDRESS", "https://targets.example.org")
        told = banner("http://localhost:8501")
        assert "https://targets.example.org" in told
        assert "localhost" not in told
    finally:
        close_store()

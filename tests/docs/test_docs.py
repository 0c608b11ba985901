"""Documents that cannot rot: every setting, command, metric and make target is written down."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.cli import COMMANDS, build_parser
from bot.metrics import Metrics
from bot.settings import Settings

ROOT = Path(__file__).parents[2]
METRICS = re.findall(r"^# HELP (\S+(?<!_created)) ", Metrics().render().decode(), re.MULTILINE)
FOR_TESTS = {
    "HOIDAP_CHROMIUM",
    "HOIDAP_TEST_HISTORIES",
    "HOIDAP_TEST_KILLS",
    "HOIDAP_TEST_SEED",
    "HOIDAP_WRITE_SCREENSHOTS",
}
DOCUMENTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]
READ = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in DOCUMENTS}


@pytest.mark.parametrize("field", Settings.model_fields)
def test_every_setting_is_documented(field: str) -> None:
    """docs/settings.md has a row for the setting."""
    assert f"| `HOIDAP_{field.upper()}` |" in READ["docs/settings.md"]


def test_no_document_names_a_setting_that_does_not_exist() -> None:
    """A setting that was renamed leaves no ghost behind in any document."""
    known = {f"HOIDAP_{field.upper()}" for field in Settings.model_fields} | FOR_TESTS
    for name, text in READ.items():
        ghosts = set(re.findall(r"HOIDAP_[A-Z_]+[A-Z]", text)) - known
        assert not ghosts, f"{name}: {ghosts}"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented_and_helps_in_vietnamese(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """docs/operate.md has the command, and its --help is Vietnamese throughout."""
    assert f"`hoidap {command}" in READ["docs/operate.md"]
    with pytest.raises(SystemExit):
        build_parser().parse_args([command, "--help"])
    shown = capsys.readouterr().out
    assert shown.startswith("Cách dùng:")
    assert "usage" not in shown
    assert "optional" not in shown


@pytest.mark.parametrize("metric", METRICS)
def test_every_metric_is_documented(metric: str) -> None:
    """docs/operate.md says what the metric means."""
    assert f"| `{metric}` |" in READ["docs/operate.md"]


@pytest.mark.parametrize("document", READ)
def test_links_between_documents_lead_somewhere(document: str) -> None:
    """No relative link or picture is dead."""
    for target in re.findall(r"(?:\]\(|src=\")(?!https?:|mailto:|#)([^)#\"]+)", READ[document]):
        assert (ROOT / document).parent.joinpath(target).exists(), f"{document}: {target}"


def test_the_readme_names_commands_that_exist() -> None:
    """Every `make` target that a document tells people to run is in the Makefile."""
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for name, text in READ.items():
        told = set(re.findall(r"`make ([a-z-]+)`|^make ([a-z-]+)", text, re.MULTILINE))
        assert {one or two for one, two in told} <= targets, name


def test_no_document_carries_an_address_of_a_package_index_or_a_path_of_a_machine() -> None:
    """Documents hold for every reader's machine."""
    for name, text in READ.items():
        assert not re.search(r"(?<![\w.-])/(work|home|root|tmp)/", text), name

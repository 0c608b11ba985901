"""What ships in the wheel works by itself."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import urllib.request
import venv
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel_python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment that holds our wheel, sees our dependencies, and cannot see the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    venv.create(folder / "env", with_pip=False)
    python = folder / "env" / "bin" / "python"
    (wheel,) = folder.glob("*.whl")
    site = next((folder / "env" / "lib").glob("python*")) / "site-packages"
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--target", str(site), str(wheel)],
        check=True,
        capture_output=True,
    )
    outside = [path for path in sys.path if path.endswith("site-packages")]
    (site / "dependencies.pth").write_text("\n".join(outside), "utf-8")
    return python


def run(python: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("HOIDAP_", "PYTHON"))}
    return subprocess.run(
        [str(python), "-I", *arguments], cwd="/", env=environment, capture_output=True, text=True, timeout=60
    )


def test_the_three_packages_come_from_the_wheel_alone(wheel_python: Path) -> None:
    """Imported from elsewhere, the packages are the installed ones and no other distribution owns their names."""
    code = (
        "import bot, handlers, knowledge, importlib.metadata as m;"
        "owners = m.packages_distributions();"
        "print([set(owners[n]) for n in ('bot', 'handlers', 'knowledge')], bot.__file__)"
    )
    done = run(wheel_python, "-c", code)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("[{'hoidap'}, {'hoidap'}, {'hoidap'}]")
    assert str(wheel_python.parents[1]) in done.stdout


def test_the_installed_bot_answers_without_a_checkout(wheel_python: Path) -> None:
    """The knowledge base, the lexicon and the migrations ship inside the wheel."""
    done = run(wheel_python, "-m", "bot", "ask", "làm giấy khai sinh cho con cần gì")
    assert done.returncode == 0, done.stderr
    assert "khai sinh" in done.stdout.lower()


def test_the_installed_bot_serves_its_pages(wheel_python: Path, tmp_path: Path) -> None:
    """`run` in an empty folder: the residents' page with its style and font, a procedure's page, its health."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("HOIDAP_", "PYTHON"))}
    command = [str(wheel_python), "-I", "-m", "bot", "run"]
    with subprocess.Popen(
        command, cwd=tmp_path, env={**environment, "HOIDAP_PORT": "0"}, stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        greeting = "".join(iter(running.stdout.readline, "  Dừng: Ctrl-C\n"))
        site = re.findall(r"http://[\d.:]+", greeting)[0]
        try:
            page = _read(f"{site}/")
            style = next(path for path in re.findall(r'href="(/static/[^"]+\.css)"', page) if "base" in path)
            font = re.findall(r'url\("([^"]+\.woff2)"\)', _read(site + style))[0]
            assert len(_fetched(f"{site}{style.rpartition('/')[0]}/{font}")) > 5_000
            assert "Giấy chứng sinh" in _read(f"{site}/p/khai-sinh")
            assert "alive" in _read(f"{site}/health")
        finally:
            running.terminate()
    assert running.returncode == 0


def _fetched(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 - our own address on loopback
        content: bytes = answer.read()
        return content


def _read(address: str) -> str:
    return _fetched(address).decode()


def test_no_other_installed_distribution_claims_our_names() -> None:
    """A second wheel that ships `bot` would overwrite ours without a word; here there is none."""
    owners = metadata.packages_distributions()
    assert all(set(owners.get(name, ["hoidap"])) == {"hoidap"} for name in ("bot", "handlers", "knowledge"))

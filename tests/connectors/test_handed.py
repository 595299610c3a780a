"""A file that a person hands in is read up to its limit; beyond, the error names file, limit and remedy, at no cost."""

import os
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from tocsin.cli.main import main
from tocsin.connectors.files import read_directory
from tocsin.connectors.files.tree import parse
from tocsin.connectors.kit.handed import read_handed
from tocsin.core.kernel.errors import TooLarge

MIB = 2**20


def of_size(file: Path, size: int) -> Path:
    """A file of that size that takes no room on the disk."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"#")
    os.truncate(file, size)
    return file


def test_nothing_is_read_beyond_the_limit(tmp_path: Path) -> None:
    assert read_handed(of_size(tmp_path / "a", MIB), MIB) == b"#" + bytes(MIB - 1)
    tracemalloc.start()
    with pytest.raises(TooLarge) as refused:
        read_handed(of_size(tmp_path / "big.eml", 5000 * MIB), MIB)
    assert tracemalloc.get_traced_memory()[1] < 4 * MIB
    tracemalloc.stop()
    assert str(tmp_path / "big.eml") in refused.value.sentence("en")
    assert "1 MiB" in refused.value.sentence("en")
    assert "1 Mio" in refused.value.sentence("fr")


def test_a_device_has_no_size_and_is_bounded_all_the_same() -> None:
    with pytest.raises(TooLarge):
        read_handed(Path("/dev/zero"), MIB)


@pytest.mark.parametrize(
    ("name", "limit"),
    [("places.yaml", 16), ("settings.yaml", 16), ("devices.csv", 64), ("formats/a/format.yaml", 2)],
)
def test_each_file_of_the_organisation_has_its_limit(tmp_path: Path, name: str, limit: int) -> None:
    of_size(tmp_path / name, limit * MIB + 1)
    (mistake,) = read_directory(tmp_path)[1]
    assert (mistake.file, mistake.why.code, mistake.why.facts["limit"]) == (
        name,
        "fault.file.too_large",
        limit,
    )
    assert mistake.remedy("en")
    assert mistake.remedy("fr")


@pytest.mark.parametrize(
    "command", [["formats", "try"], ["formats", "new"], ["import", "inventory"], ["sources", "try"]]
)
def test_every_command_that_takes_a_file_refuses_a_huge_one_in_one_sentence(
    tmp_path: Path, command: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tocsin.cli.ready.database", lambda: None)
    file = of_size(tmp_path / "huge.yaml", 5000 * MIB)
    more = {"import": [str(tmp_path)], "formats new": ["--formats", str(tmp_path)]}
    with pytest.raises(SystemExit) as ended:
        main([*command, str(file), *more.get(command[0], more.get(" ".join(command), []))])
    assert ended.value.code == 2
    answer = capsys.readouterr().err
    assert "huge.yaml" in answer
    assert "Mi" in answer or "MB" in answer
    assert "Traceback" not in answer


def places(count: int) -> str:
    return "".join(
        f"s-{number}: {{type: site, name: Site {number}, aliases: [A{number}]}}\n" for number in range(count)
    )


def long_keys(count: int) -> str:
    key = "k" * 500
    return (
        "a:\n"
        + "".join(f"{' ' * depth}{key}:\n" for depth in range(1, 30))
        + " " * 30
        + "{"
        + ", ".join(f"x{number}: 1" for number in range(count))
        + "}\n"
    )


def aliases(count: int) -> str:
    return "a: &a [1]\nb: [" + ", ".join(["*a"] * count) + "]\n"


@pytest.mark.parametrize("written", [places, long_keys, aliases])
def test_the_cost_of_a_yaml_file_is_that_of_its_size(written: Callable[[int], str]) -> None:
    def cost(count: int) -> float:
        text = written(count)
        begun = time.process_time()
        parse(text, "x.yaml")
        return time.process_time() - begun

    cost(1000)
    small, large = min(cost(3000) for _ in range(3)), cost(24_000)
    assert large < 8 * small * 2.5 + 0.1, (small, large)


def test_paths_of_very_long_keys_are_not_kept_many_times_over() -> None:
    text = long_keys(20_000)
    tracemalloc.start()
    parse(text, "x.yaml")
    assert tracemalloc.get_traced_memory()[1] < 200 * MIB
    tracemalloc.stop()

"""Files appear whole or not at all: killed processes, full disks, runs beside each other."""

from __future__ import annotations

import os
import resource
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mtle_survey.whole_files import LEFTOVER_AFTER_SECONDS, replacing, write_together, write_whole
from tests.support import DEMO, REPOSITORY

STUDY = """
instrument: demo.yaml
waves:
  pre: {files: pre.csv}
  post: {files: post.csv}
respondent: teacher
options: {bootstrap: 100}
"""
MTLE = [sys.executable, "-m", "mtle_survey.cli.main"]
REPORT = ["report", "study.yaml", "--as", "html,docx", "-o", "reports"]
SCORES = ["score", "study.yaml", "-o", "scores/scores.csv"]
CODEBOOK = ["codebook", "demo.yaml", "--as", "html", "-o", "codebook.html"]
SIMULATED = ["simulate", "demo.yaml", "-n", "60", "-o", "simulated"]
# Slow, large and in several parts: a disk that fills up, or a kill, falls into the middle of it.
WRITING = """
import sys, time
from pathlib import Path
from mtle_survey.whole_files import replacing
with replacing(Path(sys.argv[1])) as beside, beside.open("wb") as file:
    for _ in range(1000):
        file.write(b"new " * 1000)
        file.flush()
        time.sleep(0.01)
"""


@pytest.fixture
def study(tmp_path: Path) -> Path:
    (tmp_path / "demo.yaml").write_text(DEMO, encoding="utf-8")
    (tmp_path / "study.yaml").write_text(STUDY, encoding="utf-8")
    for wave, up in (("pre", 0), ("post", 1)):
        rows = "".join(
            f"t{i:02d},{1 + (i + up) % 5},{1 + i % 4},{5 - (i + up) % 5},{1 + (i + 1) % 5},{1 + i % 3},2\n"
            for i in range(30)
        )
        (tmp_path / f"{wave}.csv").write_text(f"teacher,a1,a2,a3,a4,b1,b2\n{rows}", encoding="utf-8")
    return tmp_path


def run(folder: Path, arguments: list[str], **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*MTLE, *arguments], cwd=folder, capture_output=True, text=True, check=False, **options
    )


def shown(folder: Path) -> dict[str, bytes]:
    """Every file that a person would see."""
    return {
        str(f.relative_to(folder)): f.read_bytes()
        for f in sorted(folder.rglob("*"))
        if f.is_file() and not f.name.startswith(".")
    }


def unfinished(folder: Path) -> list[Path]:
    return list(folder.rglob(".mtle.*.part"))


def until(happens, seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.002)


# killed ---------------------------------------------------------------------------------------------


def test_a_process_killed_while_it_writes_leaves_the_old_file_as_it_was(tmp_path):
    target = tmp_path / "out.csv"
    target.write_bytes(b"old")
    writing = subprocess.Popen([sys.executable, "-c", WRITING, str(target)])
    until(lambda: any(part.stat().st_size > 8000 for part in unfinished(tmp_path)))
    writing.send_signal(signal.SIGKILL)
    assert writing.wait() == -signal.SIGKILL
    assert shown(tmp_path) == {"out.csv": b"old"}
    assert len(unfinished(tmp_path)) == 1  # hidden, and not taken for a result
    write_whole(target, b"newer")
    assert shown(tmp_path) == {"out.csv": b"newer"}


@pytest.mark.parametrize("command", [REPORT, SCORES], ids=lambda c: c[0])
def test_a_command_killed_as_it_begins_to_write_leaves_every_file_whole(study, command):
    assert run(study, command).returncode == 0
    before = shown(study)
    (study / "post.csv").write_text((study / "post.csv").read_text().replace("t00,2", "t00,3"))
    changed = shown(study)
    process = subprocess.Popen([*MTLE, *command], cwd=study, stderr=subprocess.DEVNULL)
    until(lambda: unfinished(study) or process.poll() is not None, 60)
    process.kill()
    process.wait()
    after = shown(study)
    assert run(study, command).returncode == 0
    finished = shown(study)
    assert after.keys() == before.keys()
    for name in before:
        assert after[name] in (changed[name], finished[name]), f"{name} is half-written"


def test_what_a_killed_run_left_is_cleared_the_day_after_and_not_before(tmp_path):
    fresh, old = tmp_path / ".mtle.aa.part", tmp_path / ".mtle.bb.part"
    for part in (fresh, old):
        part.write_bytes(b"half")
    days_ago = time.time() - LEFTOVER_AFTER_SECONDS - 60
    os.utime(old, (days_ago, days_ago))
    write_whole(tmp_path / "x", b"1")
    assert unfinished(tmp_path) == [fresh]


# full disks -------------------------------------------------------------------------------------------


def no_file_larger_than(size: int):
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.mark.parametrize(
    ("command", "room"),
    [(REPORT, 30_000), (SCORES, 1_500), (CODEBOOK, 4_000), (SIMULATED, 1_500)],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_no_room_for_the_files_leaves_all_of_them_as_they_were(study, command, room):
    assert run(study, command).returncode == 0
    before = shown(study)
    (study / "demo.yaml").write_text(DEMO.replace("title: Voice", "title: Louder"))
    before["demo.yaml"] = (study / "demo.yaml").read_bytes()
    assert max(len(content) for content in before.values()) > room
    done = run(study, command, preexec_fn=no_file_larger_than(room))
    assert done.returncode == 1
    assert "File too large" in done.stderr
    assert "Traceback" not in done.stderr
    assert shown(study) == before
    assert unfinished(study) == []


def test_no_room_for_scratch_files_is_not_called_a_mistake_of_the_program(study):
    done = run(study, [*REPORT[:3], "xlsx", "-o", "reports"], preexec_fn=no_file_larger_than(1_000))
    assert done.returncode == 1
    assert "no room for scratch files. Nothing was written." in done.stderr
    assert "mistake" not in done.stderr
    assert not (study / "reports").exists()


def test_the_message_names_the_file_that_was_asked_for(study):
    done = run(study, CODEBOOK, preexec_fn=no_file_larger_than(4_000))
    assert done.stderr.strip() == "mtle: codebook.html: File too large"


def test_no_room_while_scores_are_streamed_leaves_what_was_there(study, monkeypatch):
    script = (
        "from mtle_survey.streaming import wave; wave.LARGE = 0\n"
        "import sys; from mtle_survey.cli.main import run\n"
        "sys.argv = ['mtle', 'score', '-i', 'demo.yaml', 'pre.csv', '-o', 'scores.csv']; run()"
    )
    (study / "scores.csv").write_bytes(b"old")
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=study,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=no_file_larger_than(1_000),
    )
    assert (done.returncode, done.stderr.splitlines()[-1]) == (1, "mtle: scores.csv: File too large")
    assert (study / "scores.csv").read_bytes() == b"old"
    assert not (study / "scores.codebook.csv").exists()
    assert unfinished(study) == []


def test_printing_into_a_full_disk_is_an_error(study):
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*MTLE, "score", "study.yaml", "--format", "csv"],
            cwd=study,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert "No space left" in done.stderr
    assert "Traceback" not in done.stderr


def test_several_files_are_replaced_together_or_not_at_all(tmp_path):
    for name in "abc":
        (tmp_path / name).write_bytes(b"old")

    with pytest.raises(TypeError):
        write_together({tmp_path / "a": b"new", tmp_path / "b": None, tmp_path / "c": b"new"})
    assert shown(tmp_path) == dict.fromkeys("abc", b"old")
    assert unfinished(tmp_path) == []


def test_a_folder_in_the_way_of_one_file_keeps_the_others_from_being_written(tmp_path):
    (tmp_path / "b").mkdir()
    with pytest.raises(IsADirectoryError):
        write_together({tmp_path / "a": b"new", tmp_path / "b": b"new"})
    assert shown(tmp_path) == {}


# beside each other -------------------------------------------------------------------------------------


def test_runs_into_the_same_folder_at_the_same_time_leave_one_whole_set(study):
    processes = [
        subprocess.Popen([*MTLE, *SCORES], cwd=study, stderr=subprocess.PIPE, text=True) for _ in range(4)
    ]
    for process in processes:
        _, told = process.communicate()
        assert process.returncode == 0, told
    together = shown(study / "scores")
    assert unfinished(study) == []
    assert run(study, SCORES).returncode == 0
    assert shown(study / "scores") == together


def test_writers_of_different_content_never_mix_it(tmp_path):
    script = (
        "import sys; from pathlib import Path; from mtle_survey.whole_files import write_whole\n"
        "for _ in range(60): write_whole(Path(sys.argv[1]), sys.argv[2].encode() * 200_000)"
    )
    target = tmp_path / "out"
    target.write_bytes(b"a" * 200_000)
    writers = [subprocess.Popen([sys.executable, "-c", script, str(target), letter]) for letter in "abc"]
    seen = set()
    while any(writer.poll() is None for writer in writers):
        content = target.read_bytes()
        assert len(content) == 200_000
        seen.add(frozenset(content))
    assert all(writer.returncode == 0 for writer in writers)
    assert all(len(letters) == 1 for letters in seen)
    assert unfinished(tmp_path) == []


# what a file is besides its content -----------------------------------------------------------------------


def test_a_new_file_is_as_private_as_the_system_makes_new_files(tmp_path):
    before = os.umask(0o077)
    try:
        write_whole(tmp_path / "x", b"")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "x").stat().st_mode) == 0o600


def test_a_replaced_file_keeps_its_permissions_and_a_link_its_target(tmp_path):
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_bytes(b"old")
    real.chmod(0o640)
    link.symlink_to(real)
    write_whole(link, b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"
    assert stat.S_IMODE(real.stat().st_mode) == 0o640


def test_what_is_no_file_is_written_to_and_not_replaced(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    script = f"import sys; sys.stdout.write(open({str(pipe)!r}).read())"
    reading = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    write_whole(pipe, b"through")
    assert reading.communicate()[0] == "through"
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_an_error_while_writing_leaves_what_was_there(tmp_path):
    target = tmp_path / "x"
    target.write_bytes(b"old")
    with pytest.raises(RuntimeError), replacing(target) as beside:
        beside.write_bytes(b"half")
        raise RuntimeError
    assert shown(tmp_path) == {"x": b"old"}
    assert unfinished(tmp_path) == []


def test_nothing_in_the_package_writes_a_file_any_other_way():
    """Only scratch files of the two makers of PDF are written without ceremony, into folders that vanish."""
    scratch = {
        "report/pictures.py",
        "report/writers/pdf.py",
        "exchange/platforms/paper_pdf.py",
        "whole_files.py",
        "streaming/scores.py",
    }
    source = REPOSITORY / "src" / "mtle_survey"
    for file in source.rglob("*.py"):
        if str(file.relative_to(source)) not in scratch:
            text = file.read_text(encoding="utf-8")
            for way in (".write_bytes(", ".write_text(", '.open("w', "to_csv(path"):
                assert way not in text, f"{file.name} writes with {way}"

"""What became of each mutant, kept line by line as it comes, and which survivors are explained."""

from __future__ import annotations

import json
import tomllib
from collections import Counter, defaultdict
from pathlib import Path

from tests.mutation.operators import Mutation

EXPLAINED = Path(__file__).parent / "survivors.toml"
ALIVE = ("survived", "no test runs it")
Key = tuple[str, str, str, str]


def explained() -> dict[Key, str]:
    """Reasons by module, function, source line and change."""
    entries = tomllib.loads(EXPLAINED.read_text(encoding="utf-8")).get("survivor", [])
    return {(e["module"], e["function"], e["line"], e["change"]): e["reason"] for e in entries}


class Results:
    """Results in a file of JSON lines; a mutant whose result is there is not tried again."""

    def __init__(self, file: Path, reasons: dict[Key, str]) -> None:
        self.file, self.reasons = file, reasons
        self.of: dict[Key, str] = {}
        if file.exists():
            for line in file.read_text(encoding="utf-8").splitlines():
                entry = json.loads(line)
                key = (entry["module"], entry["function"], entry["line"], entry["change"])
                self.of[key] = entry["result"]

    def has(self, module: str, mutation: Mutation) -> bool:
        return _key(module, mutation) in self.of

    def unexplained(self, module: str, mutation: Mutation) -> bool:
        """Whether it survived and nothing says why."""
        key = _key(module, mutation)
        return self.of.get(key) in ALIVE and key not in self.reasons

    def add(self, module: str, mutation: Mutation, result: str, tests: int) -> None:
        """Keep a result, and print it if it calls for an explanation."""
        key = _key(module, mutation)
        self.of[key] = result
        entry = dict(zip(("module", "function", "line", "change"), key, strict=True))
        entry |= {"result": result, "tests": tests}
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with self.file.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(entry, ensure_ascii=False) + "\n")
        if result in ALIVE and key not in self.reasons:
            where = f"{module}:{mutation.lines.start} {mutation.function}"
            print(f"{result}: {where}: {mutation.text}\n    {mutation.change}", flush=True)

    def summary(self, modules: list[str]) -> str:
        """One line to a package: mutants, noticed, explained, unexplained."""
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for key, result in self.of.items():
            if key[0] in modules:
                package = key[0].rpartition("/")[0] or key[0]
                alive = "explained" if key in self.reasons else "unexplained"
                counts[package][alive if result in ALIVE else "noticed"] += 1
        rows = [f"{'package':40} mutants noticed explained unexplained"]
        for package, count in [*sorted(counts.items()), ("all", sum(counts.values(), Counter()))]:
            numbers = (count.total(), count["noticed"], count["explained"], count["unexplained"])
            rows.append(f"{package:40} {numbers[0]:7} {numbers[1]:7} {numbers[2]:9} {numbers[3]:11}")
        return "\n".join(rows)


def _key(module: str, mutation: Mutation) -> Key:
    return module, mutation.function, mutation.text, mutation.change

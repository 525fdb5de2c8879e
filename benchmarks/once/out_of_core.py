"""Two million respondents by fifty items in Parquet: counted by DuckDB or Spark, analysed from counts.

``python -m benchmarks.once.out_of_core [duckdb|pyspark] [ROWS] [FOLDER]`` writes the answers once into the
folder, counts them, computes reliability and factors from the counts, and prints seconds and peak memory.
Spark runs in local mode and needs Java and ``ibis-framework[pyspark]``.
"""

from __future__ import annotations

import hashlib
import json
import resource
import sys
import time
from pathlib import Path

import numpy as np

from benchmarks.streaming import ITEMS, SCALES, write_instrument
from mtle_survey.aggregates.file import tables_text
from mtle_survey.aggregates.of_database import aggregates_of_database
from mtle_survey.aggregates.reliability import reliability_of_tables
from mtle_survey.aggregates.structure import confirmed_tables, explored_tables, structure_block
from mtle_survey.evidence.declared_structure import declared_structure
from mtle_survey.evidence.exploration import StructureRequest
from mtle_survey.instrument.load import load_instrument

ROWS = 2_000_000
PART = 100_000


def write_parquet(path: Path, rows: int, seed: int = 1) -> None:
    """Five-point answers of ten correlated scales; one in a thousand is left out."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    generator = np.random.default_rng(seed)
    names = [f"q{i:02d}" for i in range(1, ITEMS + 1)]
    schema = pa.schema([(name, pa.int8()) for name in names])
    turned = np.arange(ITEMS) % (ITEMS // SCALES) == ITEMS // SCALES - 1
    with pq.ParquetWriter(path, schema) as writer:
        for start in range(0, rows, PART):
            n = min(PART, rows - start)
            trait = generator.normal(size=(n, SCALES)) + 0.5 * generator.normal(size=(n, 1))
            latent = np.repeat(trait, ITEMS // SCALES, axis=1) + generator.normal(size=(n, ITEMS))
            answers = (np.digitize(latent, [-2.0, -0.7, 0.7, 2.0]) + 1).astype(np.int8)
            answers[:, turned] = 6 - answers[:, turned]
            gone = generator.random((n, ITEMS)) < 0.001
            columns = [pa.array(answers[:, k], mask=gone[:, k]) for k in range(ITEMS)]
            writer.write_table(pa.table(columns, schema=schema))


class Watch:
    """Seconds by the clock and by the processor, from lap to lap.

    DuckDB works in this process; Spark in one of its own, whose processor seconds are not counted here.
    """

    def __init__(self) -> None:
        self.clock: dict[str, float] = {}
        self.processor: dict[str, float] = {}
        self._since = (time.perf_counter(), time.process_time())

    def lap(self, name: str) -> None:
        """Note what has passed since the last lap."""
        now = (time.perf_counter(), time.process_time())
        self.clock[name], self.processor[name] = (
            round(b - a, 1) for a, b in zip(self._since, now, strict=True)
        )
        self._since = now


def run(engine: str, rows: int, folder: Path) -> dict[str, object]:
    import ibis

    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"answers-{rows}.parquet"
    if not path.exists():
        write_parquet(path, rows)
    instrument = load_instrument(write_instrument(folder))
    connection = ibis.duckdb.connect() if engine == "duckdb" else _spark()
    watch = Watch()
    aggregates = aggregates_of_database(instrument, {None: connection.read_parquet(str(path))})
    watch.lap("counting in the engine")
    reliability = reliability_of_tables(instrument, aggregates, 0.95)
    watch.lap("reliability from counts")
    block = structure_block(instrument, aggregates, None, ())
    explored = explored_tables(instrument, block, StructureRequest())
    watch.lap("exploration from counts")
    confirmed = confirmed_tables(block, declared_structure(instrument, block.items), 0.95)
    watch.lap("confirmatory model from counts")
    alpha = reliability.one(statistic="alpha", scale="s0", headline=True)
    cfi = confirmed.table.one(statistic="cfi", model="cfa_ml")
    text = tables_text(aggregates)
    return {
        "engine": engine,
        "rows": rows,
        "items": ITEMS,
        "parquet_mib": round(path.stat().st_size / 2**20, 1),
        "tables_mib": round(len(text) / 2**20, 2),
        "tables_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "complete": block.n,
        "seconds by the clock": watch.clock,
        "processor seconds of this process": watch.processor,
        "peak_memory_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "alpha_s0": None if alpha is None else alpha.estimate,
        "correlation": explored.choice.kind,
        "factors": None if explored.panel is None else explored.panel.consensus.value,
        "cfi": None if cfi is None else cfi.estimate,
    }


def _spark():
    import ibis
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.driver.memory", "6g")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.ui.enabled", "false")
        .getOrCreate()
    )
    return ibis.pyspark.connect(session)


if __name__ == "__main__":
    engine = sys.argv[1] if len(sys.argv) > 1 else "duckdb"
    rows = int(sys.argv[2]) if len(sys.argv) > 2 else ROWS
    folder = Path(sys.argv[3]) if len(sys.argv) > 3 else Path("build/out_of_core")
    print(json.dumps(run(engine, rows, folder), indent=1))

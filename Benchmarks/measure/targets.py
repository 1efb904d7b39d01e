"""The rows of the table and what each has to reach. The names of figures are those that `parts.py` gives them."""

import dataclasses

NUMBERS = 20_000_000


@dataclasses.dataclass
class AtMost:
    """An upper bound in the row's unit."""

    limit: float

    def text(self, row):
        return f"≤ {self.limit:g} {row.unit}"

    def is_met(self, ours, theirs):
        return ours <= self.limit


@dataclasses.dataclass
class AtLeast:
    """A lower bound in the row's unit."""

    limit: float

    def text(self, row):
        return f"≥ {self.limit:g} {row.unit}"

    def is_met(self, ours, theirs):
        return ours >= self.limit


@dataclasses.dataclass
class Share:
    """An upper bound as a part of the other side's figure."""

    limit: float
    words: str

    def text(self, row):
        return self.words

    def is_met(self, ours, theirs):
        return None if theirs is None else ours <= self.limit * theirs


@dataclasses.dataclass
class AtLeastShare(Share):
    """A lower bound as a part of the other side's figure, for what is better when it is more."""

    def is_met(self, ours, theirs):
        return None if theirs is None else ours >= self.limit * theirs


@dataclasses.dataclass
class Row:
    part: str
    what: str
    weft: str
    spark: str
    unit: str
    target: object = None
    scale: float = 1


AHEAD = Share(1, "ahead of Spark's")
MORE = AtLeastShare(1, "ahead of Spark's")
QUARTER = Share(0.25, "≤ 1/4 of Spark's")
EIGHTH = Share(0.125, "≤ 1/8 of Spark's")
LINEAR = Share(1.25, "≤ 1.25 times those of 200")
HALF_OF_SOCKET = AtLeastShare(0.5, "≥ 1/2 of the socket's")

MILLI, MEGA, NANO = 1e3, 1e-6, 1e9 / NUMBERS


def cluster_job(part, what):
    """The rows that each job on two executors has."""
    return [
        Row(part, f"{what}; Scala RDD warm", part, f"{part} spark", "s", AHEAD),
        Row(part, "from the start of the process to the job's end; cold", f"{part} cold", f"{part} spark cold", "s"),
        Row(part, "peak memory of driver and executors", f"{part} peak", f"{part} spark peak", "MiB", QUARTER),
    ]


ROWS = [
    Row("words", "word count, 200 MB: `Bytes` rows; Scala RDD warm", "words Bytes", "words RDD", "s", QUARTER),
    Row("words", "word count, 200 MB: `String` rows; Scala RDD warm", "words String", "words RDD", "s", AHEAD),
    Row("words", "the same, `Bytes` rows; DataFrame warm", "words Bytes", "words frame", "s"),
    Row("words", "whole process, `Bytes` rows; Scala RDD cold", "words Bytes process", "words RDD process", "s"),
    Row("words", "whole process, `String` rows; Scala RDD cold", "words String process", "words RDD process", "s"),
    Row("words", "whole process, `Bytes` rows; DataFrame cold", "words Bytes process", "words frame process", "s"),
    Row("words", "peak memory, `Bytes` rows; Scala RDD", "words Bytes peak", "words RDD peak", "MiB", EIGHTH),
    Row("words", "peak memory, `String` rows; Scala RDD", "words String peak", "words RDD peak", "MiB", EIGHTH),
    Row("words", "peak memory, `Bytes` rows; DataFrame", "words Bytes peak", "words frame peak", "MiB"),
    Row("words", "processor time of the process, `Bytes` rows; –", "words Bytes user", "", "s"),
    Row("words", "processor time of the process, `String` rows; –", "words String user", "", "s"),
    Row(
        "chain",
        "map, filter, map over 20 M Int, per element; Scala RDD warm",
        "chain",
        "chain RDD",
        "ns",
        AtMost(10),
        NANO,
    ),
    *cluster_job("sort", "sort of 10 M records of 100 bytes"),
    *cluster_job("join", "join of 10 M pairs with 10 M pairs"),
    *cluster_job("group", "groupByKey of 10 M pairs by 1 M keys"),
    Row("tasks", "empty tasks a second, 20,000 in one job, two executors with 4 slots each", "tasks", "tasks spark", "tasks/s", AtLeast(5000)),
    Row(
        "shuffle",
        "repartition of 512 MiB in rows of 16 KiB, per core; Scala RDD warm",
        "shuffle",
        "shuffle spark",
        "MB/s",
        MORE,
        MEGA,
    ),
    Row(
        "shuffle",
        "the same, read once more; a copy through a loopback socket, per core",
        "shuffle fetch",
        "shuffle socket",
        "MB/s",
        HALF_OF_SOCKET,
        MEGA,
    ),
    Row("idle", "resident memory of an idle executor", "idle", "idle spark", "MiB", AtMost(40)),
    Row("idle", "the same, both executors", "idle both", "idle spark both", "MiB", QUARTER),
    Row("first", "process start to the first task's result", "first", "first RDD", "ms", AtMost(100), MILLI),
    Row("first", "the same with two executors", "first cluster", "first cluster spark", "ms", AtMost(500), MILLI),
    Row("simulate", "driver with 2,000 simulated executors: all connected", "simulate 2000 connect seconds", "", "s"),
    Row("simulate", "200,000 tasks on them", "simulate 2000 job seconds", "", "s"),
    Row(
        "simulate",
        "processor time a task, 2,000 executors; 200 executors",
        "simulate 2000 task microseconds",
        "simulate 200 task microseconds",
        "µs",
        LINEAR,
    ),
    Row(
        "simulate",
        "memory an executor, both ends of its connection, 2,000 executors; 200 executors",
        "simulate 2000 executor KiB",
        "simulate 200 executor KiB",
        "KiB",
        LINEAR,
    ),
    Row("simulate", "peak memory of driver and simulated executors", "simulate 2000 peak", "", "MiB"),
    Row("help", "`weft --help`; `spark-submit --help`", "help", "help spark", "ms", AtMost(20), MILLI),
]

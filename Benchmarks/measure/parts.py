"""What is measured, part by part. A part is called once a round and notes figures and results; rows of the table that show
them are in `targets.py`. To add one, write a function here, put it into `PARTS` and its rows into `ROWS` there."""

import glob
import os
import re

import loopback
from processes import Run
from targets import NUMBERS

# Shuffled rows of 16 KiB, 512 MiB in all.
SHUFFLED_ROWS = 32_768
SHUFFLED_BYTES = SHUFFLED_ROWS << 14
PAIRS = 10_000_000
TASKS, WARM_UP_TASKS = 20_000, 5_000
# Both sides have two executors with a core each.
CORES = 2


class Part:
    """What the parts have at hand."""

    def __init__(self, options, programs, figures):
        self.options = options
        self.programs = programs
        self.figures = figures

    def note(self, name, run, what, result, slice_=slice(None)):
        self.figures.add(name, *run.seconds()[slice_])
        self.figures.add(name + " peak", run.peak())
        self.figures.add(name + " user", run.user)
        self.figures.result(what, name, run.lines[result])

    def watched(self, name, side, run):
        """Notes a run whose executors weren't seen: its memory would be the driver's alone."""
        master = self.options.master if side == "Weft" else self.options.spark_master
        expected = re.match(r"local-cluster\[\s*(\d+)", master)
        if expected and run.executors != int(expected.group(1)):
            self.figures.problems.append(f"{name}: {run.executors} executors of {side}'s were seen on {master}")
        return run

    def cluster_job(self, name, weft, spark):
        """A job on two executors: Weft's first and only one, Spark's second one in a process."""
        run = self.watched(name, "Weft", self.programs.weft_cluster(*weft, watch=True))
        self.figures.add(name, *run.seconds())
        self.figures.add(f"{name} cold", run.first_job)
        self.figures.add(f"{name} peak", run.first_peak / 1024)
        self.figures.result(name, "Weft", run.lines["result"])
        if self.options.spark:
            run = self.watched(name, "Spark", self.programs.spark_cluster(*spark, 2, watch=True))
            self.figures.add(f"{name} spark", *run.seconds()[1:])
            self.figures.add(f"{name} spark cold", run.first_job)
            self.figures.add(f"{name} spark peak", run.first_peak / 1024)
            self.figures.result(name, "Spark", run.lines["result"])


def words(part):
    text, what = part.options.text, "word count"
    for strings in (False, True):
        name = "words String" if strings else "words Bytes"
        run = part.programs.weft("words", text, *(["--strings"] if strings else []))
        part.note(name, run, what, "top")
        part.figures.add(name + " process", run.wall)
        if part.options.spark:
            job, name = ("frame", "words frame") if strings else ("words", "words RDD")
            run = part.programs.spark(job, "local[2]", text, 1)
            part.figures.add(name + " process", run.wall)
            part.figures.result(what, name, run.lines["top"])
            run = part.programs.spark(job, "local[2]", text, 3)
            part.note(name, run, what, "top", slice(1, None))


def chain(part):
    part.note("chain", part.programs.weft("chain", NUMBERS, master="local[1]"), "chain", "sum")
    if part.options.spark:
        run = part.programs.spark("chain", "local[1]", NUMBERS, 5)
        part.note("chain RDD", run, "chain", "sum", slice(1, None))


def first(part):
    for _ in range(4):
        run = part.programs.weft("first")
        part.figures.add("first", run.first_line)
        part.figures.result("first result", "Weft", run.lines["result"])
        run = part.programs.weft_cluster("first")
        part.figures.add("first cluster", run.first_line)
        part.figures.result("first result", "Weft with executors", run.lines["result"])
    if part.options.spark:
        run = part.programs.spark("first", "local[2]")
        part.figures.add("first RDD", run.first_line)
        part.figures.result("first result", "Spark", run.lines["result"])
        run = part.programs.spark_cluster("first")
        part.figures.add("first cluster spark", run.first_line)
        part.figures.result("first result", "Spark with executors", run.lines["result"])


def sort(part):
    records = part.options.records
    part.cluster_job("sort", ("sort", records, "--partitions", 16), ("sort", records, 16))


def join(part):
    part.cluster_job("join", ("join", "--count", PAIRS, "--partitions", 8), ("join", PAIRS, 8))


def group(part):
    part.cluster_job("group", ("group", "--count", PAIRS, "--partitions", 8), ("group", PAIRS, 8))


def tasks(part):
    # Four slots in each executor: with one, an executor waits for its next task after each.
    run = part.programs.weft_cluster("tasks", TASKS, "--warm-up", WARM_UP_TASKS, slots=4)
    part.figures.add("tasks", *(TASKS / seconds for seconds in run.seconds()))
    part.figures.result("tasks", "Weft", run.lines["result"])
    if part.options.spark:
        run = part.programs.spark_cluster("tasks", TASKS, WARM_UP_TASKS, slots=4)
        part.figures.add("tasks spark", *(TASKS / seconds for seconds in run.seconds()))
        part.figures.result("tasks", "Spark", run.lines["result"])


def shuffle(part):
    def per_core(seconds):
        return SHUFFLED_BYTES / seconds / CORES

    run = part.programs.weft_cluster("shuffle", SHUFFLED_ROWS, "--repetitions", 2)
    part.figures.add("shuffle", *map(per_core, run.seconds()))
    part.figures.add("shuffle fetch", *(per_core(float(seconds)) for seconds in run.lines["fetch seconds"]))
    part.figures.result("shuffle", "Weft", run.lines["result"][::2])
    part.figures.add("shuffle socket", loopback.bytes_per_core_second())
    if part.options.spark:
        run = part.programs.spark_cluster("shuffle", SHUFFLED_ROWS, 16, 3)
        part.figures.add("shuffle spark", *map(per_core, run.seconds()[1:]))
        part.figures.result("shuffle", "Spark", run.lines["result"])


def idle(part):
    def note(name, side, run):
        part.watched("idle", side, run)
        part.figures.result("idle", side, run.lines["result"])
        # On a local master there are no executors to look at.
        if run.idle:
            part.figures.add(name, *(size / 1024 for size in run.idle))
            part.figures.add(f"{name} both", sum(run.idle) / 1024)

    note("idle", "Weft", part.programs.weft_cluster("idle", watch=True))
    if part.options.spark:
        note("idle spark", "Spark", part.programs.spark_cluster("idle", 2, watch=True))


def simulate(part):
    # A tenth of the executors and of the tasks beside the whole: what each costs must not grow with their number.
    for executors in (200, 2000):
        run = part.programs.weft("simulate", "--executors", executors, "--tasks", executors * 100)
        for figure in ("connect seconds", "job seconds", "task microseconds", "executor KiB"):
            part.figures.add(f"simulate {executors} {figure}", float(run.lines[figure][0]))
        part.figures.add(f"simulate {executors} peak", run.peak())


def help_(part):
    command = [os.path.join(part.options.weft, "weft"), "--help"]
    for _ in range(5):
        part.figures.add("help", Run(command, {}).wall)
    if part.options.spark:
        scripts = glob.glob(os.path.join(part.options.cache, "venv/lib/python3*/site-packages/pyspark/bin"))[0]
        part.figures.add("help spark", Run([os.path.join(scripts, "spark-submit"), "--help"], {}).wall)


PARTS = {
    "sort": sort,
    "join": join,
    "group": group,
    "tasks": tasks,
    "shuffle": shuffle,
    "idle": idle,
    "first": first,
    "simulate": simulate,
    "help": help_,
    "chain": chain,
    "words": words,
}

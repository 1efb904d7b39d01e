"""Runs the programs of `make bench`, compares their results and writes the table. Started by Benchmarks/run."""

import argparse
import collections
import datetime
import glob
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

NUMBERS = 20_000_000
README = os.path.join(os.path.dirname(os.path.abspath(__file__)), "README.md")
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
# What spark-submit gives to Java 17.
OPENED = "lang lang.invoke lang.reflect io net nio util util.concurrent util.concurrent.atomic".split()

problems = []


class Run:
    """One run of a program: its report, its wall time and what the kernel counted."""

    def __init__(self, command, environment):
        self.lines = collections.defaultdict(list)
        self.first_line = None
        errors = tempfile.TemporaryFile()
        start = time.perf_counter()
        process = subprocess.Popen(
            command, env={**os.environ, **environment}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors
        )
        for line in process.stdout:
            if self.first_line is None:
                self.first_line = time.perf_counter() - start
            name, tab, value = line.decode().rstrip("\n").partition("\t")
            if tab:
                self.lines[name].append(value)
        _, status, usage = os.wait4(process.pid, 0)
        self.wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        self.user = usage.ru_utime
        if process.returncode != 0:
            errors.seek(0)
            sys.stderr.write(errors.read().decode(errors="replace")[-4000:])
            sys.exit(f"bench: {' '.join(command[:4])} … ended with {process.returncode}")

    def seconds(self):
        return [float(value) for value in self.lines["seconds"]]

    def peak(self):
        return int(self.lines["peak KiB"][0]) / 1024


class Figures:
    """What was measured, by name, over all rounds."""

    def __init__(self):
        self.values = collections.defaultdict(list)

    def add(self, name, *values):
        self.values[name] += values

    def median(self, name):
        return statistics.median(self.values[name]) if self.values[name] else None


def check(what, weft, spark):
    """Notes a difference between results."""
    results = {tuple(sorted(value.split(" "))) for value in weft + spark}
    if len(results) != 1 or not weft:
        problems.append(f"{what}: results differ: {results}")


class Bench:
    def __init__(self, options):
        self.options = options
        self.figures = Figures()
        self.program = os.path.join(options.weft, "WeftBenchmark")
        self.results = collections.defaultdict(list)
        if options.spark:
            java = ["java", "-Xmx1g", "-XX:+IgnoreUnrecognizedVMOptions", "-Djava.net.preferIPv6Addresses=false"]
            java += [f"--add-opens=java.base/java.{name}=ALL-UNNAMED" for name in OPENED]
            opened = "jdk.internal.ref sun.nio.ch sun.nio.cs sun.security.action sun.util.calendar".split()
            java += [f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in opened]
            java += ["-Djdk.reflect.useDirectMethodHandle=false"]
            jars = glob.glob(os.path.join(options.cache, "venv/lib/python3*/site-packages/pyspark/jars"))[0]
            self.java = java + ["-cp", f"{os.path.join(options.cache, 'spark')}:{jars}/*", "SparkBenchmark"]

    def weft(self, *arguments, master="local[2]"):
        return Run([self.program, *map(str, arguments)], {"WEFT_MASTER": master})

    def spark(self, *arguments):
        environment = {"SPARK_LOCAL_IP": "127.0.0.1", "SPARK_LOCAL_HOSTNAME": "localhost"}
        return Run([*self.java, *map(str, arguments)], environment)

    def note(self, name, run, result="top", slice_=slice(None)):
        self.figures.add(name, *run.seconds()[slice_])
        self.figures.add(name + " peak", run.peak())
        self.figures.add(name + " user", run.user)
        self.results[name] += run.lines[result]

    def words(self):
        text, with_spark = self.options.text, self.options.spark
        for strings in (False, True):
            name = "words String" if strings else "words Bytes"
            run = self.weft("words", text, *(["--strings"] if strings else []))
            self.note(name, run)
            self.figures.add(name + " process", run.wall)
            if with_spark and not strings:
                run = self.spark("words", "local[2]", text, 1)
                self.figures.add("words RDD process", run.wall)
                self.results["words RDD"] += run.lines["top"]
                self.note("words RDD", self.spark("words", "local[2]", text, 4), slice_=slice(1, None))
            elif with_spark:
                run = self.spark("frame", "local[2]", text, 1)
                self.figures.add("words frame process", run.wall)
                self.results["words frame"] += run.lines["top"]
                self.note("words frame", self.spark("frame", "local[2]", text, 4), slice_=slice(1, None))

    def chain(self):
        self.note("chain", self.weft("chain", NUMBERS, master="local[1]"), "sum")
        if self.options.spark:
            self.note("chain RDD", self.spark("chain", "local[1]", NUMBERS, 5), "sum", slice(1, None))

    def first(self):
        for _ in range(4):
            run = self.weft("first")
            self.figures.add("first", run.first_line)
            self.results["first"] += run.lines["result"]
        if self.options.spark:
            run = self.spark("first", "local[2]")
            self.figures.add("first RDD", run.first_line)
            self.results["first RDD"] += run.lines["result"]

    def help(self):
        command = [os.path.join(self.options.weft, "weft"), "--help"]
        for _ in range(20):
            self.figures.add("help", Run(command, {}).wall)
        if self.options.spark:
            scripts = glob.glob(os.path.join(self.options.cache, "venv/lib/python3*/site-packages/pyspark/bin"))[0]
            for _ in range(3):
                self.figures.add("help spark", Run([os.path.join(scripts, "spark-submit"), "--help"], {}).wall)

    def measure(self):
        # Reads the text into the page cache for all alike.
        with open(self.options.text, "rb") as text:
            while text.read(1 << 20):
                pass
        for round_ in range(self.options.rounds):
            print(f"bench: round {round_ + 1} of {self.options.rounds}", file=sys.stderr)
            for part in (self.words, self.chain, self.first):
                part()
        self.help()
        names = ["words Bytes", "words String"]
        spark = ["words RDD", "words frame"]
        if not self.options.spark:
            spark = []
        check("word count", sum((self.results[n] for n in names), []), sum((self.results[n] for n in spark), []))
        check("chain", self.results["chain"], self.results["chain RDD"])
        check("first result", self.results["first"], self.results["first RDD"])

    # The table.

    def cell(self, name, unit, scale):
        values = [value * scale for value in self.figures.values[name]]
        if not values:
            return "–"
        form = (lambda value: f"{value:.2f}") if unit == "s" else (lambda value: f"{value:.{1 if value < 100 else 0}f}")
        return f"{form(statistics.median(values))} {unit} ({form(min(values))}–{form(max(values))})"

    def row(self, what, weft, spark, unit, scale=1.0, at_most=None, part_of_spark=None):
        ours, theirs = self.figures.median(weft), self.figures.median(spark)
        ratio = "–" if theirs is None else f"{ours / theirs:.3f}" if ours / theirs < 0.1 else f"{ours / theirs:.2f}"
        target, met = "–", "–"
        if at_most is not None:
            target = f"≤ {at_most} {unit}"
            met = "yes" if ours * scale <= at_most else "**no**"
        elif part_of_spark is not None:
            limit, text = part_of_spark
            target = text
            met = "–" if theirs is None else "yes" if ours / theirs <= limit else "**no**"
        cells = [what, self.cell(weft, unit, scale), self.cell(spark, unit, scale), ratio, target, met]
        return "| " + " | ".join(cells) + " |"

    def table(self):
        nanoseconds = 1e9 / NUMBERS
        size = os.path.getsize(self.options.text) / 1e6
        count = f"word count, {size:.0f} MB"
        quarter, ahead, eighth = (0.25, "≤ 1/4 of Spark's"), (1, "ahead of Spark's"), (0.125, "≤ 1/8 of Spark's")
        rows = [
            "| What | Weft: median (min–max) | Spark: median (min–max) | Ratio | Target | Met |",
            "|---|---|---|---|---|---|",
            self.row(f"{count}: `Bytes` rows; Scala RDD warm", "words Bytes", "words RDD", "s", 1, None, quarter),
            self.row(f"{count}: `String` rows; Scala RDD warm", "words String", "words RDD", "s", 1, None, ahead),
            self.row("the same, `Bytes` rows; DataFrame warm", "words Bytes", "words frame", "s"),
            self.row(
                "whole process, `Bytes` rows; Scala RDD cold", "words Bytes process", "words RDD process", "s"
            ),
            self.row(
                "whole process, `String` rows; Scala RDD cold", "words String process", "words RDD process", "s"
            ),
            self.row(
                "whole process, `Bytes` rows; DataFrame cold", "words Bytes process", "words frame process", "s"
            ),
            self.row("peak memory, `Bytes` rows; Scala RDD", "words Bytes peak", "words RDD peak", "MiB", 1, None, eighth),
            self.row(
                "peak memory, `String` rows; Scala RDD", "words String peak", "words RDD peak", "MiB", 1, None, eighth
            ),
            self.row("peak memory, `Bytes` rows; DataFrame", "words Bytes peak", "words frame peak", "MiB"),
            self.row("processor time of the process, `Bytes` rows; –", "words Bytes user", "", "s"),
            self.row("processor time of the process, `String` rows; –", "words String user", "", "s"),
            self.row("map, filter, map over 20 M Int, per element; Scala RDD warm", "chain", "chain RDD", "ns", nanoseconds, 10),
            self.row("process start to the first task's result", "first", "first RDD", "ms", 1e3, 100),
            self.row("`weft --help`; `spark-submit --help`", "help", "help spark", "ms", 1e3, 20),
        ]
        return "\n".join(rows)


def output(*command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.stdout.strip()


def surroundings(options, load):
    with open("/proc/cpuinfo") as text:
        model = re.search(r"^model name\s*:\s*(.*)$", text.read(), re.M)
    with open("/proc/meminfo") as text:
        memory = int(re.search(r"^MemTotal:\s*(\d+)", text.read(), re.M).group(1)) / 2**20
    system = platform.freedesktop_os_release().get("PRETTY_NAME", "Linux")
    swift = re.search(r"Swift version (\S+)", output(options.swift, "--version"))
    lines = [
        f"- Machine: {model.group(1) if model else platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GiB",
        f"- System: {system}, kernel {platform.release()}",
        f"- Swift {swift.group(1) if swift else 'of unknown version'}",
    ]
    if options.spark:
        java = re.search(r'version "([^"]*)"', output("java", "-version"))
        lines.append(f"- Spark {options.spark_version} with its default 1 GiB heap, Java {java.group(1) if java else '?'}")
    rounds = "1 round" if options.rounds == 1 else f"{options.rounds} rounds"
    now = datetime.datetime.now(datetime.timezone.utc)
    lines.append(f"- Measured {now:%Y-%m-%d %H:%M} UTC in {rounds}; load average {load:.2f} at the start")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--weft", required=True)
    parser.add_argument("--text", required=True)
    parser.add_argument("--cache", required=True)
    parser.add_argument("--swift", required=True)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--weft-only", dest="spark", action="store_false")
    options = parser.parse_args()
    if options.rounds < 1:
        parser.error("at least one round")
    if not shutil.which("java") and options.spark:
        sys.exit("bench: no java")
    load = os.getloadavg()[0]
    bench = Bench(options)
    if options.spark:
        options.spark_version = bench.spark("version").lines["version"][0]
    bench.measure()
    report = surroundings(options, load) + "\n\n" + bench.table()
    print(report)
    for problem in problems:
        print(f"bench: {problem}", file=sys.stderr)
    if problems:
        sys.exit(1)
    if options.spark:
        with open(README) as file:
            before, _, rest = file.read().partition(BEGIN)
            _, _, after = rest.partition(END)
        with open(README + ".new", "w") as file:
            file.write(f"{before}{BEGIN}\n{report}\n{END}{after}")
        os.replace(README + ".new", README)


if __name__ == "__main__":
    main()

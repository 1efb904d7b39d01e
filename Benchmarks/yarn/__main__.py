"""Measures Weft beside Spark on one ResourceManager. Started by Benchmarks/run-yarn."""

import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile

sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../measure"))

import surroundings  # noqa: E402
from applications import measure  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
README = ROOT / "Benchmarks" / "README.md"
# Where the table of the embedded ResourceManager stands, and that of HADOOP_HOME's.
MARKS = {
    False: ("<!-- yarn figures: begin -->", "<!-- yarn figures: end -->"),
    True: ("<!-- hadoop yarn figures: begin -->", "<!-- hadoop yarn figures: end -->"),
}
MARK = "WEFT_BENCH_APPLICATION"
# What the figures are to be, as a part of Spark's.
TARGETS = {"time": 1 / 3, "processor": 1 / 10, "memory": 1 / 8}


def parsed():
    parser = argparse.ArgumentParser()
    parser.add_argument("--weft", required=True)
    parser.add_argument("--spark-home", required=True)
    parser.add_argument("--swift", required=True)
    parser.add_argument("--rounds", type=int, default=3)
    parser.set_defaults(spark=False)
    options = parser.parse_args()
    if options.rounds < 1:
        parser.error("at least one round")
    return options


class Cluster:
    """The embedded cluster, or a real one where HADOOP_HOME names it."""

    def __init__(self, options):
        self.weft = str((ROOT / options.weft / "weft").resolve())
        self.folder = tempfile.mkdtemp(prefix="weft-bench-yarn-")
        self.is_real = bool(os.environ.get("HADOOP_HOME"))
        self.testbed = str(ROOT / "deploy" / "testbed" / "testbed")
        if self.is_real:
            self.run([self.testbed, "start", "--dir", self.folder + "/bed", "--insecure", "--yarn", "--optimize"])
            self.conf = self.folder + "/bed/conf"
        else:
            self.run([self.weft, "minicluster", "start", "--dir", self.folder + "/bed"])
            self.conf = self.folder + "/bed/conf"

    @staticmethod
    def run(command):
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")

    def environment(self, label):
        environment = {k: v for k, v in os.environ.items() if k not in ("HADOOP_HOME", "HADOOP_CONF_DIR")}
        environment.update({"HADOOP_CONF_DIR": self.conf, "SPARK_LOCAL_IP": "127.0.0.1", MARK: label})
        if self.is_real:
            environment["HADOOP_USER_NAME"] = "alice"
        return environment

    def stop(self):
        if self.is_real:
            subprocess.run([self.testbed, "stop", "--dir", self.folder + "/bed"], capture_output=True)
        else:
            subprocess.run([self.weft, "minicluster", "stop", "--dir", self.folder + "/bed"], capture_output=True)
        shutil.rmtree(self.folder, ignore_errors=True)


def spark_jar(spark, folder):
    """A jar with pi, by the Scala compiler that Spark's shell brings."""
    jar = folder + "/pi.jar"
    source = ROOT / "Tests" / "Interop" / "MiniCluster" / "SparkPi.scala"
    Cluster.run(["java", "-cp", spark + "/jars/*", "scala.tools.nsc.Main", "-usejavacp", "-nowarn", "-d", jar, str(source)])
    return jar


def commands(options, cluster):
    spark_home = str(pathlib.Path(options.spark_home).resolve())
    jar = spark_jar(spark_home, cluster.folder)
    binaries = (ROOT / options.weft).resolve()
    for mode in ("client", "cluster"):
        label = f"weft-{mode}"
        yield mode, "Weft", label, [
            cluster.weft, "submit", "--master", "yarn", "--deploy-mode", mode, "--num-executors", "2",
            "--executor-cores", "1", "--executor-memory", "512m", "--driver-memory", "512m",
            "--conf", f"weft.executorEnv.{MARK}={label}", "--conf", f"weft.yarn.appMasterEnv.{MARK}={label}",
            str(binaries / "PiEstimate"), "2", "--samples", "100000",
        ]
        label = f"spark-{mode}"
        yield mode, "Spark", label, [
            spark_home + "/bin/spark-submit", "--master", "yarn", "--deploy-mode", mode, "--num-executors", "2",
            "--executor-cores", "1", "--executor-memory", "512m", "--driver-memory", "512m", "--class", "SparkPi",
            # Nothing has to be fetched by the nodes.
            "--conf", f"spark.yarn.jars=local:{spark_home}/jars/*", "--conf", "spark.ui.enabled=false",
            "--conf", f"spark.executorEnv.{MARK}={label}", "--conf", f"spark.yarn.appMasterEnv.{MARK}={label}",
            "--conf", "spark.executorEnv.SPARK_LOCAL_IP=127.0.0.1", "--conf", "spark.yarn.appMasterEnv.SPARK_LOCAL_IP=127.0.0.1",
            jar, "2",
        ]


def table(figures, is_real, options, load):
    lines = [MARKS[is_real][0], surroundings.text(options, load)]
    lines.append(f"- ResourceManager: {'that of HADOOP_HOME' if is_real else 'the embedded one'}; Spark 3.5.3")
    lines += ["", "| Mode | What | Weft: median (min–max) | Spark: median (min–max) | Ratio | Target | Met |",
              "|---|---|---|---|---|---|---|"]
    names = {"time": ("from the submit to the end", "s"), "processor": ("processor time of all processes", "s"),
             "memory": ("resident memory of all processes, at its most", "MiB")}
    for mode in ("client", "cluster"):
        for what, (name, unit) in names.items():
            ours, theirs = figures[mode, "Weft", what], figures[mode, "Spark", what]
            ratio = statistics.median(ours) / statistics.median(theirs)
            form = lambda v: f"{statistics.median(v):.2f} {unit} ({min(v):.2f}–{max(v):.2f})"  # noqa: E731
            target = TARGETS[what]
            lines.append(
                f"| {mode} | {name} | {form(ours)} | {form(theirs)} | {ratio:.3f} | ≤ 1/{round(1 / target)} | "
                f"{'yes' if ratio <= target else '**no**'} |"
            )
    lines.append(MARKS[is_real][1])
    return "\n".join(lines)


def main():
    options = parsed()
    load = os.getloadavg()[0]
    cluster = Cluster(options)
    figures = {}
    try:
        runs = list(commands(options, cluster))
        # The first run of each uploads and warms what both then find warm.
        for number in range(options.rounds + 1):
            for mode, side, label, command in runs:
                result = measure(command, cluster.environment(label), MARK, label)
                print(
                    f"bench: {'warm-up' if number == 0 else f'round {number}'}: {side} {mode}: {result['time']:.2f} s, "
                    f"{result['processor']:.2f} s of processor time, {result['memory']:.0f} MiB",
                    file=sys.stderr,
                )
                if number > 0:
                    for what, value in result.items():
                        figures.setdefault((mode, side, what), []).append(value)
    finally:
        cluster.stop()
    text = table(figures, cluster.is_real, options, load)
    print(text)
    if options.rounds >= 3:
        readme = README.read_text()
        begin, end = MARKS[cluster.is_real]
        before, after = readme.split(begin)[0], readme.split(end)[1]
        README.write_text(before + text + after)


main()

"""Runs the programs of `make bench`, compares their results and writes the table. Started by Benchmarks/run."""

import argparse
import os
import shutil
import sys

import surroundings
from figures import Figures
from parts import PARTS, Part
from programs import Programs
from targets import ROWS

README = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "README.md")
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"


def parsed():
    parser = argparse.ArgumentParser()
    parser.add_argument("--weft", required=True)
    parser.add_argument("--text", required=True)
    parser.add_argument("--records", required=True)
    parser.add_argument("--cache", required=True)
    parser.add_argument("--swift", required=True)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--weft-only", dest="spark", action="store_false")
    parser.add_argument("--only", action="append", choices=list(PARTS), metavar="PART")
    parser.add_argument("--master", default="local-cluster[2,1,512]")
    parser.add_argument("--spark-master", default="local-cluster[2,1,1024]")
    options = parser.parse_args()
    if options.rounds < 1:
        parser.error("at least one round")
    if options.spark and not shutil.which("java"):
        sys.exit("bench: no java")
    return options


def read(paths):
    """Reads files into the page cache, for all programs alike."""
    for path in paths:
        with open(path, "rb") as file:
            while file.read(1 << 20):
                pass


def write(report):
    with open(README) as file:
        before, _, rest = file.read().partition(BEGIN)
        _, _, after = rest.partition(END)
    with open(README + ".new", "w") as file:
        file.write(f"{before}{BEGIN}\n{report}\n{END}{after}")
    os.replace(README + ".new", README)


def main():
    options = parsed()
    load = os.getloadavg()[0]
    programs, figures = Programs(options), Figures()
    if options.spark:
        options.spark_version = programs.spark("version").lines["version"][0]
    read([options.text] + [entry.path for entry in os.scandir(options.records)])
    names = options.only or list(PARTS)
    is_whole = not options.only
    try:
        for round_ in range(options.rounds):
            for name in names:
                print(f"bench: round {round_ + 1} of {options.rounds}: {name}", file=sys.stderr)
                PARTS[name](Part(options, programs, figures))
    except KeyboardInterrupt:
        print("bench: interrupted; what has been measured so far:", file=sys.stderr)
        is_whole = False
    programs.clean()
    figures.check()
    report = surroundings.text(options, load) + "\n\n" + figures.table(ROWS)
    print(report)
    for problem in figures.problems:
        print(f"bench: {problem}", file=sys.stderr)
    if figures.problems:
        sys.exit(1)
    # A table with only some of the rows would look like all of them.
    if options.spark and is_whole:
        write(report)


if __name__ == "__main__":
    main()

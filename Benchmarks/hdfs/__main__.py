"""Measures Weft's HDFS client beside Java's and PyPI's hdfs-native, and writes the table. Started by Benchmarks/run-hdfs."""

import argparse
import os
import shutil
import subprocess
import sys
import time

sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../measure"))

import surroundings  # noqa: E402
from beds import Bed  # noqa: E402
from peers import Peers  # noqa: E402
from table import Table, write  # noqa: E402

GIGABYTE, MEGABYTE = 1 << 30, 1 << 20
# Calls a turn, a multiple of the callers.
CALLS = 480
# How often a step is done in a round. What is overwritten stays on the disk for some seconds, so files are written once.
TURNS = {"write": 1, "read": 1, "stat": 15}
# The cluster's protection, its flags for the test bed, and how many bytes are moved.
LEVELS = {
    "none": (["--insecure"], GIGABYTE),
    "authentication": (["--protection", "authentication"], GIGABYTE),
    "integrity": (["--protection", "integrity"], GIGABYTE),
    "privacy": (["--protection", "privacy", "--data-cipher", "aes"], GIGABYTE),
    # What a cluster does that hasn't been told to use AES; a gigabyte of that would take minutes.
    "privacy with 3DES": (["--protection", "privacy"], 32 * MEGABYTE),
}


def parsed():
    parser = argparse.ArgumentParser()
    parser.add_argument("--weft")
    parser.add_argument("--cache", required=True)
    parser.add_argument("--swift", required=True)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--level", action="append", choices=list(LEVELS), metavar="LEVEL")
    parser.add_argument("--bytes", type=int, help="to move, instead of a gigabyte; prints only")
    parser.set_defaults(spark=False)
    options = parser.parse_args()
    if options.rounds < 1:
        parser.error("at least one round")
    return options


class Measuring:
    def __init__(self, options):
        self.options = options
        self.peers = Peers(options)
        self.table = Table()

    def level(self, name):
        flags, size = LEVELS[name]
        size = min(size, self.options.bytes or size)
        bed = Bed(flags)
        peers = self.peers.start(bed)
        try:
            # Java's client and the servers get faster with use, and memory that holds files for the first time is slow.
            self.round(name, peers, size, None)
            self.same(name, bed, peers)
            for number in range(self.options.rounds):
                print(f"bench: {name}: round {number + 1} of {self.options.rounds}", file=sys.stderr)
                self.round(name, peers, size, self.table)
                if name == "authentication":
                    self.start_up(bed)
        finally:
            for peer in peers.values():
                peer.end()
            bed.stop()

    def round(self, level, peers, size, table):
        # Each step by all before the next step, so that what else the machine does strikes all.
        steps = [("write", self.path, (size,)), ("read", self.path, ())]
        steps += [(f"stat {callers}", lambda _: "/user/alice", (CALLS, callers)) for callers in (1, 16)]
        for step, path, numbers in steps:
            # Each turn counts for itself: a machine that stands still for a moment strikes one of them. Calls are so short that
            # they have many.
            for _ in range(TURNS[step.split()[0]] if table else 1):
                # Each is the first one in turn, but not before anything counts: hdfs-native 0.14.7, as the first
                # one at a DataNode that has just been started, fails to write to it (seen with integrity).
                if table:
                    first = next(iter(peers))
                    peers[first] = peers.pop(first)
                for name, peer in peers.items():
                    done, seconds, processor = peer.ask(step.split()[0], path(name), *numbers)
                    if done != (size if step in ("write", "read") else numbers[0]):
                        sys.exit(f"bench: {name}'s {step} did {done}")
                    if table:
                        table.add(level, step, name, done / seconds, processor / done)

    @staticmethod
    def path(name):
        # All read the same file.
        return "/user/alice/" + name

    @staticmethod
    def same(level, bed, peers):
        """Checks that all have written the same."""
        lines = bed.shell("-checksum", *(Measuring.path(name) for name in peers)).splitlines()
        if len({tuple(line.split()[1:]) for line in lines}) != 1:
            sys.exit("bench: what was written differs:\n" + "\n".join(lines))

    def start_up(self, bed):
        """Whole processes that list the root folder."""
        commands = {"Java": [*self.peers.java(bed), "org.apache.hadoop.fs.FsShell", "-ls", "/"]}
        if self.options.weft:
            commands["Weft"] = [os.path.join(self.options.weft, "weft"), "fs", "ls", "/"]
        for _ in range(3):
            for name, command in commands.items():
                start = time.perf_counter()
                done = subprocess.run(
                    command, env={**os.environ, **bed.environment()}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
                )
                seconds = time.perf_counter() - start
                if done.returncode != 0 or "/user" not in done.stdout:
                    sys.exit(f"bench: {name}'s listing fails: {done.stdout}{done.stderr}")
                self.table.add("authentication", "ls", name, seconds, None)


def main():
    options = parsed()
    if not shutil.which("java"):
        sys.exit("bench: no java")
    load = os.getloadavg()[0]
    measuring = Measuring(options)
    for name in options.level or LEVELS:
        measuring.level(name)
    report = surroundings.text(options, load) + "\n" + surroundings.hdfs(options) + "\n\n" + measuring.table.text()
    print(report)
    # A table with only some of the rows would look like all of them.
    if options.weft and not options.level and not options.bytes:
        write(report)


if __name__ == "__main__":
    main()

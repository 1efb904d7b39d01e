"""The clients that are compared: Weft's, Java's and PyPI's hdfs-native, each a process that is kept for all rounds.

Each reads commands from standard input, a line each, and answers `done N SECONDS PROCESSOR-SECONDS`:

    write PATH BYTES          writes a file in pieces of 1 MiB, until it is closed
    read PATH                 reads a file from its beginning to its end
    stat PATH COUNT CALLERS   getFileInfo, by so many threads that share one connection to the NameNode

N is the bytes or calls done. The time is that between the first call of the library and the return of the last one; processor time
is user's and system's of all threads of the process.
"""

import glob
import os
import re
import select
import subprocess
import sys
import tempfile
import time

LIMIT = 900


class Peer:
    def __init__(self, command, environment):
        self.command = command
        self.errors = tempfile.TemporaryFile()
        self.unread = b""
        self.process = subprocess.Popen(
            command, env={**os.environ, **environment}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors
        )

    def ask(self, *words):
        """Runs a command; gives what was done, and the seconds and processor seconds that it took."""
        try:
            self.process.stdin.write((" ".join(map(str, words)) + "\n").encode())
            self.process.stdin.flush()
        except BrokenPipeError:
            self.fail(words)
        deadline = time.monotonic() + LIMIT
        while b"\n" not in self.unread:
            ready, _, _ = select.select([self.process.stdout], [], [], max(0, deadline - time.monotonic()))
            piece = os.read(self.process.stdout.fileno(), 4096) if ready else b""
            if not piece:
                self.fail(words)
            self.unread += piece
        line, _, self.unread = self.unread.partition(b"\n")
        answer = re.fullmatch(r"done (\d+) (\S+) (\S+)", line.decode())
        if not answer:
            self.fail(words)
        return int(answer.group(1)), float(answer.group(2)), float(answer.group(3))

    def fail(self, words):
        self.end()
        self.errors.seek(0)
        sys.stderr.write(self.errors.read().decode(errors="replace")[-4000:])
        sys.exit(f"bench: {' '.join(map(str, words))} fails: {' '.join(self.command)[-300:]}")

    def end(self):
        self.process.stdin.close()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Peers:
    """How the clients are started on a test bed."""

    def __init__(self, options):
        self.options = options
        self.python = os.path.join(options.cache, "native-venv/bin/python")
        self.jars = os.path.abspath(glob.glob(os.path.join(options.cache, "venv/lib/python3*/site-packages/pyspark/jars"))[0])
        self.classes = os.path.abspath(os.path.join(options.cache, "hdfs-java"))

    def java(self, bed):
        """Java's command with the client of Hadoop 3.3.4, which checks checksums with the processor's instructions; that of
        the servers, Hadoop 2.7.3, is slower."""
        options = [option for option in bed.facts["java_options"] if not option.startswith("-Xmx")]
        conf = bed.facts["conf"]
        return ["java", *options, "-Xmx1g", "-cp", f"{conf}:{self.classes}:{self.jars}/*"]

    def start(self, bed):
        here = os.path.dirname(os.path.abspath(__file__))
        commands = {
            "Java": [*self.java(bed), "JavaPeer"],
            "hdfs-native": [self.python, os.path.join(here, "native_peer.py"), bed.facts["uri"]],
        }
        if self.options.weft:
            commands["Weft"] = [os.path.join(self.options.weft, "WeftBenchmark"), "hdfs"]
        return {name: Peer(command, bed.environment()) for name, command in commands.items()}

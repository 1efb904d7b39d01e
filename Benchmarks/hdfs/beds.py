"""Test beds for the measuring."""

import json
import os
import shutil
import subprocess
import sys

PROGRAM = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../deploy/testbed/testbed")


class Bed:
    """An HDFS with one DataNode, in memory where there is enough: the disk isn't what is measured."""

    def __init__(self, flags):
        base = "/dev/shm" if os.path.isdir("/dev/shm") and shutil.disk_usage("/dev/shm").free > 8 << 30 else "/tmp"
        self.dir = os.path.join(base, f"weft-bench-{os.getpid()}")
        start = [PROGRAM, "start", "--dir", self.dir, "--owner", str(os.getpid()), "--heap", "512", "--optimize", *flags]
        if subprocess.run(start, stdout=subprocess.DEVNULL).returncode != 0:
            self.stop()
            sys.exit("bench: the HDFS doesn't start; its message is above")
        with open(os.path.join(self.dir, "testbed.json")) as file:
            self.facts = json.load(file)

    def environment(self):
        environment = {"HADOOP_CONF_DIR": self.facts["conf"]}
        if self.facts["secure"]:
            environment["KRB5_CONFIG"] = self.facts["krb5_conf"]
            environment["KRB5CCNAME"] = "FILE:" + self.facts["tickets"]["alice"]
        else:
            environment["HADOOP_USER_NAME"] = "alice"
        return environment

    def shell(self, *arguments):
        """Runs `hdfs dfs` as alice."""
        done = subprocess.run(
            [PROGRAM, "java", "--dir", self.dir, "org.apache.hadoop.fs.FsShell", *arguments], stdout=subprocess.PIPE, text=True
        )
        if done.returncode != 0:
            sys.exit(f"bench: hdfs dfs {' '.join(arguments)} fails; its message is above")
        return done.stdout

    def stop(self):
        subprocess.run([PROGRAM, "stop", "--dir", self.dir])

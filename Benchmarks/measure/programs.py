"""How the programs of both sides are started."""

import glob
import os
import re
import shutil

from processes import Run

# What spark-submit gives to Java 17.
OPENED = "lang lang.invoke lang.reflect io net nio util util.concurrent util.concurrent.atomic".split()


def with_slots(master, slots):
    """A local-cluster master whose executors have so many slots; any other as it is."""
    return re.sub(r"^(local-cluster\[\d+),\d+,", rf"\1,{slots},", master)


class Programs:
    def __init__(self, options):
        self.options = options
        self.program = os.path.join(options.weft, "WeftBenchmark")
        if options.spark:
            self.home = os.path.abspath(
                glob.glob(os.path.join(options.cache, "venv/lib/python3*/site-packages/pyspark"))[0]
            )
            classes = os.path.abspath(os.path.join(options.cache, "spark"))
            java = ["java", "-Xmx1g", "-XX:+IgnoreUnrecognizedVMOptions", "-Djava.net.preferIPv6Addresses=false"]
            java += [f"--add-opens=java.base/java.{name}=ALL-UNNAMED" for name in OPENED]
            opened = "jdk.internal.ref sun.nio.ch sun.nio.cs sun.security.action sun.util.calendar".split()
            java += [f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in opened]
            java += ["-Djdk.reflect.useDirectMethodHandle=false", f"-Dbenchmark.classes={classes}"]
            self.java = java + ["-cp", f"{classes}:{self.home}/jars/*", "SparkBenchmark"]

    def weft(self, *arguments, master="local[2]", watch=False):
        return Run([self.program, *map(str, arguments)], {"WEFT_MASTER": master}, watch)

    def spark(self, *arguments, watch=False):
        environment = {
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_LOCAL_HOSTNAME": "localhost",
            # Where the workers of local-cluster find the executors' jars.
            "SPARK_HOME": self.home,
            "SPARK_SCALA_VERSION": "2.12",
        }
        return Run([*self.java, *map(str, arguments)], environment, watch)

    def weft_cluster(self, *arguments, watch=False, slots=1):
        return self.weft(*arguments, master=with_slots(self.options.master, slots), watch=watch)

    def spark_cluster(self, job, *arguments, watch=False, slots=1):
        return self.spark(job, with_slots(self.options.spark_master, slots), *arguments, watch=watch)

    def clean(self):
        """Removes the logs of Spark's executors."""
        if self.options.spark:
            shutil.rmtree(os.path.join(self.home, "work"), ignore_errors=True)

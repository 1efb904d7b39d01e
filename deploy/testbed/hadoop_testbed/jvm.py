"""Java processes: class path, options, and the small programs in ../java."""
import glob
import hashlib
import os
import shutil
import subprocess
import tempfile

from . import install
from .errors import TestBedError

SOURCES = os.path.join(os.path.dirname(os.path.dirname(os.path.realpath(__file__))), "java")

# What Hadoop reaches into that Java 17 keeps closed.
_OPENED = (
    "--add-opens=java.base/java.lang=ALL-UNNAMED", "--add-opens=java.base/java.util=ALL-UNNAMED",
    "--add-opens=java.base/java.nio=ALL-UNNAMED", "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
    "--add-exports=java.security.jgss/sun.security.krb5=ALL-UNNAMED",
    "--add-opens=java.security.jgss/sun.security.krb5=ALL-UNNAMED",
)


def hadoop_class_path():
    """Hadoop's jars: those of HADOOP_HOME, else the downloaded ones."""
    home = os.environ.get("HADOOP_HOME")
    if not home:
        jars = install.jars()
        return [os.path.join(jars, install.MENDED), os.path.join(jars, "*")]
    entries = []
    for part in ("common", "hdfs", "yarn", "mapreduce"):
        folder = os.path.join(home, "share", "hadoop", part)
        # The folder of hdfs itself has the servers' web pages.
        entries += [folder] if part == "hdfs" else []
        entries += [os.path.join(folder, "lib", "*"), os.path.join(folder, "*")]
    if not glob.glob(os.path.join(home, "share", "hadoop", "hdfs", "hadoop-hdfs-*.jar")):
        raise TestBedError(f"HADOOP_HOME={home} has no share/hadoop/hdfs/hadoop-hdfs-*.jar",
                           "Let it name an unpacked Hadoop, or unset it to get one from PyPI.")
    return entries


def check_yarn():
    """PyPI's Hadoop has YARN's clients only."""
    home = os.environ.get("HADOOP_HOME")
    if not home:
        raise TestBedError("YARN's servers don't come from PyPI", "Set HADOOP_HOME to an unpacked Hadoop 3.")
    for server in ("resourcemanager", "nodemanager"):
        pattern = os.path.join("share", "hadoop", "yarn", f"hadoop-yarn-server-{server}-*.jar")
        if not glob.glob(os.path.join(home, pattern)):
            raise TestBedError(f"HADOOP_HOME={home} has no {pattern}", "Let it name an unpacked Hadoop 3.")


def launcher():
    path = install.java()
    if path is None or not os.path.exists(path):
        raise TestBedError("there is no java command", f"`testbed install` installs {install.JAVA_PACKAGE}; or set JAVA_HOME.")
    return path


def home():
    """The folder of the Java that runs the servers."""
    return os.path.dirname(os.path.dirname(os.path.realpath(launcher())))


def options(krb5_conf=None, heap=256, optimize=False):
    found = [*_OPENED, f"-Xmx{heap}m", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Djava.net.preferIPv4Stack=true"]
    if not optimize:
        # Most servers live for seconds: what compiling for speed costs doesn't come back. With both, half the time to start.
        found += ["-XX:TieredStopAtLevel=1", "-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote"]
    if krb5_conf:
        found.append(f"-Djava.security.krb5.conf={krb5_conf}")
    native = os.path.join(os.environ.get("HADOOP_HOME", ""), "lib", "native")
    if os.environ.get("HADOOP_HOME") and os.path.isdir(native):
        found.append(f"-Djava.library.path={native}")
    return found


def programs():
    """The folder with ../java compiled, compiled anew when a source has changed."""
    digest = hashlib.sha256(":".join(hadoop_class_path()).encode())
    sources = sorted(glob.glob(os.path.join(SOURCES, "*.java")))
    for source in sources:
        with open(source, "rb") as file:
            digest.update(file.read())
    folder = os.path.join(install.cache(), f"java-{digest.hexdigest()[:16]}")
    if os.path.isdir(folder):
        return folder
    with install.locked("compile"):
        if not os.path.isdir(folder):
            work = tempfile.mkdtemp(dir=install.cache(), prefix="compile-")
            try:
                # The run time has the compiler in it, whose command comes with the development kit only.
                jars = [jar for entry in hadoop_class_path() for jar in (glob.glob(entry + ".jar") or [entry])]
                result = subprocess.run(
                    [launcher(), "-m", "jdk.compiler/com.sun.tools.javac.Main", "-nowarn", "-d", work,
                     "-cp", ":".join(jars), *sources],
                    stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
                if result.returncode != 0:
                    raise TestBedError(f"the Java programs of the test bed don't compile:\n{result.stdout}")
                os.chmod(work, 0o755)
                os.rename(work, folder)
            finally:
                shutil.rmtree(work, ignore_errors=True)
    return folder

"""What the test bed needs on the machine: Debian packages, and a Hadoop with its servers."""
import contextlib
import fcntl
import glob
import hashlib
import os
import shutil
import struct
import subprocess
import sys
import tarfile
import tempfile
import zipfile

from .errors import TestBedError

# PySpark's source archive has the jars of Hadoop 2.7.3 with its NameNode and DataNode.
PYSPARK = "2.4.8"
PYSPARK_SHA256 = "3a19b71b8dc8dd91ebc943604a05e1ab01bce052456d42937035632d852d78dc"
# What of its jars Hadoop's servers and clients load.
JARS = (
    "activation", "apacheds-", "api-asn1-", "api-util-", "asm", "avro-1", "commons-", "curator-", "gson-", "guava-", "guice-",
    "hadoop-", "htrace-", "jackson-", "javax.", "jaxb-", "jcl-", "jersey-", "jetty-", "jsp-", "leveldbjni-", "log4j-",
    "netty-", "paranamer-", "protobuf-", "slf4j-", "snappy-java", "stax-", "xercesImpl-", "xmlenc-", "zookeeper-",
)

# The folder in that of the jars with classes that come before those in them.
MENDED = "mended"
JAVA_PACKAGE = "openjdk-17-jre-headless"


def cache():
    """The folder for what is downloaded and compiled, shared by all test beds."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(base, "weft-testbed")


def tool(name):
    """The path of a system command, also where ordinary users' PATH has no sbin, or None."""
    return shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin:/usr/bin:/bin")


def java():
    """The Java launcher: the one of JAVA_HOME, else of PATH."""
    home = os.environ.get("JAVA_HOME")
    return os.path.join(home, "bin", "java") if home else tool("java")


def faketime_library():
    found = glob.glob("/usr/lib/*/faketime/libfaketime.so.1")
    return found[0] if found else None


def install():
    """Installs what is missing: Debian packages as root, the jars into the cache."""
    install_packages()
    if not os.environ.get("HADOOP_HOME"):
        jars()


def missing_packages():
    needs = {
        JAVA_PACKAGE: java() is not None,
        "krb5-kdc": tool("krb5kdc") is not None,
        "krb5-admin-server": tool("kadmin.local") is not None,
        "krb5-user": tool("kinit") is not None,
        "faketime": faketime_library() is not None,
    }
    if not os.environ.get("HADOOP_HOME") and not os.path.isdir(_jars_path()):
        needs["python3-pip"] = _pip() is not None
    return [package for package, there in needs.items() if not there]


def install_packages():
    missing = missing_packages()
    if not missing:
        return
    command = ["apt-get", "install", "-q", "-y", "--no-install-recommends", *missing]
    if tool("apt-get") is None:
        raise TestBedError(f"the test bed needs what Debian calls {' '.join(missing)}",
                           "This machine has no apt-get: install what matches these packages.")
    as_root = []
    if os.geteuid() != 0:
        if tool("sudo") is None:
            raise TestBedError(f"the test bed needs the packages {' '.join(missing)}", f"Run as root: {' '.join(command)}")
        as_root = ["sudo"]
    say(f"installing {' '.join(missing)}")
    environment = ["env", "DEBIAN_FRONTEND=noninteractive"]
    # An update that fails for one source may still leave the lists that are needed.
    subprocess.run([*as_root, "apt-get", "update", "-q"], stdout=sys.stderr)
    if subprocess.run([*as_root, *environment, *command], stdout=sys.stderr).returncode != 0:
        raise TestBedError(f"apt-get could not install {' '.join(missing)}", "Its message is above.")
    missing = missing_packages()
    if missing:
        raise TestBedError(f"still missing after installing: {' '.join(missing)}")


def jars():
    """The folder with Hadoop's jars, downloaded from PyPI when they aren't in the cache yet."""
    folder = _jars_path()
    if os.path.isdir(folder):
        return folder
    os.makedirs(cache(), exist_ok=True)
    with locked("download"):
        if os.path.isdir(folder):
            return folder
        pip = _pip()
        if pip is None:
            raise TestBedError("there is no pip to fetch Hadoop's jars with", "`testbed install` as root installs python3-pip.")
        say(f"fetching Hadoop 2.7.3: PySpark {PYSPARK} from PyPI, 220 MB")
        with tempfile.TemporaryDirectory(dir=cache(), prefix="download-") as work:
            archive = _download(pip, work)
            unpacked = os.path.join(work, "jars")
            _unpack(archive, unpacked)
            _mend(unpacked)
            os.rename(unpacked, folder)
    return folder


def _jars_path():
    # The last number changes with what is unpacked or mended.
    return os.path.join(cache(), f"pyspark-{PYSPARK}-hadoop-1")


def _download(pip, work):
    constraints = os.path.join(work, "constraints.txt")
    with open(constraints, "w") as file:
        # What the archive's own setup needs; later ones no longer build with it.
        file.write("pypandoc<1.8\n")
    environment = dict(os.environ, PIP_CONSTRAINT=constraints, PIP_DISABLE_PIP_VERSION_CHECK="1")
    log = os.path.join(work, "pip.log")
    with open(log, "w") as output:
        status = subprocess.run(
            [*pip, "download", "-q", "--no-deps", "--no-binary", "pyspark", "-d", work, f"pyspark=={PYSPARK}"],
            env=environment, stdout=output, stderr=subprocess.STDOUT).returncode
    archive = os.path.join(work, f"pyspark-{PYSPARK}.tar.gz")
    if status != 0 or not os.path.exists(archive):
        with open(log) as output:
            end = output.read()[-2000:]
        raise TestBedError(f"pip could not download pyspark {PYSPARK}:\n{end}",
                           "Is PyPI reachable? With HADOOP_HOME set the test bed runs that Hadoop instead.")
    digest = hashlib.sha256()
    with open(archive, "rb") as file:
        for piece in iter(lambda: file.read(1 << 20), b""):
            digest.update(piece)
    if digest.hexdigest() != PYSPARK_SHA256:
        raise TestBedError(f"pyspark {PYSPARK} from the package index has sha256 {digest.hexdigest()}, not {PYSPARK_SHA256}",
                           "It isn't the archive that this test bed knows; nothing of it was kept.")
    return archive


def _unpack(archive, folder):
    os.mkdir(folder)
    with tarfile.open(archive) as tar:
        for member in tar:
            directory, name = os.path.split(member.name)
            if member.isfile() and directory.endswith("/deps/jars") and name.startswith(JARS):
                with tar.extractfile(member) as source, open(os.path.join(folder, name), "wb") as target:
                    shutil.copyfileobj(source, target)


def _mend(folder):
    """Streams encrypted with AES free their buffers with a class that Java 9 moved; the rest of them works as it is."""
    name = "org/apache/hadoop/crypto/CryptoStreamUtils.class"
    with zipfile.ZipFile(os.path.join(folder, "hadoop-common-2.7.3.jar")) as jar:
        code = jar.read(name)
    for old, new in ((b"sun/misc/Cleaner", b"jdk/internal/ref/Cleaner"),
                     (b"()Lsun/misc/Cleaner;", b"()Ljdk/internal/ref/Cleaner;")):
        # A constant of text: its tag, its length, its bytes.
        constant = struct.pack(">BH", 1, len(old)) + old
        if code.count(constant) != 1:
            raise TestBedError(f"{name} isn't what this test bed knows")
        code = code.replace(constant, struct.pack(">BH", 1, len(new)) + new)
    path = os.path.join(folder, MENDED, name)
    os.makedirs(os.path.dirname(path))
    with open(path, "wb") as file:
        file.write(code)


def _pip():
    """A Python that has pip, as the start of a command."""
    for python in (sys.executable, "/usr/bin/python3"):
        if python and os.path.exists(python):
            probe = subprocess.run([python, "-m", "pip", "--version"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            if probe.returncode == 0:
                return [python, "-m", "pip"]
    return None


@contextlib.contextmanager
def locked(what):
    """One process at a time does this in the cache; the others wait."""
    os.makedirs(cache(), exist_ok=True)
    with open(os.path.join(cache(), what + ".lock"), "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def say(text):
    print(f"testbed: {text}", file=sys.stderr, flush=True)

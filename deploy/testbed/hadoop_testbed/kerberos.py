"""A private realm: its KDC, principals, keytabs and tickets."""
import os
import secrets
import socket
import subprocess
import time

from . import install, processes
from .errors import TestBedError

REALM = "TEST.LOCAL"
SERVICE = f"nn/localhost@{REALM}"
RESOURCEMANAGER = f"rm/localhost@{REALM}"
NODEMANAGER = f"nm/localhost@{REALM}"
# The keytabs with the keys of these.
SERVICES = {"nn": SERVICE, "rm": RESOURCEMANAGER, "nm": NODEMANAGER}
# hdfs is HDFS's superuser, gateway may act for others, alice and bob are ordinary.
USERS = ("alice", "bob", "gateway", "hdfs")
NAME = "kdc"


class Realm:
    def __init__(self, bed_dir, port):
        self.bed_dir = bed_dir
        self.port = port
        self.folder = os.path.join(bed_dir, "kerberos")
        self.folder_of_keytabs = os.path.join(bed_dir, "keytabs")
        self.krb5_conf = os.path.join(self.folder, "krb5.conf")

    def keytab(self, user):
        return os.path.join(self.folder_of_keytabs, user + ".keytab")

    def ticket_cache(self, user):
        return os.path.join(self.bed_dir, "tickets", user)

    def environment(self):
        """The caller's environment, with nothing of another realm in it."""
        environment = {key: value for key, value in os.environ.items() if not key.startswith("KRB5")}
        environment["KRB5_CONFIG"] = self.krb5_conf
        environment["KRB5_KDC_PROFILE"] = os.path.join(self.folder, "kdc.conf")
        environment["KRB5CCNAME"] = os.path.join(self.folder, "no-ticket-cache")
        environment["KRB5_TRACE"] = "/dev/null"
        return environment

    def create(self, ticket_lifetime):
        for folder in (self.folder, self.folder_of_keytabs, os.path.join(self.bed_dir, "tickets")):
            os.makedirs(folder, exist_ok=True)
        _write(self.krb5_conf, f"""\
[libdefaults]
    default_realm = {REALM}
    dns_lookup_kdc = false
    dns_lookup_realm = false
    rdns = false
    dns_canonicalize_hostname = false
    udp_preference_limit = 1
    forwardable = true
    ticket_lifetime = {ticket_lifetime}
    renew_lifetime = 7d
[realms]
    {REALM} = {{
        kdc = 127.0.0.1:{self.port}
    }}
[domain_realm]
    localhost = {REALM}
""")
        _write(os.path.join(self.folder, "kdc.conf"), f"""\
[realms]
    {REALM} = {{
        database_name = {self.folder}/principal
        key_stash_file = {self.folder}/stash
        acl_file = {self.folder}/kadm5.acl
        kdc_listen = 127.0.0.1:{self.port}
        kdc_tcp_listen = 127.0.0.1:{self.port}
        max_life = 24h
        max_renewable_life = 7d
        supported_enctypes = aes256-cts-hmac-sha1-96:normal aes128-cts-hmac-sha1-96:normal
    }}
""")
        self._run(["kdb5_util", "create", "-s", "-r", REALM, "-P", secrets.token_hex(16)])
        self.add_principals([(principal, self.keytab(name)) for name, principal in SERVICES.items()]
                            + [(user, self.keytab(user)) for user in USERS])

    def add_principals(self, principals, options=""):
        """Adds principals with random keys, and writes their keys into keytab files."""
        queries = []
        for principal, keytab in principals:
            queries.append(f"addprinc -randkey {options} {principal}")
            if keytab is not None:
                queries.append(f"ktadd -norandkey -k {keytab} {principal}")
        self.kadmin(queries)

    def kadmin(self, queries):
        """Runs queries of kadmin.local, and fails with the first that it refuses."""
        outputs = []
        for query in queries:
            outputs.append(self._run(["kadmin.local", "-r", REALM, "-q", query]))
        return "".join(outputs)

    def start_kdc(self, skew=0):
        """Starts the KDC, with its clock `skew` seconds before (or, when negative, behind) that of all others."""
        environment = self.environment()
        if skew:
            library = install.faketime_library()
            if library is None:
                raise TestBedError("a KDC with a wrong clock needs libfaketime", "`testbed install` installs it.")
            environment.update(LD_PRELOAD=library, FAKETIME=f"{skew:+d}s")
        processes.start(self.bed_dir, NAME, [self._tool("krb5kdc"), "-n", "-r", REALM], environment)
        self._wait_for_kdc()

    def get_ticket(self, principal, cache, keytab=None, lifetime=None, renewable=None):
        keytab = keytab or self.keytab(principal.split("@")[0])
        if not os.path.exists(keytab):
            raise TestBedError(f"there is no keytab {keytab}", f"`testbed principal {principal} --keytab {keytab}` makes it.")
        # In a file of its own first: whoever uses the old ticket meanwhile doesn't see half a cache.
        fresh = f"{cache}.{os.getpid()}"
        options = (["-l", lifetime] if lifetime else []) + (["-r", renewable] if renewable else [])
        self._run(["kinit", *options, "-k", "-t", keytab, "-c", f"FILE:{fresh}", principal])
        os.replace(fresh, cache)

    def _wait_for_kdc(self):
        deadline = time.monotonic() + 20
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                if processes.pid(self.bed_dir, NAME) is None or time.monotonic() > deadline:
                    raise TestBedError("the KDC doesn't start",
                                       f"See {processes.log_path(self.bed_dir, NAME)}.") from None
                time.sleep(0.02)

    def _run(self, arguments):
        result = subprocess.run([self._tool(arguments[0]), *arguments[1:]], env=self.environment(), stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60)
        # kadmin.local says what it could not do and ends with 0.
        refused = [line for line in result.stdout.splitlines()
                   if arguments[0] == "kadmin.local" and (line.startswith(("add_principal:", "kadmin.local:", "ktadd:"))
                                                          or " while " in line)]
        if result.returncode != 0 or refused:
            raise TestBedError(f"{arguments[0]} failed:\n{result.stdout.strip()}")
        return result.stdout

    @staticmethod
    def _tool(name):
        path = install.tool(name)
        if path is None:
            raise TestBedError(f"there is no {name}", "`testbed install` installs what is needed.")
        return path


def _write(path, text):
    with open(path, "w") as file:
        file.write(text)

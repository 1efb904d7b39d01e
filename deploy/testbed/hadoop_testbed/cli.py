"""The command line."""
import argparse
import json
import os
import signal
import subprocess
import sys

from . import install, jvm, processes
from .bed import TestBed, default_settings, watch
from .errors import TestBedError

EXAMPLES = """\
examples:
  testbed install
  testbed start --dir /tmp/bed --secure --protection privacy --data-cipher aes --datanodes 3
  HADOOP_HOME=/opt/hadoop testbed start --dir /tmp/bed --insecure --yarn --nodes 2 --node-memory 4096
  . /tmp/bed/env                    HADOOP_CONF_DIR, KRB5_CONFIG, KRB5CCNAME of alice, ports, keytabs, ...
  testbed java --dir /tmp/bed --user hdfs org.apache.hadoop.fs.FsShell -mkdir -p /user/alice
  testbed pause --dir /tmp/bed datanode-2 && testbed resume --dir /tmp/bed datanode-2
  testbed restart --dir /tmp/bed kdc --skew 3600
  testbed java --dir /tmp/bed org.apache.hadoop.yarn.client.cli.ApplicationCLI application -list
  testbed stop --dir /tmp/bed

Hadoop is the one of HADOOP_HOME, else 2.7.3, which comes with PySpark 2.4.8 from PyPI. It runs on the Java of JAVA_HOME, else
of PATH. Downloads are kept in $XDG_CACHE_HOME/weft-testbed, by default in ~/.cache.
Users: hdfs (superuser), gateway (may act for others), alice, bob; each with a keytab and a ticket in a secure test bed.
"""

PROTECTIONS = ("authentication", "integrity", "privacy")


def main(arguments):
    # SIGTERM ends a start as Ctrl-C does: with everything stopped.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        return options.run(options) or 0
    except TestBedError as error:
        print(f"testbed: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _parser():
    parser = argparse.ArgumentParser(
        prog="testbed", description="Starts and stops a private KDC, a real HDFS and a real YARN on loopback.", epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)

    def command(name, run, text, bed=True, **options):
        sub = commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".", **options)
        sub.set_defaults(run=run)
        if bed:
            sub.add_argument("--dir", required=True, help="the folder of the test bed")
        return sub

    command("install", _install, "install what the test bed needs: Debian packages, Hadoop's jars", bed=False)
    _add_start(command("start", _start, "start a test bed and wait until it is usable"))
    sub = command("stop", _stop, "stop everything, and remove the folder")
    sub.add_argument("--keep", action="store_true", help="leave the folder")
    command("status", _status, "print what runs, as JSON")

    sub = command("kill", _kill, "kill a server (SIGKILL)")
    sub.add_argument("server", help="kdc, namenode, datanode-1, ...; with --ha namenode-1 and namenode-2; with --yarn "
                     "resourcemanager, nodemanager-1, ...")
    sub.add_argument("--gently", action="store_true", help="SIGTERM, and SIGKILL after 10 s")
    sub = command("restart", _restart, "restart a server, or start it when it doesn't run, and wait for it")
    sub.add_argument("server")
    sub.add_argument("--kill", action="store_true", help="end it with SIGKILL")
    sub.add_argument("--no-wait", action="store_true", help="don't wait until it does its work")
    sub.add_argument("--skew", type=int, metavar="SECONDS", help="kdc: how far its clock is ahead of all others")
    for name, text in (("pause", "stop a server's process for a while (SIGSTOP)"), ("resume", "let it go on (SIGCONT)")):
        sub = command(name, _signal, text)
        sub.add_argument("server")
    sub = command("failover", _failover, "make a NameNode the active one")
    sub.add_argument("server", help="namenode-1 or namenode-2")

    sub = command("principal", _principal, "add a principal with a random key")
    sub.add_argument("name")
    sub.add_argument("--keytab", metavar="FILE", help="write its key into this keytab")
    sub.add_argument("--maxlife", metavar="TIME", help="longest life of its tickets, for instance 30s")
    sub.add_argument("--enctypes", metavar="LIST", help="encryption types of its keys, for instance aes128-cts:normal")
    sub = command("kadmin", _kadmin, "run a query of kadmin.local")
    sub.add_argument("query")
    sub = command("ticket", _ticket, "get a ticket into a cache file")
    sub.add_argument("principal")
    sub.add_argument("--cache", required=True, metavar="FILE")
    sub.add_argument("--keytab", metavar="FILE", help="by default the test bed's one for this user")
    sub.add_argument("--lifetime", metavar="TIME", help="for instance 30s")
    sub.add_argument("--renewable", metavar="TIME", help="for how long it can be renewed, for instance 60s")

    sub = command("replica", _replica, "print the files of a block's replicas: DataNode, block file, meta file")
    sub.add_argument("block", help="its id, for instance blk_1073741825")
    sub = command("conf", _conf, "write a client configuration that differs in some properties")
    sub.add_argument("--out", required=True, metavar="FOLDER")
    sub.add_argument("properties", nargs="+", metavar="KEY=VALUE")
    sub = command("java", _java, "run a Java client class on the test bed")
    _add_java(sub)
    sub.add_argument("arguments", nargs=argparse.REMAINDER, metavar="CLASS ...")
    sub = command("console", _console, "one Java process that runs many commands; java/HadoopConsole.java says how")
    _add_java(sub)

    sub = command("watch", _watch, "stop the test bed when its owner has ended (started by `start`)")
    sub.add_argument("--owner", type=int)
    return parser


def _add_start(sub):
    sub.add_argument("--datanodes", type=int, default=1, choices=range(1, 9), metavar="N", help="1 (default) to 8")
    group = sub.add_mutually_exclusive_group()
    group.add_argument("--secure", action="store_true", default=True, help="with Kerberos (default)")
    group.add_argument("--insecure", dest="secure", action="store_false", help="without Kerberos")
    sub.add_argument("--realm-only", dest="hdfs", action="store_false", help="only a KDC, for other test beds")
    sub.add_argument("--realm-of", dest="realm_dir", metavar="DIR", help="use the KDC, users and tickets of that test bed")
    sub.add_argument("--protection", type=_protections, default="authentication", metavar="LEVEL",
                     help="of RPC and data: authentication (default), integrity, privacy; or several with commas")
    sub.add_argument("--rpc-protection", type=_protections, metavar="LEVEL", help="of RPC, if it differs")
    sub.add_argument("--data-cipher", choices=("aes",), help="AES/CTR instead of the cipher of DIGEST-MD5")
    sub.add_argument("--encrypt-data-transfer", action="store_true", help="dfs.encrypt.data.transfer")
    sub.add_argument("--encrypt-algorithm", choices=("3des", "rc4"), default="3des")
    sub.add_argument("--no-block-tokens", action="store_true", help="only with --insecure, where block tokens are optional")
    sub.add_argument("--ha", action="store_true", help="two NameNodes; `testbed failover` changes the active one")
    sub.add_argument("--yarn", action="store_true", help="also a ResourceManager and NodeManagers; needs HADOOP_HOME")
    sub.add_argument("--nodes", type=int, default=1, choices=range(1, 9), metavar="N", help="NodeManagers, 1 (default) to 8")
    sub.add_argument("--node-memory", type=int, default=8192, metavar="MB", help="of each NodeManager; 8192 by default")
    sub.add_argument("--node-vcores", type=int, default=8, metavar="N", help="of each NodeManager; 8 by default")
    sub.add_argument("--domain-socket", action="store_true", help="short-circuit reads; needs HADOOP_HOME with libhadoop.so")
    sub.add_argument("--block-token-lifetime", type=int, metavar="MINUTES")
    sub.add_argument("--delegation-token-lifetime", type=int, metavar="SECONDS", help="longest life with all renewals")
    sub.add_argument("--delegation-token-renewal", type=int, metavar="SECONDS", help="life between renewals")
    sub.add_argument("--ticket-lifetime", default="10h", metavar="TIME", help="default life of a ticket")
    sub.add_argument("--kdc-skew", type=int, default=0, metavar="SECONDS", help="how far the KDC's clock is ahead")
    sub.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="a property of all servers")
    sub.add_argument("--client-set", action="append", default=[], metavar="KEY=VALUE", help="a property of the clients")
    sub.add_argument("--heap", type=int, default=256, metavar="MB", help="Java heap of each server; 256 by default")
    sub.add_argument("--optimize", action="store_true", help="let Java optimize what runs long, for measuring")
    sub.add_argument("--ports", type=int, metavar="BASE", help="use the 64 ports from BASE on; by default any that are free")
    sub.add_argument("--owner", type=int, metavar="PID", help="stop everything when this process has ended")
    sub.add_argument("--timeout", type=int, default=120, metavar="SECONDS", help="for starting; 120 by default")
    sub.add_argument("--no-homes", dest="homes", action="store_false", help="don't make /tmp and the users' home folders")
    sub.add_argument("--json", action="store_true", help="print testbed.json instead of a summary")


def _add_java(sub):
    sub.add_argument("--user", default="alice", help="as whom, by that user's ticket; alice by default")
    sub.add_argument("--conf", metavar="FOLDER", help="another client configuration")


def _protections(text):
    for level in text.split(","):
        if level not in PROTECTIONS:
            raise argparse.ArgumentTypeError(f"{level} isn't one of {', '.join(PROTECTIONS)}")
    return text


def _properties(pairs):
    found = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals:
            raise TestBedError(f"{pair} isn't KEY=VALUE")
        found[key] = value
    return found


def _install(options):
    install.install()


def _start(options):
    if not options.secure and (options.realm_dir or not options.hdfs):
        raise TestBedError("an insecure test bed has no realm")
    if options.realm_dir and not options.hdfs:
        raise TestBedError("--realm-only and --realm-of together leave nothing to start")
    if options.yarn and not options.hdfs:
        raise TestBedError("--realm-only starts no YARN")
    if options.yarn:
        jvm.check_yarn()
    install.install()
    settings = default_settings()
    settings.update({
        "datanodes": options.datanodes, "secure": options.secure, "data_protection": options.protection,
        "rpc_protection": options.rpc_protection or (options.protection if options.secure else "authentication"),
        "data_cipher": options.data_cipher, "encrypt_data_transfer": options.encrypt_data_transfer,
        "encrypt_algorithm": options.encrypt_algorithm, "block_tokens": not options.no_block_tokens, "ha": options.ha,
        "domain_socket": options.domain_socket, "block_token_lifetime": options.block_token_lifetime,
        "delegation_token_lifetime": options.delegation_token_lifetime,
        "delegation_token_renewal": options.delegation_token_renewal, "ticket_lifetime": options.ticket_lifetime,
        "hdfs": options.hdfs, "realm_dir": options.realm_dir and os.path.realpath(options.realm_dir),
        "kdc_skew": options.kdc_skew, "heap": options.heap, "optimize": options.optimize,
        "yarn": options.yarn, "nodes": options.nodes, "node_memory": options.node_memory, "node_vcores": options.node_vcores,
        "server_set": _properties(options.set), "client_set": _properties(options.client_set),
    })
    if options.no_block_tokens and (options.secure or options.encrypt_data_transfer):
        raise TestBedError("block tokens are optional only with --insecure and without --encrypt-data-transfer")
    if options.domain_socket and not os.environ.get("HADOOP_HOME"):
        raise TestBedError("domain sockets need libhadoop.so, which PyPI's Hadoop doesn't have",
                           "Set HADOOP_HOME to a Hadoop with lib/native.")
    bed = TestBed.start(options.dir, settings, options.ports, options.owner, options.timeout,
                        options.homes)
    if options.json:
        with open(os.path.join(bed.dir, "testbed.json")) as file:
            print(file.read(), end="")
        return
    print(f"{bed.hdfs.uri if options.hdfs else 'the realm'} runs in {bed.dir}")
    for name in bed.servers:
        print(f"  {name}: process {processes.pid(bed.dir, name)}, log {processes.log_path(bed.dir, name)}")
    print(f"  clients: . {bed.dir}/env")


def _stop(options):
    TestBed.stop(options.dir, options.keep)


def _status(options):
    bed = TestBed.open(options.dir)
    print(json.dumps({"pids": {name: processes.pid(bed.dir, name) for name in bed.servers},
                      "namenodes": {name: bed.hdfs.namenode_state(name) for name in bed.hdfs.namenodes},
                      "resourcemanagers": {name: bed.yarn.state(name) for name in bed.yarn.resourcemanagers}}, indent=2))


def _kill(options):
    bed = TestBed.open(options.dir)
    processes.end(bed.dir, bed.check_server(options.server), grace=10 if options.gently else 0)


def _restart(options):
    TestBed.open(options.dir).restart(options.server, options.kill, not options.no_wait, options.skew)


def _signal(options):
    bed = TestBed.open(options.dir)
    processes.send(bed.dir, bed.check_server(options.server),
                   signal.SIGSTOP if options.command == "pause" else signal.SIGCONT)


def _failover(options):
    TestBed.open(options.dir).failover(options.server)


def _realm(options):
    bed = TestBed.open(options.dir)
    if not bed.settings["secure"]:
        raise TestBedError("an insecure test bed has no realm", "Start it with --secure.")
    return bed.realm


def _principal(options):
    realm = _realm(options)
    flags = f'-maxlife "{_long_time(options.maxlife)}"' if options.maxlife else ""
    flags += f" -e {options.enctypes}" if options.enctypes else ""
    realm.add_principals([(options.name, options.keytab and os.path.abspath(options.keytab))], flags)


def _long_time(text):
    """kadmin knows no 30s."""
    units = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
    return f"{text[:-1]} {units[text[-1]]}" if text[-1:] in units and text[:-1].isdigit() else text


def _kadmin(options):
    print(_realm(options).kadmin([options.query]), end="")


def _ticket(options):
    _realm(options).get_ticket(options.principal, os.path.abspath(options.cache), options.keytab, options.lifetime,
                               options.renewable)


def _replica(options):
    found = TestBed.open(options.dir).hdfs.replicas(options.block)
    for row in found:
        print("\t".join(part or "-" for part in row))
    return 0 if found else 1


def _conf(options):
    TestBed.open(options.dir).write_client_conf(options.out, _properties(options.properties))


def _java(options):
    if not options.arguments:
        raise TestBedError("java needs a class", "For instance org.apache.hadoop.fs.FsShell -ls /")
    return _status_of(TestBed.open(options.dir).run_java(options.user, options.arguments, options.conf))


def _console(options):
    return _status_of(TestBed.open(options.dir).run_java(options.user, ["HadoopConsole"], options.conf))


def _status_of(result: subprocess.CompletedProcess):
    return result.returncode if result.returncode >= 0 else 128 - result.returncode


def _watch(options):
    watch(os.path.realpath(options.dir), options.owner)



#!/usr/bin/env python3
"""Passes TCP connections on and writes down what is said: bytes of real servers and clients for tests.

    record.py --out FILE --to PORT [--listen PORT]   every connection goes to that port of this machine
    record.py --out FILE --socks [--listen PORT]     a SOCKS 5 proxy; a Java client uses it for all of its connections with
                                                     hadoop.rpc.socket.factory.class.default=org.apache.hadoop.net.SocksSocketFactory
                                                     and hadoop.socks.server=localhost:PORT

FILE gets a line for each piece: the connection's number, C (from the client) or S (from the server), and the bytes in hex, or `end`
when a side has ended its half. With --socks a connection begins with a line `NUMBER to PORT`.
The first line of standard output is the port that it listens on. It ends a second after the last connection has ended, or with
SIGTERM.
"""
import argparse
import selectors
import socket
import struct


class Recorder:
    def __init__(self, options):
        self.to = options.to
        self.out = open(options.out, "w")
        self.selector = selectors.DefaultSelector()
        self.listener = socket.create_server(("127.0.0.1", options.listen))
        self.selector.register(self.listener, selectors.EVENT_READ)
        self.connections = 0
        self.pairs = {}

    def run(self):
        print(self.listener.getsockname()[1], flush=True)
        while self.connections == 0 or self.pairs or self.selector.select(1):
            for key, _ in self.selector.select(1):
                if key.fileobj is self.listener:
                    self.accept()
                elif key.fileobj in self.pairs:
                    self.pass_on(key.fileobj)

    def accept(self):
        client = self.listener.accept()[0]
        port = self.to or socks_destination(client)
        server = socket.create_connection(("127.0.0.1", port))
        self.connections += 1
        if self.to is None:
            self.write(f"{self.connections} to {port}")
        for one, other, side in ((client, server, "C"), (server, client, "S")):
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.pairs[one] = (self.connections, side, other)
            self.selector.register(one, selectors.EVENT_READ)

    def pass_on(self, one):
        number, side, other = self.pairs[one]
        try:
            piece = one.recv(1 << 16)
            other.sendall(piece)
        except OSError:
            piece = b""
        self.write(f"{number} {side} {piece.hex() or 'end'}")
        if not piece:
            self.selector.unregister(one)
            del self.pairs[one]
            try:
                other.shutdown(socket.SHUT_WR)
            except OSError:
                pass

    def write(self, line):
        self.out.write(line + "\n")
        self.out.flush()


def socks_destination(client):
    """Answers a SOCKS 5 client's greeting and its CONNECT; the host that it names is always this machine."""
    count = take(client, 2)[1]
    take(client, count)
    client.sendall(b"\5\0")
    kind = take(client, 4)[3]
    take(client, 4 if kind == 1 else take(client, 1)[0])
    port = struct.unpack(">H", take(client, 2))[0]
    client.sendall(b"\5\0\0\1\0\0\0\0\0\0")
    return port


def take(connection, count):
    found = b""
    while len(found) < count:
        piece = connection.recv(count - len(found))
        if not piece:
            raise SystemExit("the client ended within the SOCKS greeting")
        found += piece
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--to", type=int)
    where.add_argument("--socks", action="store_true")
    parser.add_argument("--listen", type=int, default=0)
    parser.add_argument("--out", required=True)
    Recorder(parser.parse_args()).run()


main()

"""PyPI's hdfs-native as `make bench` measures it; peers.py says what it is told and answers."""

import resource
import sys
import threading
import time

from hdfs_native import Client, WriteOptions

PIECE = 1 << 20


def processor():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def write(client, path, size):
    piece = bytes((index * 31 + index // 251 + 7) & 255 for index in range(PIECE))
    start = time.perf_counter(), processor()
    with client.create(path, WriteOptions(overwrite=True)) as file:
        for at in range(0, size, PIECE):
            file.write(piece if size - at >= PIECE else piece[: size - at])
    return size, start


def read(client, path):
    start = time.perf_counter(), processor()
    file = client.read(path)
    # What its documentation calls the most efficient way.
    return sum(len(piece) for piece in file.read_range_stream(0, len(file))), start


def stat(client, path, count, callers):
    failures = []

    def calls():
        try:
            for _ in range(count // callers):
                client.get_file_info(path)
        except Exception as error:
            failures.append(error)

    start = time.perf_counter(), processor()
    threads = [threading.Thread(target=calls) for _ in range(callers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return count // callers * callers, start


def main():
    client = Client(sys.argv[1])
    for line in sys.stdin:
        command, path, *numbers = line.split()
        run = {"write": write, "read": read, "stat": stat}[command]
        done, (wall, used) = run(client, path, *map(int, numbers))
        print("done", done, time.perf_counter() - wall, processor() - used, flush=True)


main()

"""What was measured, and the table made of it."""

import collections
import os
import statistics

README = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../README.md")
BEGIN, END = "<!-- hdfs figures: begin -->", "<!-- hdfs figures: end -->"
SIDES = ("Weft", "Java", "hdfs-native")
WHAT = {
    "write": ("write", "MB/s", 1e-6),
    "read": ("read", "MB/s", 1e-6),
    "stat 1": ("`stat`, one at a time", "calls/s", 1),
    "stat 16": ("`stat`, 16 callers on one connection", "calls/s", 1),
}


class Table:
    def __init__(self):
        self.rates = collections.defaultdict(list)
        self.processor = collections.defaultdict(list)
        self.rows = []

    def add(self, level, step, side, rate, processor):
        if (level, step) not in self.rows:
            self.rows.append((level, step))
        self.rates[level, step, side].append(rate)
        if processor is not None:
            self.processor[level, step, side].append(processor)

    def text(self):
        lines = [
            "| Protection | What | Weft | Java | hdfs-native | Target | Met | Processor time: Weft | Java | hdfs-native | Target | Met |",
            "|---|---|---|---|---|---|---|---|---|---|---|---|",
        ]
        order = list(WHAT) + ["ls"]
        levels = list(dict.fromkeys(level for level, _ in self.rows))
        for level, step in sorted(self.rows, key=lambda row: (levels.index(row[0]), order.index(row[1]))):
            lines.append("| " + " | ".join(self.start_up(level) if step == "ls" else self.cells(level, step)) + " |")
        return "\n".join(lines)

    def cells(self, level, step):
        what, unit, scale = WHAT[step]
        rates = {side: self.median(self.rates, level, step, side) for side in SIDES}
        work = {side: self.median(self.processor, level, step, side) for side in SIDES}
        fastest = max(rate for side, rate in rates.items() if side != "Weft" and rate is not None)
        thriftiest = min(each for side, each in work.items() if side != "Weft" and each is not None)
        cells = [level, what]
        cells += [self.cell(self.rates[level, step, side], unit, scale) for side in SIDES]
        cells += ["≥ the faster one", self.met(rates["Weft"], lambda ours: ours >= fastest)]
        # Seconds a gigabyte, or microseconds a call.
        unit, scale = ("s/GB", 1e9) if step in ("write", "read") else ("µs a call", 1e6)
        cells += [self.cell(self.processor[level, step, side], unit, scale) for side in SIDES]
        return cells + ["< both", self.met(work["Weft"], lambda ours: ours < thriftiest)]

    def start_up(self, level):
        ours, java = (self.median(self.rates, level, "ls", side) for side in ("Weft", "Java"))
        cells = [level, "`weft fs ls /`, `hdfs dfs -ls /`: whole process"]
        cells += [self.cell(self.rates[level, "ls", side], "ms", 1e3) for side in SIDES]
        return cells + ["≤ 1/20 of Java's", self.met(ours, lambda ours: ours * 20 <= java), "–", "–", "–", "–", "–"]

    def median(self, values, level, step, side):
        found = values[level, step, side]
        return statistics.median(found) if found else None

    @staticmethod
    def met(ours, test):
        return "–" if ours is None else "yes" if test(ours) else "**no**"

    @staticmethod
    def cell(values, unit, scale):
        if not values:
            return "–"

        def form(value):
            return f"{value * scale:.{2 if value * scale < 10 else 1 if value * scale < 100 else 0}f}"

        return f"{form(statistics.median(values))} {unit} ({form(min(values))}–{form(max(values))})"


def write(report):
    with open(README) as file:
        before, begin, rest = file.read().partition(BEGIN)
        _, _, after = rest.partition(END)
    if not begin:
        raise SystemExit(f"bench: {README} has no line {BEGIN}")
    with open(README + ".new", "w") as file:
        file.write(f"{before}{BEGIN}\n{report}\n{END}{after}")
    os.replace(README + ".new", README)

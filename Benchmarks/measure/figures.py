"""What was measured, and the table made of it."""

import collections
import statistics


class Figures:
    """What was measured, by name, over all rounds, and what the programs found."""

    def __init__(self):
        self.values = collections.defaultdict(list)
        self.results = collections.defaultdict(list)
        self.problems = []

    def add(self, name, *values):
        self.values[name] += values

    def result(self, what, side, values):
        """Notes what a program found; `what` is the same for all that must find the same."""
        self.results[what, side] += values or ["nothing"]

    def median(self, name):
        return statistics.median(self.values[name]) if self.values[name] else None

    def check(self):
        """Notes the differences between results."""
        found = collections.defaultdict(dict)
        for (what, side), values in self.results.items():
            for value in values:
                found[what].setdefault(tuple(sorted(value.split(" "))), set()).add(side)
        for what, values in found.items():
            if len(values) != 1 or ("nothing",) in values:
                lines = [f"  {', '.join(sorted(sides))}: {' '.join(value)}" for value, sides in values.items()]
                self.problems.append("\n".join([f"{what}: results differ", *lines]))

    # The table.

    def table(self, rows):
        lines = [
            "| Part | What | Weft: median (min–max) | Spark: median (min–max) | Ratio | Target | Met |",
            "|---|---|---|---|---|---|---|",
        ]
        return "\n".join(lines + [self.line(row) for row in rows if self.values[row.weft] or self.values[row.spark]])

    def line(self, row):
        ours, theirs = self.median(row.weft), self.median(row.spark)
        ratio = "–"
        if ours is not None and theirs is not None:
            ratio = f"{ours / theirs:.3f}" if ours / theirs < 0.1 else f"{ours / theirs:.2f}"
        target, met = row.target.text(row) if row.target else "–", "–"
        if row.target and ours is not None:
            fulfilled = row.target.is_met(ours * row.scale, theirs and theirs * row.scale)
            met = "–" if fulfilled is None else "yes" if fulfilled else "**no**"
        cells = [row.part, row.what, self.cell(row.weft, row), self.cell(row.spark, row), ratio, target, met]
        return "| " + " | ".join(cells) + " |"

    def cell(self, name, row):
        values = [value * row.scale for value in self.values[name]]
        if not values:
            return "–"

        def form(value):
            return f"{value:.2f}" if row.unit == "s" else f"{value:.{1 if value < 100 else 0}f}"

        return f"{form(statistics.median(values))} {row.unit} ({form(min(values))}–{form(max(values))})"

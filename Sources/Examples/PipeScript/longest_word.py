"""Prints the longest word of each line; of several, the first."""

import sys

for line in sys.stdin:
    words = line.split()
    if words:
        print(max(words, key=len))

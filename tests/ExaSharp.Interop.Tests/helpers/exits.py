#!/usr/bin/python3
"""A helper that fails: exits.py FILE TIMES.

It ends with an error, without a word, so many times; FILE counts them. After that it lives and announces a route.
"""
import sys

path, times = sys.argv[1], int(sys.argv[2])
with open(path, "a+") as counter:
    counter.seek(0)
    ended = len(counter.read())
    if ended < times:
        counter.write("x")
        sys.exit(3)

sys.stdout.write("announce route 10.50.0.0/24 next-hop 192.0.2.50\n")
sys.stdout.flush()
for line in iter(sys.stdin.readline, ""):
    pass

#!/usr/bin/python3
"""Announces routes as fast as the pipe takes them and never reads an answer: flood.py COUNT [REPEAT].

The prefixes are 10.0.0.0/32 and the following; each is announced REPEAT times.
"""
import sys
import time

count = int(sys.argv[1])
repeat = int(sys.argv[2]) if len(sys.argv) > 2 else 1
for _ in range(repeat):
    for start in range(0, count, 1000):
        sys.stdout.write("".join(
            "announce route 10.%d.%d.%d/32 next-hop 192.0.2.1 med %d\n" % (n >> 16, n >> 8 & 255, n & 255, n % 10)
            for n in range(start, min(start + 1000, count))))
sys.stdout.flush()
while True:
    time.sleep(3600)

#!/usr/bin/python3
"""Blocks an attack and lifts the block later: ddos_detector.py SECONDS.

The rule is announced when the daemon has told that the session is up, and withdrawn after so many seconds.
"""
import sys
import time

RULE = "flow route { match { destination 203.0.113.7/32; protocol =udp; source-port =123; } then { discard; } }"


def tell(command):
    sys.stdout.write(command + "\n")
    sys.stdout.flush()


for line in iter(sys.stdin.readline, ""):
    if line.rstrip().endswith(" up"):
        break
tell("announce " + RULE)
time.sleep(float(sys.argv[1]))
tell("withdraw " + RULE)
for line in iter(sys.stdin.readline, ""):
    pass

#!/usr/bin/python3
"""Writes the first half of a command, and the other half when a file appears: half_line.py FILE."""
import os
import sys
import time

os.write(1, b"announce route 10.60.0.0/24 nex")
while not os.path.exists(sys.argv[1]):
    time.sleep(0.05)
os.write(1, b"t-hop 192.0.2.60\n")
for line in iter(sys.stdin.readline, ""):
    pass

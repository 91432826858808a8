#!/usr/bin/python3
"""Ends neither by SIGINT nor by SIGTERM nor when its input ends: stubborn.py FILE, into which it writes its process id."""
import os
import signal
import sys

signal.signal(signal.SIGINT, signal.SIG_IGN)
signal.signal(signal.SIGTERM, signal.SIG_IGN)
with open(sys.argv[1], "w") as file:
    file.write("%d\n" % os.getpid())
while True:
    signal.pause()

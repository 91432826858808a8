#!/usr/bin/python3
"""Joins the daemon's pipes to a test: bridge.py ADDRESS PORT.

What comes from the test goes to standard output as commands; what the daemon writes goes to the test.
"""
import os
import signal
import socket
import sys
import threading


def forward_commands(connection):
    while True:
        data = connection.recv(65536)
        if not data:
            return
        while data:
            data = data[os.write(1, data):]


def main():
    # The end of its input ends it, when everything was passed on.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    connection = socket.create_connection((sys.argv[1], int(sys.argv[2])))
    threading.Thread(target=forward_commands, args=(connection,), daemon=True).start()
    while True:
        data = os.read(0, 65536)
        if not data:
            return
        try:
            connection.sendall(data)
        except OSError:
            # The test is over; the daemon still wants its pipe emptied.
            pass


main()

#!/usr/bin/env python3
"""The helper of demo.conf: announces a route and a FlowSpec rule when the session is up, and takes them back again."""
import json
import sys
import time


def say(line):
    sys.stdout.write(line + '\n')
    sys.stdout.flush()
    # Every command is answered: done, or error.
    while True:
        answer = sys.stdin.readline().strip()
        if answer in ('done', 'error', ''):
            return


# The session's state comes as JSON, because the configuration says "neighbor-changes".
while True:
    line = sys.stdin.readline()
    if not line:
        sys.exit(0)
    event = json.loads(line)
    if event['type'] == 'state' and event['neighbor']['state'] == 'up':
        break

seconds = 2
while True:
    time.sleep(seconds)
    say('announce route 203.0.113.7/32 next-hop self community [ 65535:666 ]')
    time.sleep(seconds)
    say('announce flow route { match { source 203.0.113.0/24; protocol udp; source-port =123; } then { discard; } }')
    time.sleep(seconds)
    say('withdraw flow route { match { source 203.0.113.0/24; protocol udp; source-port =123; } }')
    time.sleep(seconds)
    say('withdraw route 203.0.113.7/32')
    seconds = 10

#!/usr/bin/env python3
"""Appends every event to a file, one JSON object a line, until the daemon ends."""

import json
import sys


def main():
    path = sys.argv[1]
    with open(path, "a", encoding="utf-8") as log:
        for line in sys.stdin:
            if not line.startswith("{"):
                continue  # an answer to a command
            event = json.loads(line)
            log.write(json.dumps(event, sort_keys=True) + "\n")
            log.flush()
            if event.get("type") == "notification" and event.get("notification") == "shutdown":
                return


if __name__ == "__main__":
    main()

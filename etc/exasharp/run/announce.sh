#!/bin/sh
# Announces the prefixes given, then End-of-RIB, and stays: routes are kept until they are withdrawn, whatever becomes of
# the helper. What the daemon writes to us is read, so that it never has to wait.
for prefix in "$@"; do
    echo "announce route $prefix next-hop self"
done
echo "announce eor ipv4 unicast"

while read -r line; do
    case $line in
    shutdown*) exit 0 ;;
    esac
done

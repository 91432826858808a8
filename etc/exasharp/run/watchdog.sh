#!/bin/sh
# Announces the routes of a watchdog group while the web server on this host answers, and withdraws them while it doesn't.
group=$1

# The answers to our commands are read and forgotten.
exec 3<&0
cat <&3 >/dev/null &
state=
while kill -0 "$PPID" 2>/dev/null; do
    if curl --fail --silent --max-time 2 --output /dev/null http://localhost/; then
        now=announce
    else
        now=withdraw
    fi
    if [ "$now" != "$state" ]; then
        echo "$now watchdog $group"
        state=$now
    fi
    sleep 5
done

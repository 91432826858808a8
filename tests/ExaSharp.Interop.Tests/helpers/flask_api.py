#!/usr/bin/python3
"""The HTTP helper of many ExaBGP tutorials: flask_api.py ADDRESS PORT.

POST a form with the field "command" to /command (or to /) and it is written to the daemon. It never reads what the
daemon answers, and Flask's own banner goes to standard output too, as it does for everybody.
"""
import sys

from flask import Flask, request

app = Flask(__name__)


@app.route("/", methods=["POST"])
@app.route("/command", methods=["POST"])
def command():
    text = request.form["command"]
    sys.stdout.write("%s\n" % text)
    sys.stdout.flush()
    return "%s\n" % text


app.run(host=sys.argv[1], port=int(sys.argv[2]))

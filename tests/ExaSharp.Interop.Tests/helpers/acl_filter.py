#!/usr/bin/python3
"""Turns FlowSpec rules into one filter file each, as a white-box switch does: acl_filter.py DIRECTORY.

A rule that is announced becomes a file, a rule that is withdrawn loses it, and when the session goes down all do.
The name of a file comes from the rule's text, so that the withdrawal finds it.
"""
import hashlib
import json
import os
import re
import sys

directory = sys.argv[1]


def path_of(rule):
    return os.path.join(directory, hashlib.sha256(rule["string"].encode()).hexdigest()[:16] + ".rules")


def matches(rule):
    """The conditions of an iptables-like filter."""
    conditions = []
    if "protocol" in rule:
        conditions.append("-p " + re.sub("[!<>=]", "", rule["protocol"][0]))
    for key, option in (("source-ipv4", "-s"), ("destination-ipv4", "-d")):
        if key in rule:
            conditions.append("%s %s" % (option, rule[key][0]))
    for key, option in (("source-port", "--sport"), ("destination-port", "--dport")):
        if key in rule:
            conditions.append("%s %s" % (option, re.sub("[!<>=]", "", rule[key][0])))
    return " ".join(conditions)


def target(communities):
    for community in communities:
        text = community["string"]
        if text == "rate-limit:0":
            return "DROP"
        if text.startswith("rate-limit:"):
            return "POLICE --rate %s" % text.split(":")[1]
        if text.startswith("mark "):
            return "SETQOS --set-dscp %s" % text.split()[1]
    return "ACCEPT"


def announce(update):
    communities = update["attribute"].get("extended-community", [])
    for rule in update["announce"]["ipv4 flow"]["no-nexthop"]:
        final = path_of(rule)
        with open(final + ".new", "w") as out:
            out.write("[iptables]\n-A FORWARD %s -j %s\n" % (matches(rule), target(communities)))
        os.rename(final + ".new", final)


def withdraw(update):
    for rule in update["withdraw"]["ipv4 flow"]:
        if os.path.exists(path_of(rule)):
            os.remove(path_of(rule))


def remove_all():
    for name in os.listdir(directory):
        os.remove(os.path.join(directory, name))


for line in iter(sys.stdin.readline, ""):
    if not line.startswith("{"):
        continue
    event = json.loads(line)
    if event["type"] == "state" and event["neighbor"]["state"] == "down":
        remove_all()
    elif event["type"] == "update":
        update = event["neighbor"]["message"].get("update", {})
        if "ipv4 flow" in update.get("announce", {}):
            announce(update)
        if "ipv4 flow" in update.get("withdraw", {}):
            withdraw(update)

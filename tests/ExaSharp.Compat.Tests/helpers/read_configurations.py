#!/usr/bin/python3
"""Reads configurations with ExaBGP's own parser: read_configurations.py CHECKOUT.

Each line of standard input is a configuration as a JSON string; each line of standard output is a JSON object: "ok",
"error" (what ExaBGP says) and "neighbors" (for each a list of lines, "keyword value").
"""
import json
import os
import signal
import sys
import tempfile

sys.path.insert(0, os.path.join(sys.argv[1], 'src'))

from exabgp.environment import getenv  # noqa: E402
from exabgp.logger import log  # noqa: E402

environment = getenv()
environment.log.enable = False
log.init(environment)

from exabgp.configuration.configuration import Configuration  # noqa: E402
from exabgp.configuration.neighbor.api import ParseAPI  # noqa: E402
from exabgp.protocol.ip.netmask import NetMask  # noqa: E402
from exabgp.protocol.resource import Resource  # noqa: E402

SCALARS = (
    'description', 'host-name', 'domain-name', 'router-id', 'hold-time', 'rate-limit', 'local-address', 'source-interface',
    'peer-address', 'local-as', 'peer-as', 'passive', 'listen', 'connect', 'outgoing-ttl', 'incoming-ttl', 'md5-password',
    'md5-base64', 'md5-ip', 'group-updates', 'auto-flush', 'adj-rib-in', 'adj-rib-out', 'manual-eor',
)
ADDRESSES = ('local-address', 'peer-address', 'md5-ip')
SWITCHES = ('asn4', 'extended-message', 'route-refresh', 'multi-session', 'operational', 'software-version')


class Hung(BaseException):
    pass


def hung(*_):
    raise Hung()


def show(value):
    if value is None:
        return 'none'
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)


def families(pairs):
    return ' '.join('{}/{}'.format(afi, safi) for afi, safi in pairs)


def dump(neighbor):
    lines = ['name ' + neighbor.name()]
    # What comes to the same: no interface and an empty one, no TTL and one of 0, and base64 of no key.
    values = dict((key, neighbor[key]) for key in SCALARS)
    values['source-interface'] = values['source-interface'] or None
    values['outgoing-ttl'] = values['outgoing-ttl'] or None
    values['incoming-ttl'] = values['incoming-ttl'] or None
    values['md5-base64'] = bool(values['md5-password'] and values['md5-base64'])
    for key in ADDRESSES:
        values[key] = values[key] and str(values[key]).lower()
    lines += ['{} {}'.format(key, show(values[key])) for key in SCALARS]
    capability = neighbor['capability']
    lines += ['capability {} {}'.format(key, show(bool(capability[key]))) for key in SWITCHES]
    lines += ['capability {} {}'.format(key, show(capability[key])) for key in ('nexthop', 'aigp')]
    # Zero is a restart time, and is not the same as none.
    restart = capability['graceful-restart']
    lines.append('capability graceful-restart {}'.format('none' if restart is False else restart))
    lines.append('capability add-path {}'.format(int(capability['add-path'])))
    lines.append('families ' + families(neighbor.families()))
    lines.append('add-path ' + families(neighbor.addpaths()))
    lines.append('nexthop ' + ' '.join('{}/{}/{}'.format(*entry) for entry in neighbor.nexthops()))
    lines += ['api {} {}'.format(key, ' '.join(neighbor.api[key])) for key in sorted(ParseAPI.DEFAULT_API)]
    # A rule of a flow section is in the list twice.
    lines.append('routes {}'.format(len({change.nlri.index() for change in neighbor.changes})))
    return lines


def read(text, path):
    with open(path, 'w') as file:
        file.write(text)
    # The cache of masks mixes IPv4 and IPv6, so that one text would change how the next is read.
    Resource.cache.pop(NetMask, None)
    configuration = Configuration([path])
    signal.setitimer(signal.ITIMER_REAL, 5)
    try:
        ok = configuration.reload() is True
        error = '' if ok else str(configuration.error)
    except Hung:
        ok, error = False, 'hangs'
    except Exception as exc:  # noqa: BLE001
        ok, error = False, 'dies: {!r}'.format(exc)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    neighbors = [dump(neighbor) for neighbor in configuration.neighbors.values()] if ok else []
    return {'ok': ok, 'error': error, 'neighbors': neighbors}


def main():
    signal.signal(signal.SIGALRM, hung)
    answers = os.fdopen(os.dup(1), 'w')
    # ExaBGP's own words are not answers.
    os.dup2(2, 1)
    with tempfile.TemporaryDirectory() as directory:
        path = os.path.join(directory, 'test.conf')
        for line in sys.stdin:
            answers.write(json.dumps(read(json.loads(line), path)) + '\n')
            answers.flush()


main()

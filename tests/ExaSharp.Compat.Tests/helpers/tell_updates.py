#!/usr/bin/python3
"""Tells of UPDATEs with the JSON encoder of Debian's ExaBGP 4.2.

Each line of standard input is the body of an UPDATE in hexadecimal; each line of standard output is the event, or what
kept ExaBGP from writing one, after an exclamation mark. The session: AS 65001 to AS 65002 at 127.0.0.2, all families.
"""
import binascii
import sys

from exabgp.configuration.setup import environment

environment.setup('')

from exabgp.bgp.message import Update  # noqa: E402
from exabgp.bgp.message.direction import Direction  # noqa: E402
from exabgp.bgp.message.open import ASN, HoldTime, Open, RouterID, Version  # noqa: E402
from exabgp.bgp.message.open.capability.capabilities import Capabilities  # noqa: E402
from exabgp.bgp.message.open.capability.capability import Capability  # noqa: E402
from exabgp.bgp.message.open.capability.negotiated import Negotiated  # noqa: E402
from exabgp.configuration.configuration import Configuration  # noqa: E402
from exabgp.reactor.api.response import Response  # noqa: E402
from exabgp.version import json as json_version  # noqa: E402

FAMILIES = (
    'ipv4 unicast', 'ipv4 multicast', 'ipv4 nlri-mpls', 'ipv4 mpls-vpn', 'ipv4 flow', 'ipv4 flow-vpn', 'ipv6 unicast',
    'ipv6 mpls-vpn', 'ipv6 flow', 'ipv6 flow-vpn', 'l2vpn vpls', 'l2vpn evpn',
)

configuration = Configuration(['''
neighbor 127.0.0.2 {
    router-id 10.0.0.1; local-address 127.0.0.1; local-as 65001; peer-as 65002;
    family { %s }
}
''' % ' '.join(family + ';' for family in FAMILIES)], True)
if not configuration.reload():
    sys.exit(str(configuration.error))
neighbor = list(configuration.neighbors.values())[0]


def opened(asn, router_id):
    capabilities = Capabilities().new(neighbor, False)
    capabilities[Capability.CODE.MULTIPROTOCOL] = neighbor.families()
    return Open(Version(4), ASN(asn), HoldTime(180), RouterID(router_id), capabilities)


negotiated = Negotiated(neighbor)
negotiated.sent(opened(65001, '10.0.0.1'))
negotiated.received(opened(65002, '10.0.0.2'))
encoder = Response.JSON(json_version)

for line in sys.stdin:
    try:
        update = Update.unpack_message(binascii.unhexlify(line.strip()), Direction.IN, negotiated)
        print(encoder.update(neighbor, 'receive', update, None, b'', b''))
    except Exception as error:
        print('! %s %s' % (type(error).__name__, str(error).replace('\n', ' ')))

#!/usr/bin/python3
"""Shows BGP-LS values with ExaBGP's own decoders: show_link_states.py CHECKOUT.

Each line of standard input is "attribute HEX", "bgp-ls HEX" or "bgp-ls-vpn HEX"; each line of standard output is a JSON
string: what ExaBGP shows (of an attribute JSON, a tabulator and text), or "refused".
"""
import json
import os
import sys

sys.path.insert(0, os.path.join(sys.argv[1], 'src'))

from exabgp.environment import getenv  # noqa: E402
from exabgp.logger import log  # noqa: E402

environment = getenv()
environment.log.enable = False
log.init(environment)
log.critical = lambda *_: None  # told of each unknown TLV

from exabgp.bgp.message import Action  # noqa: E402
from exabgp.bgp.message.notification import Notify  # noqa: E402
from exabgp.bgp.message.update.attribute.bgpls import LinkState  # noqa: E402
from exabgp.bgp.message.update.nlri.bgpls import BGPLS  # noqa: E402
from exabgp.protocol.family import AFI, SAFI  # noqa: E402


def show(kind, octets):
    try:
        if kind == 'attribute':
            attribute = LinkState.unpack(octets, None, None)
            return attribute.json() + '\t' + str(attribute)
        safi = SAFI.bgp_ls_vpn if kind == 'bgp-ls-vpn' else SAFI.bgp_ls
        nlri, _ = BGPLS.unpack_nlri(AFI.bgpls, safi, octets, Action.ANNOUNCE, None)
        return nlri.json()
    except Notify:
        return 'refused'


for line in sys.stdin:
    kind, octets = line.split()
    print(json.dumps(show(kind, bytes.fromhex(octets))), flush=True)

"""Reads events as the most particular programs written against ExaBGP read them, and stops at the first that they would not take.

Arguments: the goldens of events and of UPDATEs. Ends with 0 and tells how many lines each reader took.
"""

import ipaddress
import json
import sys
from collections import Counter


def unique(pairs):
    keys = [key for key, _ in pairs]
    assert len(keys) == len(set(keys)), f'a key twice: {keys}'
    return dict(pairs)


def parse(line):
    for mark, value in (('"time": T', '"time": 1.5'), ('"pid" : PP', '"pid" : 1'), ('"ppid" : PP', '"ppid" : 1'), ('"pid" : P', '"pid" : 1')):
        line = line.replace(mark, value)
    return json.loads(line, object_pairs_hook=unique)


def strict_4(event):
    """A program that takes the version 4.0.1 alone, and reads peers, states, reasons and lists of NLRI without asking whether they are there."""
    assert event['exabgp'] == '4.0.1'
    if event['type'] == 'notification' and event.get('notification') == 'shutdown':
        return
    ipaddress.ip_address(event['neighbor']['address']['peer'])
    assert isinstance(event['neighbor']['asn']['peer'], int)
    if event['type'] == 'state':
        assert event['neighbor']['state'] in ('connected', 'up', 'down')
        if event['neighbor']['state'] == 'down':
            assert isinstance(event['neighbor']['reason'], str)
    elif event['type'] in ('open', 'update', 'keepalive', 'notification', 'refresh', 'operational'):
        assert event['neighbor']['direction'] in ('send', 'receive')


def strings_34(event):
    """Programs of 3.4: addresses and numbers of the neighbour are strings, the time is whole seconds."""
    assert event['exabgp'] == '3.4.8'
    if event.get('notification') == 'shutdown':
        return
    ipaddress.ip_address(event['neighbor']['ip'])
    int(event['neighbor']['asn']['peer'] + '')


def lists(update):
    for next_hop, routes in update.get('announce', {}).get('ipv4 unicast', {}).items():
        ipaddress.ip_address(next_hop)
        for route in routes:
            ipaddress.ip_network(route['nlri'])
    for route in update.get('withdraw', {}).get('ipv4 unicast', []):
        ipaddress.ip_network(route['nlri'])


def dictionaries(update):
    for next_hop, routes in update.get('announce', {}).get('ipv4 unicast', {}).items():
        if next_hop == 'null':
            assert routes['eor'].keys() == {'afi', 'safi'}
            continue
        ipaddress.ip_address(next_hop)
        for prefix in routes.keys():
            ipaddress.ip_network(prefix)
    for prefix in update.get('withdraw', {}).get('ipv4 unicast', {}).keys():
        ipaddress.ip_network(prefix)


def flat_attributes(update):
    attributes = update.get('attribute', {})
    ' '.join(str(int(asn)) for asn in attributes.get('as-path', []))
    for high, low in attributes.get('community', []):
        f'{int(high)}:{int(low)}'


def packets_34(line):
    """A program that splits text by position."""
    words = line.split(' ')
    assert words[0] == 'neighbor' and words[2] in ('received', 'sent') and words[4] == 'header' and words[6] == 'body'
    ipaddress.ip_address(words[1])
    assert 1 <= int(words[3]) <= 6
    assert words[5] == words[5].upper() and words[7] == words[7].upper()
    bytes.fromhex(words[5] + words[7])


def main(events, updates):
    taken = Counter()
    for line in open(events):
        name, version, text = line.rstrip('\n').split('|', 2)
        version = version.rstrip('*')
        if not text:
            continue
        if version.startswith('text'):
            if version == 'text-3.4' and name.startswith('packets'):
                packets_34(text.replace('\\n', ''))
                taken['packets'] += 1
            continue
        event = parse(text)
        assert event['exabgp'] == version
        if version == '4.0.1':
            strict_4(event)
        if version == '3.4.8':
            strings_34(event)
        taken[version] += 1
    for line in open(updates):
        version, _, text = line.rstrip('\n').partition(' ')
        version = version.rstrip('*')
        if not text.startswith('"message"'):
            continue
        message = parse('{ "neighbor": { ' + text)['neighbor']['message']
        update = message.get('update', {})
        (dictionaries if version == '3.4.8' else lists)(update)
        if version in ('3.4.8', '4.0.1'):
            flat_attributes(update)
        taken[version + ' updates'] += 1
    for reader, count in sorted(taken.items()):
        print(reader, count)


main(*sys.argv[1:])

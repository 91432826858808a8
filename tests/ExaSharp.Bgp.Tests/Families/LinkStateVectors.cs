using Xunit;

namespace ExaSharp.Bgp.Tests.Families;

/// <summary>BGP-LS NLRI of both families, and what ExaBGP 5.0 shows of each, in JSON as in text, without a next-hop.</summary>
internal static class LinkStateVectors
{
    public static TheoryData<string, string, string> All => new()
    {
        {
            "bgp-ls bgp-ls", "000100270100000000000000040100001A020000040000FC13020100040000008B02030006192168251231",
            """
            { "ls-nlri-type": "bgpls-node", "l3-routing-topology": 4, "protocol-id": 1, "node-descriptors": [ { "autonomous-system": 64531 }, { "bgp-ls-identifier": "139" }, { "router-id": "192168251231" } ], "nexthop": "None" }
            """
        },
        {
            "bgp-ls bgp-ls", "000100180100000000000000040100000B0203000701010101010103",
            """
            { "ls-nlri-type": "bgpls-node", "l3-routing-topology": 4, "protocol-id": 1, "node-descriptors": [ { "router-id": "01010101010103", "psn": "3" } ], "nexthop": "None" }
            """
        },
        {
            "bgp-ls bgp-ls", "000100180100000000000000040100000B0203000701010101010100",
            """
            { "ls-nlri-type": "bgpls-node", "l3-routing-topology": 4, "protocol-id": 1, "node-descriptors": [ { "router-id": "01010101010100" } ], "nexthop": "None" }
            """
        },
        {
            "bgp-ls bgp-ls", "000100190300000000000000040100000C020300080A01040100000000",
            """
            { "ls-nlri-type": "bgpls-node", "l3-routing-topology": 4, "protocol-id": 3, "node-descriptors": [ { "router-id": "10.1.4.1", "designated-router-id": "0.0.0.0" } ], "nexthop": "None" }
            """
        },
        {
            "bgp-ls bgp-ls", "000100190300000000000000040100000C020300080A0104010A010402",
            """
            { "ls-nlri-type": "bgpls-node", "l3-routing-topology": 4, "protocol-id": 3, "node-descriptors": [ { "router-id": "10.1.4.1", "designated-router-id": "10.1.4.2" } ], "nexthop": "None" }
            """
        },
        {
            "bgp-ls bgp-ls", "0001000D03000000000000000401000000",
            """
            { "ls-nlri-type": "bgpls-node", "l3-routing-topology": 4, "protocol-id": 3, "node-descriptors": [  ], "nexthop": "None" }
            """
        },
        {
            "bgp-ls bgp-ls", "0001001505000000000000000401000008020300040A000001",
            """
            { "ls-nlri-type": "bgpls-node", "l3-routing-topology": 4, "protocol-id": 5, "node-descriptors": [ { "router-id": "10.0.0.1" } ], "nexthop": "None" }
            """
        },
        {
            "bgp-ls bgp-ls", "000100210300000000000000040100001402020010FD000000000000000000000000000001",
            """
            { "ls-nlri-type": "bgpls-node", "l3-routing-topology": 4, "protocol-id": 3, "node-descriptors": [ { "ospf-area-id": "fd00::1" } ], "nexthop": "None" }
            """
        },
        {
            "bgp-ls bgp-ls", "00010015030000000000000004010000080202000400000001",
            """
            { "ls-nlri-type": "bgpls-node", "l3-routing-topology": 4, "protocol-id": 3, "node-descriptors": [ { "ospf-area-id": "0.0.0.1" } ], "nexthop": "None" }
            """
        },
        {
            "bgp-ls bgp-ls", "0002000D01000000000000000401000000",
            """
            { "ls-nlri-type": "bgpls-link", "l3-routing-topology": 4, "protocol-id": 1, "local-node-descriptors": [  ], "remote-node-descriptors": [  ], "interface-addresses": [  ], "neighbor-addresses": [  ], "multi-topology-ids": [  ], "link-identifiers": [  ] }
            """
        },
        {
            "bgp-ls bgp-ls", "000200350200000000000000000100000A020300060001000000010101000A02030006000100000002010300040A000000010400040A000001",
            """
            { "ls-nlri-type": "bgpls-link", "l3-routing-topology": 0, "protocol-id": 2, "local-node-descriptors": [ { "router-id": "000100000001" } ], "remote-node-descriptors": [ { "router-id": "000100000002" } ], "interface-addresses": [ "10.0.0.0" ], "neighbor-addresses": [ "10.0.0.1" ], "multi-topology-ids": [  ], "link-identifiers": [  ] }
            """
        },
        {
            "bgp-ls bgp-ls", "0002003F0200000000000000000100000A020300060001000000010101000A0203000600010000000201070002F0020107000400030004010200080000002700000035",
            """
            { "ls-nlri-type": "bgpls-link", "l3-routing-topology": 0, "protocol-id": 2, "local-node-descriptors": [ { "router-id": "000100000001" } ], "remote-node-descriptors": [ { "router-id": "000100000002" } ], "interface-addresses": [  ], "neighbor-addresses": [  ], "multi-topology-ids": [ 2, 3 ], "link-identifiers": [ { "link-local-id": 39, "link-remote-id": 53 } ] }
            """
        },
        {
            "bgp-ls bgp-ls", "0002004D0200000000000000000100000A020300060001000000010101000A0203000600010000000201050010FD00000000000000000000000000000101060010FD000000000000000000000000000002",
            """
            { "ls-nlri-type": "bgpls-link", "l3-routing-topology": 0, "protocol-id": 2, "local-node-descriptors": [ { "router-id": "000100000001" } ], "remote-node-descriptors": [ { "router-id": "000100000002" } ], "interface-addresses": [ "fd00::1" ], "neighbor-addresses": [ "fd00::2" ], "multi-topology-ids": [  ], "link-identifiers": [  ] }
            """
        },
        {
            "bgp-ls bgp-ls-vpn", "0002003D0000FDE8000000640200000000000000000100000A020300060001000000010101000A02030006000100000002010300040A000000010400040A000001",
            """
            { "ls-nlri-type": "bgpls-link", "l3-routing-topology": 0, "protocol-id": 2, "local-node-descriptors": [ { "router-id": "000100000001" } ], "remote-node-descriptors": [ { "router-id": "000100000002" } ], "interface-addresses": [ "10.0.0.0" ], "neighbor-addresses": [ "10.0.0.1" ], "multi-topology-ids": [  ], "link-identifiers": [  ], "rd": "65000:100" }
            """
        },
        {
            "bgp-ls bgp-ls-vpn", "0001001F0000FDE8000000640200000000000000000100000A02030006000100000001",
            """
            { "ls-nlri-type": "bgpls-node", "l3-routing-topology": 0, "protocol-id": 2, "node-descriptors": [ { "router-id": "000100000001" } ], "nexthop": "None", "rd": "65000:100" }
            """
        },
        {
            "bgp-ls bgp-ls-vpn", "0001001F00000000000000000200000000000000000100000A02030006000100000001",
            """
            { "ls-nlri-type": "bgpls-node", "l3-routing-topology": 0, "protocol-id": 2, "node-descriptors": [ { "router-id": "000100000001" } ], "nexthop": "None", "rd": "0:0" }
            """
        },
        {
            "bgp-ls bgp-ls", "000300200200000000000000000100000A02030006000100000001010900051E0A860258",
            """
            { "ls-nlri-type": "bgpls-prefix-v4", "l3-routing-topology": 0, "protocol-id": 2, "node-descriptors": [ { "router-id": "000100000001" } ], "ip-reachability-tlv": "10.134.2.88", "ip-reach-prefix": "10.134.2.88/30", "nexthop": "None" }
            """
        },
        {
            "bgp-ls bgp-ls", "0003001F0200000000000000000100000A02030006000100000001010900041E0A8602",
            """
            { "ls-nlri-type": "bgpls-prefix-v4", "l3-routing-topology": 0, "protocol-id": 2, "node-descriptors": [ { "router-id": "000100000001" } ], "ip-reachability-tlv": "10.134.2.0", "ip-reach-prefix": "10.134.2.0/30", "nexthop": "None" }
            """
        },
        {
            "bgp-ls bgp-ls", "0003001C0200000000000000000100000A020300060001000000010109000100",
            """
            { "ls-nlri-type": "bgpls-prefix-v4", "l3-routing-topology": 0, "protocol-id": 2, "node-descriptors": [ { "router-id": "000100000001" } ], "ip-reachability-tlv": "0.0.0.0", "ip-reach-prefix": "0.0.0.0/0", "nexthop": "None" }
            """
        },
        {
            "bgp-ls bgp-ls", "000300230300000000000000000100000802030004000100000108000102010900051E0A860258",
            """
            { "ls-nlri-type": "bgpls-prefix-v4", "l3-routing-topology": 0, "protocol-id": 3, "node-descriptors": [ { "router-id": "0.1.0.0" } ], "ip-reachability-tlv": "10.134.2.88", "ip-reach-prefix": "10.134.2.88/30", "nexthop": "None", "ospf-route-type": 2 }
            """
        },
        {
            "bgp-ls bgp-ls", "000400240200000000000000000100000A020300060001000000010109000940FD00000100020000",
            """
            { "ls-nlri-type": "bgpls-prefix-v6", "l3-routing-topology": 0, "protocol-id": 2, "node-descriptors": [ { "router-id": "000100000001" } ], "ip-reachability-tlv": "fd00:1:2::", "ip-reach-prefix": "fd00:1:2::/64", "nexthop": "None" }
            """
        },
        {
            "bgp-ls bgp-ls", "000400230200000000000000000100000A020300060001000000010109000831FD000001000280",
            """
            { "ls-nlri-type": "bgpls-prefix-v6", "l3-routing-topology": 0, "protocol-id": 2, "node-descriptors": [ { "router-id": "000100000001" } ], "ip-reachability-tlv": "fd00:1:2:8000::", "ip-reach-prefix": "fd00:1:2:8000::/49", "nexthop": "None" }
            """
        },
        {
            "bgp-ls bgp-ls", "0004002C0200000000000000000100000A020300060001000000010109001180FD000000000100000000000000000001",
            """
            { "ls-nlri-type": "bgpls-prefix-v6", "l3-routing-topology": 0, "protocol-id": 2, "node-descriptors": [ { "router-id": "000100000001" } ], "ip-reachability-tlv": "fd00:0:1::1", "ip-reach-prefix": "fd00:0:1::1/128", "nexthop": "None" }
            """
        },
        {
            "bgp-ls bgp-ls-vpn", "000300280000FDE8000000640200000000000000000100000A02030006000100000001010900051E0A860258",
            """
            { "ls-nlri-type": "bgpls-prefix-v4", "l3-routing-topology": 0, "protocol-id": 2, "node-descriptors": [ { "router-id": "000100000001" } ], "ip-reachability-tlv": "10.134.2.88", "ip-reach-prefix": "10.134.2.88/30", "nexthop": "None", "rd": "65000:100" }
            """
        },
        {
            "bgp-ls bgp-ls", "0006002B0200000000000000000100000A0203000600010000000102060010FC000000000000000000000000000001",
            """
            { "ls-nlri-type": "bgpls-srv6sid", "l3-routing-topology": 0, "protocol-id": 2, "node-descriptors": [ { "router-id": "000100000001" } ], "srv6-sid-descriptors": {"multi-topology-ids": [], "srv6-sid": "fc00::1"} }
            """
        },
        {
            "bgp-ls bgp-ls", "000600310200000000000000000100000A0203000600010000000101070002000202060010FC000000000000000000000000000001",
            """
            { "ls-nlri-type": "bgpls-srv6sid", "l3-routing-topology": 0, "protocol-id": 2, "node-descriptors": [ { "router-id": "000100000001" } ], "srv6-sid-descriptors": {"multi-topology-ids": ["2"], "srv6-sid": "fc00::1"} }
            """
        },
        {
            "bgp-ls bgp-ls", "000600380200000000000000000100000A0203000600010000000101070002F00202060010FC000000000000000000000000000001FFFF0003010203",
            """
            { "ls-nlri-type": "bgpls-srv6sid", "l3-routing-topology": 0, "protocol-id": 2, "node-descriptors": [ { "router-id": "000100000001" } ], "srv6-sid-descriptors": {"multi-topology-ids": ["2"], "srv6-sid": "fc00::1", "generic-tlv-65535": ["0x010203"]} }
            """
        },
    };
}

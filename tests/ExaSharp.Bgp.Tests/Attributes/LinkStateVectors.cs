using Xunit;

namespace ExaSharp.Bgp.Tests.Attributes;

/// <summary>Values of the BGP-LS attribute, and what ExaBGP 5.0 shows of each: JSON, without the outer braces, and text.</summary>
internal static class LinkStateVectors
{
    public static TheoryData<string, string, string> All => new()
    {
        {
            "0400000184",
            """
            "node-flags": {"O": 1, "T": 0, "E": 0, "B": 0, "R": 0, "V": 1, "RSV": 0}
            """,
            """
            Node Flags: {'O': 1, 'T': 0, 'E': 0, 'B': 0, 'R': 0, 'V': 1, 'RSV': 0}
            """
        },
        {
            "0400000187",
            """
            "node-flags": {"O": 1, "T": 0, "E": 0, "B": 0, "R": 0, "V": 1, "RSV": 0}
            """,
            """
            Node Flags: {'O': 1, 'T': 0, 'E': 0, 'B': 0, 'R': 0, 'V': 1, 'RSV': 0}
            """
        },
        {
            "04010003616263",
            """
            "opaque": "abc"
            """,
            """
            Opaque Node Attribute: b'abc'
            """
        },
        {
            "0401000541220a00ff",
            """
            "opaque": "A\"\n\u0000\ufffd"
            """,
            """
            Opaque Node Attribute: b'A"\n\x00\xff'
            """
        },
        {
            "040200026865",
            """
            "node-name": "he"
            """,
            """
            Node Name: he
            """
        },
        {
            "0403000449000102",
            """
            "area-id": "1224737026"
            """,
            """
            ISIS area id: 1224737026
            """
        },
        {
            "040400040a000001",
            """
            "local-te-router-ids": ["10.0.0.1"]
            """,
            """
            Local TE Router IDs: ['10.0.0.1']
            """
        },
        {
            "040400040a00000104050010fd000000000000000000000000000001",
            """
            "local-te-router-ids": ["10.0.0.1", "fd00::1"]
            """,
            """
            Local TE Router IDs: ['10.0.0.1', 'fd00::1']
            """
        },
        {
            "040600040a000002",
            """
            "remote-te-router-id": "10.0.0.2"
            """,
            """
            Remote TE Router ID: 10.0.0.2
            """
        },
        {
            "040a000c8000001f4004890003003e80",
            """
            "sr-capability-flags": {"I": 1, "V": 0, "RSV": 0}, "sids": [[8000, 16000]]
            """,
            """
            SR Capability Flags: {'I': 1, 'V': 0, 'RSV': 0}, sids: [[8000, 16000]]
            """
        },
        {
            "040a000d8000001f4004890004003e8001",
            """
            "sr-capability-flags": {"I": 1, "V": 0, "RSV": 0}, "sids": [[8000, 4096001]]
            """,
            """
            SR Capability Flags: {'I': 1, 'V': 0, 'RSV': 0}, sids: [[8000, 4096001]]
            """
        },
        {
            "040a000180",
            """
            "sr-capability-flags": {"I": 1, "V": 0, "RSV": 0}, "sids": []
            """,
            """
            SR Capability Flags: {'I': 1, 'V': 0, 'RSV': 0}, sids: []
            """
        },
        {
            "040b00020001",
            """
            "sr-algorithms": [0, 1]
            """,
            """
            SrAlgorithms: [0, 1]
            """
        },
        {
            "040b0000",
            """
            "sr-algorithms": [0]
            """,
            """
            SrAlgorithms: [0]
            """
        },
        {
            "0440000400000005",
            """
            "admin-group-mask": 5
            """,
            """
            Admin Group mask: 5
            """
        },
        {
            "044100044cee6b28",
            """
            "maximum-link-bandwidth": 125000000.0
            """,
            """
            Maximum link bandwidth: 125000000.0
            """
        },
        {
            "044200044cee6b28",
            """
            "maximum-reservable-link-bandwidth": 125000000.0
            """,
            """
            Maximum reservable link bandwidth: 125000000.0
            """
        },
        {
            "0441000400000000",
            """
            "maximum-link-bandwidth": 0.0
            """,
            """
            Maximum link bandwidth: 0.0
            """
        },
        {
            "0441000460ad78ec",
            """
            "maximum-link-bandwidth": 1.0000000200408773e+20
            """,
            """
            Maximum link bandwidth: 1.0000000200408773e+20
            """
        },
        {
            "0441000438d1b717",
            """
            "maximum-link-bandwidth": 9.999999747378752e-05
            """,
            """
            Maximum link bandwidth: 9.999999747378752e-05
            """
        },
        {
            "0441000437d1b717",
            """
            "maximum-link-bandwidth": 2.499999936844688e-05
            """,
            """
            Maximum link bandwidth: 2.499999936844688e-05
            """
        },
        {
            "044100045a0e1bca",
            """
            "maximum-link-bandwidth": 1.0000000272564224e+16
            """,
            """
            Maximum link bandwidth: 1.0000000272564224e+16
            """
        },
        {
            "044100045af0bdc2",
            """
            "maximum-link-bandwidth": 3.3881317665931264e+16
            """,
            """
            Maximum link bandwidth: 3.3881317665931264e+16
            """
        },
        {
            "04410004bf9d70a4",
            """
            "maximum-link-bandwidth": -1.2300000190734863
            """,
            """
            Maximum link bandwidth: -1.2300000190734863
            """
        },
        {
            "044300204cee6b284cee6b284cee6b284cee6b284cee6b284cee6b284cee6b284cee6b28",
            """
            "unreserved-bandwidth": [125000000.0, 125000000.0, 125000000.0, 125000000.0, 125000000.0, 125000000.0, 125000000.0, 125000000.0]
            """,
            """
            Maximum link bandwidth: (125000000.0, 125000000.0, 125000000.0, 125000000.0, 125000000.0, 125000000.0, 125000000.0, 125000000.0)
            """
        },
        {
            "0444000400000014",
            """
            "te-metric": 20
            """,
            """
            TE Default Metric: 20
            """
        },
        {
            "044500021000",
            """
            "link-protection-flags": {"ExtraTrafic": 0, "Unprotected": 0, "Shared": 0, "Dedicated 1:1": 1, "Dedicated 1+1": 0, "Enhanced": 0, "RSV": 0}
            """,
            """
            Link protection mask: {'ExtraTrafic': 0, 'Unprotected': 0, 'Shared': 0, 'Dedicated 1:1': 1, 'Dedicated 1+1': 0, 'Enhanced': 0, 'RSV': 0}
            """
        },
        {
            "0446000180",
            """
            "mpls-mask": {"LDP": 1, "RSVP-TE": 0, "RSV": 0}
            """,
            """
            MPLS Protocol mask: {'LDP': 1, 'RSVP-TE': 0, 'RSV': 0}
            """
        },
        {
            "04460001c0",
            """
            "mpls-mask": {"LDP": 1, "RSVP-TE": 1, "RSV": 0}
            """,
            """
            MPLS Protocol mask: {'LDP': 1, 'RSVP-TE': 1, 'RSV': 0}
            """
        },
        {
            "0447000105",
            """
            "igp-metric": 5
            """,
            """
            IGP Metric: 5
            """
        },
        {
            "044700020105",
            """
            "igp-metric": 261
            """,
            """
            IGP Metric: 261
            """
        },
        {
            "04470003010203",
            """
            "igp-metric": 66051
            """,
            """
            IGP Metric: 66051
            """
        },
        {
            "044800080000000100000002",
            """
            "shared-risk-link-groups": [1, 2]
            """,
            """
            link SRLG values: [1, 2]
            """
        },
        {
            "04480000",
            """
            "shared-risk-link-groups": []
            """,
            """
            link SRLG values: []
            """
        },
        {
            "044900026162",
            """
            "opaque-link": "ab"
            """,
            """
            Opaque Link Attribute: b'ab'
            """
        },
        {
            "04490003610a22",
            """
            "opaque-link": "a\n\""
            """,
            """
            Opaque Link Attribute: b'a\n"'
            """
        },
        {
            "044a0003616263",
            """
            "link-name": "abc"
            """,
            """
            Link Name: b'abc'
            """
        },
        {
            "044a0003610aff",
            """
            "link-name": "a\n\ufffd"
            """,
            """
            Link Name: b'a\n\xff'
            """
        },
        {
            "044b000730000000049310",
            """
            "sr-adj": {"flags": {"F": 0, "B": 0, "V": 1, "L": 1, "S": 0, "P": 0, "RSV": 0}, "sids": [299792], "weight": 0, "undecoded-sids": []}
            """,
            """
            adj_flags: {'F': 0, 'B': 0, 'V': 1, 'L': 1, 'S': 0, 'P': 0, 'RSV': 0}, sids: [299792], undecoded_sid []
            """
        },
        {
            "044b00080000000000000005",
            """
            "sr-adj": {"flags": {"F": 0, "B": 0, "V": 0, "L": 0, "S": 0, "P": 0, "RSV": 0}, "sids": [5], "weight": 0, "undecoded-sids": []}
            """,
            """
            adj_flags: {'F': 0, 'B': 0, 'V': 0, 'L': 0, 'S': 0, 'P': 0, 'RSV': 0}, sids: [5], undecoded_sid []
            """
        },
        {
            "044b000620050000aabb",
            """
            "sr-adj": {"flags": {"F": 0, "B": 0, "V": 1, "L": 0, "S": 0, "P": 0, "RSV": 0}, "sids": [], "weight": 5, "undecoded-sids": ["0xAABB"]}
            """,
            """
            adj_flags: {'F': 0, 'B': 0, 'V': 1, 'L': 0, 'S': 0, 'P': 0, 'RSV': 0}, sids: [], undecoded_sid ['0xAABB']
            """
        },
        {
            "044b00022005",
            """
            "sr-adj": {"flags": {"F": 0, "B": 0, "V": 1, "L": 0, "S": 0, "P": 0, "RSV": 0}, "sids": [], "weight": 5, "undecoded-sids": []}
            """,
            """
            adj_flags: {'F': 0, 'B': 0, 'V': 1, 'L': 0, 'S': 0, 'P': 0, 'RSV': 0}, sids: [], undecoded_sid []
            """
        },
        {
            "044c000c200100000000000000020102",
            """
            "sr-adj-lan-sids": [{"flags": {"F": 0, "B": 0, "V": 1, "L": 0, "S": 0, "P": 0, "RSV": 0}, "weight": 1, "system-id": "000000000002", "sids": [], "undecoded": ["0x0102"]}]
            """,
            """
            sr-adj-lan-sids: [{'flags': {'F': 0, 'B': 0, 'V': 1, 'L': 0, 'S': 0, 'P': 0, 'RSV': 0}, 'weight': 1, 'system-id': '000000000002', 'sids': [], 'undecoded': ['0x0102']}]
            """
        },
        {
            "0452001600398000010000fc0001000000000000000000000000",
            """
            "srv6-endx": [ {"flags": {"B": 1, "S": 0, "P": 0, "RSV": 0}, "behavior": 57, "algorithm": 0, "weight": 1, "sid": "fc:1::"} ]
            """,
            """
            behavior: 57, flags: {'B': 1, 'S': 0, 'P': 0, 'RSV': 0}, algorithm: 0, weight: 1, sid: fc:1::
            """
        },
        {
            "0453001c003980000100000000000014fc300000000000000000000000000001",
            """
            "srv6-lan-endx-isis": [ {"flags": {"B": 1, "S": 0, "P": 0, "RSV": 0}, "neighbor-id": "000000000014", "behavior": 57, "algorithm": 0, "weight": 1, "sid": "fc30::1"} ]
            """,
            """
            behavior: 57, neighbor-id: 000000000014, flags: {'B': 1, 'S': 0, 'P': 0, 'RSV': 0}, algorithm: 0, weight: 1, sid: fc30::1
            """
        },
        {
            "04530022003980000100000000000014fc300000000000000000000000000001ffff0002aabb",
            """
            "srv6-lan-endx-isis": [ {"flags": {"B": 1, "S": 0, "P": 0, "RSV": 0}, "neighbor-id": "000000000014", "behavior": 57, "algorithm": 0, "weight": 1, "sid": "fc30::1", "65535-undecoded": "0xAABB"} ]
            """,
            """
            behavior: 57, neighbor-id: 000000000014, flags: {'B': 1, 'S': 0, 'P': 0, 'RSV': 0}, algorithm: 0, weight: 1, sid: fc30::1
            """
        },
        {
            "0480000180",
            """
            "igp-flags": {"D": 1, "N": 0, "L": 0, "P": 0, "RSV": 0}
            """,
            """
            IGP flags: {'D': 1, 'N': 0, 'L': 0, 'P': 0, 'RSV': 0}
            """
        },
        {
            "048100080000000100000002",
            """
            "igp-route-tags": [1, 2]
            """,
            """
            IGP Route Tags: [1, 2]
            """
        },
        {
            "0482000800000000000000ff",
            """
            "igp-extended-route-tags": [255]
            """,
            """
            IGP Extended Route Tags: [255]
            """
        },
        {
            "0483000400000064",
            """
            "prefix-metric": 100
            """,
            """
            prefix_metric: 100
            """
        },
        {
            "048400040a000001",
            """
            "ospf-forwarding-address": "10.0.0.1"
            """,
            """
            Ospf forwarding address: 10.0.0.1
            """
        },
        {
            "048500026162",
            """
            "opaque-prefix": "ab"
            """,
            """
            Opaque Prefix Attribute: b'ab'
            """
        },
        {
            "048600084000000000000005",
            """
            "sr-prefix-flags": {"R": 0, "N": 1, "P": 0, "E": 0, "V": 0, "L": 0, "RSV": 0}, "sids": [5], "undecoded-sids": [], "sr-algorithm": 0
            """,
            """
            prefix_flags: {'R': 0, 'N': 1, 'P': 0, 'E': 0, 'V': 0, 'L': 0, 'RSV': 0}, sids: [5], undecoded_sid: []
            """
        },
        {
            "048600080000000000000005",
            """
            "sr-prefix-flags": {"R": 0, "N": 0, "P": 0, "E": 0, "V": 0, "L": 0, "RSV": 0}, "sids": [5], "undecoded-sids": [], "sr-algorithm": 0
            """,
            """
            prefix_flags: {'R': 0, 'N': 0, 'P': 0, 'E': 0, 'V': 0, 'L': 0, 'RSV': 0}, sids: [5], undecoded_sid: []
            """
        },
        {
            "048600070c000000049310",
            """
            "sr-prefix-flags": {"R": 0, "N": 0, "P": 0, "E": 0, "V": 1, "L": 1, "RSV": 0}, "sids": [299792], "undecoded-sids": [], "sr-algorithm": 0
            """,
            """
            prefix_flags: {'R': 0, 'N': 0, 'P': 0, 'E': 0, 'V': 1, 'L': 1, 'RSV': 0}, sids: [299792], undecoded_sid: []
            """
        },
        {
            "0486000608000000aabb",
            """
            "sr-prefix-flags": {"R": 0, "N": 0, "P": 0, "E": 0, "V": 1, "L": 0, "RSV": 0}, "sids": [], "undecoded-sids": ["0xAABB"], "sr-algorithm": 0
            """,
            """
            prefix_flags: {'R': 0, 'N': 0, 'P': 0, 'E': 0, 'V': 1, 'L': 0, 'RSV': 0}, sids: [], undecoded_sid: ['0xAABB']
            """
        },
        {
            "0486000408000000",
            """
            "sr-prefix-flags": {"R": 0, "N": 0, "P": 0, "E": 0, "V": 1, "L": 0, "RSV": 0}, "sids": [], "undecoded-sids": [], "sr-algorithm": 0
            """,
            """
            prefix_flags: {'R': 0, 'N': 0, 'P': 0, 'E': 0, 'V': 1, 'L': 0, 'RSV': 0}, sids: [], undecoded_sid: []
            """
        },
        {
            "0492000140",
            """
            "sr-prefix-attribute-flags": {"X": 0, "R": 1, "N": 0, "RSV": 0}
            """,
            """
            Prefix Attr Flags: {'X': 0, 'R': 1, 'N': 0, 'RSV': 0}
            """
        },
        {
            "049300040a000001",
            """
            "sr-source-router-id": "10.0.0.1"
            """,
            """
            Source router identifier: 10.0.0.1
            """
        },
        {
            "048a0008800100000000000a",
            """
            "srv6-locator": {"flags": {"D": 1, "RSV": 0}, "algorithm": 1, "metric": 10}
            """,
            """
            flags: {'D': 1, 'RSV': 0}, algorithm: 1, metric: 10
            """
        },
        {
            "04e2000400010203",
            """
            "srv6-endpoint-behavior": {"endpoint-behavior": 1, "flags": [], "algorithm": 3}
            """,
            """
            srv6-endpoint-behavior [0x1, flags: [], algorithm: 3]
            """
        },
        {
            "04e4000420101000",
            """
            "srv6-sid-structure": {"loc_block_len": 32, "loc_node_len": 16, "func_len": 16, "arg_len": 0}
            """,
            """
            sid-structure [32,16,16,0,]
            """
        },
        {
            "0102000400000001",
            """
            "generic-lsid-258": ["0x00000001"]
            """,
            """
            Attribute with code [ 258 ] not implemented
            """
        },
        {
            "0102000400000001010200020203",
            """
            "generic-lsid-258": ["0x00000001", "0x0203"]
            """,
            """
            Attribute with code [ 258 ] not implemented
            """
        },
        {
            "0452001c003980000100fc000000000000000000000000000001ffff0002aabb",
            """
            "srv6-endx": [ {"flags": {"B": 1, "S": 0, "P": 0, "RSV": 0}, "behavior": 57, "algorithm": 0, "weight": 1, "sid": "fc00::1", "subtlv-not-implemented-65535": "0xAABB"} ]
            """,
            """
            behavior: 57, flags: {'B': 1, 'S': 0, 'P': 0, 'RSV': 0}, algorithm: 0, weight: 1, sid: fc00::1
            """
        },
        {
            "044c000d30000000000000000001049310",
            """
            "sr-adj-lan-sids": [{"flags": {"F": 0, "B": 0, "V": 1, "L": 1, "S": 0, "P": 0, "RSV": 0}, "weight": 0, "system-id": "000000000001", "sids": [299792], "undecoded": []}]
            """,
            """
            sr-adj-lan-sids: [{'flags': {'F': 0, 'B': 0, 'V': 1, 'L': 1, 'S': 0, 'P': 0, 'RSV': 0}, 'weight': 0, 'system-id': '000000000001', 'sids': [299792], 'undecoded': []}]
            """
        },
        {
            "044c000d30000000000000000001049310044c000e0001000000000000000200000005",
            """
            "sr-adj-lan-sids": [{"flags": {"F": 0, "B": 0, "V": 1, "L": 1, "S": 0, "P": 0, "RSV": 0}, "weight": 0, "system-id": "000000000001", "sids": [299792], "undecoded": []}, {"flags": {"F": 0, "B": 0, "V": 0, "L": 0, "S": 0, "P": 0, "RSV": 0}, "weight": 1, "system-id": "000000000002", "sids": [5], "undecoded": []}]
            """,
            """
            sr-adj-lan-sids: [{'flags': {'F': 0, 'B': 0, 'V': 1, 'L': 1, 'S': 0, 'P': 0, 'RSV': 0}, 'weight': 0, 'system-id': '000000000001', 'sids': [299792], 'undecoded': []}, {'flags': {'F': 0, 'B': 0, 'V': 0, 'L': 0, 'S': 0, 'P': 0, 'RSV': 0}, 'weight': 1, 'system-id': '000000000002', 'sids': [5], 'undecoded': []}]
            """
        },
        {
            "04530024003980000100000000000014fc30000000000000000000000000000104e4000420101000",
            """
            "srv6-lan-endx-isis": [ {"flags": {"B": 1, "S": 0, "P": 0, "RSV": 0}, "neighbor-id": "000000000014", "behavior": 57, "algorithm": 0, "weight": 1, "sid": "fc30::1", "srv6-sid-structure": {"loc_block_len": 32, "loc_node_len": 16, "func_len": 16, "arg_len": 0}} ]
            """,
            """
            behavior: 57, neighbor-id: 000000000014, flags: {'B': 1, 'S': 0, 'P': 0, 'RSV': 0}, algorithm: 0, weight: 1, sid: fc30::1
            """
        },
        {
            "044b000710000000049310",
            """
            "sr-adj": {"flags": {"F": 0, "B": 0, "V": 0, "L": 1, "S": 0, "P": 0, "RSV": 0}, "sids": [], "weight": 0, "undecoded-sids": ["0x049310"]}
            """,
            """
            adj_flags: {'F': 0, 'B': 0, 'V': 0, 'L': 1, 'S': 0, 'P': 0, 'RSV': 0}, sids: [], undecoded_sid ['0x049310']
            """
        },
        {
            "044b00080005000000000005",
            """
            "sr-adj": {"flags": {"F": 0, "B": 0, "V": 0, "L": 0, "S": 0, "P": 0, "RSV": 0}, "sids": [5], "weight": 5, "undecoded-sids": []}
            """,
            """
            adj_flags: {'F': 0, 'B': 0, 'V': 0, 'L': 0, 'S': 0, 'P': 0, 'RSV': 0}, sids: [5], undecoded_sid []
            """
        },
        {
            "04490004615c2762",
            """
            "opaque-link": "a\\'b"
            """,
            """
            Opaque Link Attribute: b"a\\'b"
            """
        },
        {
            "049200010f",
            """
            "sr-prefix-attribute-flags": {"X": 0, "R": 0, "N": 0, "RSV": 0}
            """,
            """
            Prefix Attr Flags: {'X': 0, 'R': 0, 'N': 0, 'RSV': 0}
            """
        },
        {
            "0441000400000001",
            """
            "maximum-link-bandwidth": 1.401298464324817e-45
            """,
            """
            Maximum link bandwidth: 1.401298464324817e-45
            """
        },
        {
            "044100047f7fffff",
            """
            "maximum-link-bandwidth": 3.4028234663852886e+38
            """,
            """
            Maximum link bandwidth: 3.4028234663852886e+38
            """
        },
        {
            "0441000480000000",
            """
            "maximum-link-bandwidth": -0.0
            """,
            """
            Maximum link bandwidth: -0.0
            """
        },
        {
            "0441000453000000",
            """
            "maximum-link-bandwidth": 549755813888.0
            """,
            """
            Maximum link bandwidth: 549755813888.0
            """
        },
        {
            "0486000406000000",
            """
            "sr-prefix-flags": {"R": 0, "N": 0, "P": 0, "E": 0, "V": 0, "L": 1, "RSV": 0}, "sids": [], "undecoded-sids": [], "sr-algorithm": 0
            """,
            """
            prefix_flags: {'R': 0, 'N': 0, 'P': 0, 'E': 0, 'V': 0, 'L': 1, 'RSV': 0}, sids: [], undecoded_sid: []
            """
        },
        {
            "048a000c000100000000000affffffff",
            """
            "srv6-locator": {"flags": {"D": 0, "RSV": 0}, "algorithm": 1, "metric": 10}
            """,
            """
            flags: {'D': 0, 'RSV': 0}, algorithm: 1, metric: 10
            """
        },
        {
            "04e200060001020399ff",
            """
            "srv6-endpoint-behavior": {"endpoint-behavior": 1, "flags": [], "algorithm": 3}
            """,
            """
            srv6-endpoint-behavior [0x1, flags: [], algorithm: 3]
            """
        },
    };
}

using ExaSharp.Bgp.Text;

namespace ExaSharp.Bgp.Routes;

/// <summary>What may follow the keywords of a route, for people: it stands below an error about a value.</summary>
public static class RouteSyntax
{
    private const string Prefix = "address/length | IPv6 address/length/offset";
    private const string Number = "[=|<|>|<=|>=|!=]number, joined by & | [ … ]";
    private const string Named = "[=|<|>|<=|>=|!=]number or name, joined by & | [ … ]";
    private const string Flags = "[!][=]name or number, joined by + or & | [ … ]";
    private const string Distinguisher = "asn:number | address:number";

    private static readonly Dictionary<string, string> Values = new(StringComparer.Ordinal)
    {
        ["next-hop"] = "address | self",
        ["path-information"] = "0..4294967295 | dotted quad",
        ["rd"] = Distinguisher,
        ["route-distinguisher"] = Distinguisher,
        ["label"] = "0..1048575 | [ label … ]",
        ["split"] = "/length",
        ["watchdog"] = "a word other than announce and withdraw",
        ["origin"] = "igp | egp | incomplete",
        ["med"] = "0..4294967295",
        ["local-preference"] = "0..4294967295",
        ["as-path"] = "[ asn … ] | ( asn … )",
        ["aggregator"] = "asn:address | ( asn:address )",
        ["originator-id"] = "IPv4 address",
        ["cluster-list"] = "IPv4 address | [ address … ]",
        ["community"] = "0..65535:0..65535 | number | name | [ … ]",
        ["large-community"] = "number:number:number | [ … ]",
        ["extended-community"] = "type:administrator:number | 0x and 16 digits | [ … ]",
        ["aigp"] = "number | 0x and digits",
        ["attribute"] = "[ 0xcode 0xflags 0xdata ]",
        ["bgp-prefix-sid"] = "[ index ] | [ index, [ ( base,range ) … ] ]",
        ["bgp-prefix-sid-srv6"] = "( l3-service | l2-service  IPv6 address  [behavior [ lengths ]] )",
        ["endpoint"] = "0..65535",
        ["base"] = "0..65535",
        ["offset"] = "0..65535",
        ["size"] = "0..65535",
        ["source"] = Prefix,
        ["source-ipv4"] = Prefix,
        ["source-ipv6"] = Prefix,
        ["destination"] = Prefix,
        ["destination-ipv4"] = Prefix,
        ["destination-ipv6"] = Prefix,
        ["protocol"] = Named,
        ["next-header"] = Named,
        ["port"] = Named,
        ["source-port"] = Named,
        ["destination-port"] = Named,
        ["icmp-type"] = Named,
        ["icmp-code"] = Named,
        ["packet-length"] = Number,
        ["dscp"] = Number,
        ["traffic-class"] = Number,
        ["flow-label"] = Number,
        ["tcp-flags"] = Flags,
        ["fragment"] = Flags,
        ["rate-limit"] = "octets per second",
        ["redirect"] = "asn:number | address",
        ["redirect-to-nexthop-ietf"] = "address",
        ["copy"] = "address",
        ["mark"] = "0..63",
        ["action"] = "sample | terminal | sample-terminal",
        ["interface-set"] = "transitive | non-transitive : input | output | input-output : asn : 0..16383, or a list in [ ]",
    };

    /// <summary>Adds what may follow a keyword to the errors that reading its value has just reported. Always false.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="keyword">The keyword.</param>
    /// <param name="first">The number of diagnostics that there were before.</param>
    public static bool Explain(in TokenReader reader, Token keyword, int first)
    {
        if (reader.Diagnostics is { } diagnostics && Values.TryGetValue(reader.Show(keyword), out var expected)) diagnostics.Explain(first, expected);
        return false;
    }
}

using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Bgp.Families.Flow;

/// <summary>FlowSpec rules as text and JSON, in ExaBGP 5.0's spelling.</summary>
internal static class FlowText
{
    /// <summary>
    /// <c>flow source-ipv4 10.0.0.1/32 port [ =80 =8080 ] rd 1:1</c>: brackets around more than one value, no blank before
    /// a value joined by AND.
    /// </summary>
    public static void AppendText(FlowNlri nlri, bool showServices, TextBuffer output) => AppendText(JsonVersion.Five, nlri, showServices, output);

    private static void AppendText(JsonVersion version, FlowNlri nlri, bool showServices, TextBuffer output)
    {
        output.Append("flow"u8);
        var rules = nlri.Rules;
        FlowComponent type = 0;
        var isList = false;
        while (rules.TryNext(out var rule))
        {
            if (rule.Type != type)
            {
                if (isList) output.Append(" ]"u8);
                type = rule.Type;
                isList = rules.PeekType() == type;
                output.Append((byte)' ').Append(Name(version, type, nlri.Afi)).Append((byte)' ');
                if (isList) output.Append("[ "u8);
            }
            else if (!rule.IsAnd)
            {
                output.Append((byte)' ');
            }
            AppendRule(version, rule, showServices, output);
        }
        if (isList) output.Append(" ]"u8);
        if (!nlri.HasRd) return;
        output.Append(version == JsonVersion.Three ? " route-distinguisher "u8 : " rd "u8);
        nlri.Rd.AppendTo(output);
    }

    /// <summary>
    /// The object of events: a member for each component, <c>rd</c>, <c>next-hop</c> (not in 6.0.0), and all of it as <c>string</c>.
    /// </summary>
    public static void AppendJson(JsonVersion version, FlowNlri nlri, IpAddress nextHop, TextBuffer output)
    {
        if (version == JsonVersion.Six) nextHop = default;
        output.Append(version == JsonVersion.Six ? "{"u8 : "{ "u8);
        AppendMembers(version, nlri, "\": [ "u8, " ]"u8, showServices: false, output);
        if (nlri.Rules.PeekType() != 0) output.Append(", "u8);
        if (nlri.HasRd)
        {
            output.Append(version == JsonVersion.Three ? "\"route-distinguisher\": \""u8 : "\"rd\": \""u8);
            nlri.Rd.AppendTo(output);
            output.Append("\", "u8);
        }
        if (nextHop.IsDefined)
        {
            output.Append("\"next-hop\": \""u8);
            nextHop.AppendTo(output);
            output.Append("\", "u8);
        }
        // No character of the text needs an escape: it is made of names, numbers, operators and blanks.
        output.Append("\"string\": \""u8);
        AppendText(version, nlri, showServices: false, output);
        if (nextHop.IsDefined)
        {
            output.Append(" next-hop "u8);
            nextHop.AppendTo(output);
        }
        output.Append("\" }"u8);
    }

    /// <summary>The components alone, in the spacing of ExaBGP's second JSON version.</summary>
    public static void AppendRulesJson(FlowNlri nlri, bool showServices, TextBuffer output)
    {
        output.Append((byte)'{');
        AppendMembers(JsonVersion.Five, nlri, "\": ["u8, "]"u8, showServices, output);
        output.Append((byte)'}');
    }

    private static void AppendMembers(JsonVersion version, FlowNlri nlri, ReadOnlySpan<byte> open, ReadOnlySpan<byte> close, bool showServices, TextBuffer output)
    {
        var rules = nlri.Rules;
        FlowComponent type = 0;
        while (rules.TryNext(out var rule))
        {
            if (rule.Type != type)
            {
                if (type != 0) output.Append((byte)'"').Append(close).Append(", "u8);
                type = rule.Type;
                output.Append((byte)'"').Append(Name(version, type, nlri.Afi)).Append(open).Append((byte)'"');
            }
            else if (!rule.IsAnd)
            {
                output.Append("\", \""u8);
            }
            AppendRule(version, rule, showServices, output);
        }
        if (type != 0) output.Append((byte)'"').Append(close);
    }

    /// <summary>ExaBGP 3.4 does not tell the prefixes of IPv4 from those of IPv6.</summary>
    private static string Name(JsonVersion version, FlowComponent type, Afi afi) => (version, type) switch
    {
        (JsonVersion.Three, FlowComponent.DestinationPrefix) => "destination",
        (JsonVersion.Three, FlowComponent.SourcePrefix) => "source",
        _ => FlowComponents.Name(type, afi),
    };

    private static void AppendRule(JsonVersion version, in FlowRule rule, bool showServices, TextBuffer output)
    {
        if (rule.IsPrefix)
        {
            rule.Prefix.AppendTo(output);
            if (rule.Prefix.Afi == Afi.Ipv6) output.Append((byte)'/').Append((uint)rule.Offset);
            return;
        }
        var shown = (byte)(rule.Operator & FlowOperator.Shown);
        if (FlowComponents.IsBitmask(rule.Type))
        {
            AppendBitmaskOperator(shown, output);
            FlowNames.AppendFlags(version, rule.Type, rule.Value, output);
            return;
        }
        AppendNumericOperator(shown, output);
        // The operators that ask for no value are shown without; joined by AND, ExaBGP shows it after all.
        if (shown is not FlowOperator.True and not FlowOperator.False)
            FlowNames.AppendNumber(version, rule.Type, rule.Value, showServices, output);
    }

    private static void AppendNumericOperator(byte shown, TextBuffer output)
    {
        if ((shown & 0x08) != 0)
        {
            AppendUnknownOperator(shown, output);
            return;
        }
        if ((shown & FlowOperator.And) != 0) output.Append((byte)'&');
        output.Append((shown & FlowOperator.True) switch
        {
            FlowOperator.False => "false"u8,
            FlowOperator.Equal => "="u8,
            FlowOperator.Greater => ">"u8,
            FlowOperator.Greater | FlowOperator.Equal => ">="u8,
            FlowOperator.Less => "<"u8,
            FlowOperator.Less | FlowOperator.Equal => "<="u8,
            FlowOperator.Less | FlowOperator.Greater => "!="u8,
            _ => "true"u8,
        });
    }

    private static void AppendBitmaskOperator(byte shown, TextBuffer output)
    {
        if ((shown & 0x0C) != 0)
        {
            AppendUnknownOperator(shown, output);
            return;
        }
        if ((shown & FlowOperator.And) != 0) output.Append((byte)'&');
        if ((shown & FlowOperator.Not) != 0) output.Append((byte)'!');
        if ((shown & FlowOperator.Match) != 0) output.Append((byte)'=');
    }

    /// <summary>Bits that no RFC defines are kept and shown in hexadecimal.</summary>
    private static void AppendUnknownOperator(byte shown, TextBuffer output) => output.AppendHex([shown]);
}

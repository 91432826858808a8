using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Text;
using ExaSharp.Configuration.Drafts;
using ExaSharp.Configuration.Schema;

namespace ExaSharp.Configuration.Sections;

/// <summary>The keywords of a neighbour that have one value.</summary>
internal static class NeighborLeaves
{
    /// <summary>The longest host or domain name.</summary>
    private const int MaxNameLength = 255;

    public static readonly IReadOnlyList<Leaf<NeighborDraft>> All =
    [
        new("inherit", "template | [ template … ]", null, "take the values of templates", ReadInherit),
        Leaf.Of<NeighborDraft, string>("description", "text", "", "a note", Values.String, (draft, value) => draft.Description = value),
        Leaf.Of<NeighborDraft, string>("host-name", "name", null, "host name to announce", ReadHostName, (draft, value) => draft.HostName = value),
        Leaf.Of<NeighborDraft, string>("domain-name", "name", null, "domain name to announce", ReadDomainName, (draft, value) => draft.DomainName = value),
        Leaf.Of<NeighborDraft, WrittenAddress>("router-id", "IPv4 address", null, "our BGP identifier", ReadRouterId, (draft, value) => draft.RouterId = value),
        Leaf.Of<NeighborDraft, ushort>("hold-time", "0 | 3..65535 seconds", null, "hold time to propose", ReadHoldTime, (draft, value) => draft.HoldTime = value),
        Leaf.Of<NeighborDraft, int>("rate-limit", "messages a second | disable", null, "limit of messages handled", ReadRateLimit, (draft, value) => draft.RateLimit = value),
        Leaf.Of<NeighborDraft, WrittenAddress>("local-address", "address | auto", null, "our address", Values.AddressOrAuto, (draft, value) => draft.LocalAddress = value),
        Leaf.Of<NeighborDraft, string>("source-interface", "interface", "", "interface of outgoing connections", Values.String, (draft, value) => draft.SourceInterface = value),
        Leaf.Of<NeighborDraft, WrittenPrefix>("peer-address", "address[/length]", null, "the peer's address, in place of the section's", Values.Peer, (draft, value) => draft.Peer = value),
        Leaf.Of<NeighborDraft, uint?>("local-as", "AS number | auto", null, "our AS", Values.AsnOrAuto, (draft, value) => draft.LocalAs = value),
        Leaf.Of<NeighborDraft, uint?>("peer-as", "AS number | auto", null, "the peer's AS", Values.AsnOrAuto, (draft, value) => draft.PeerAs = value),
        Leaf.Boolean<NeighborDraft>("passive", bare: true, "wait for the peer to connect", (draft, value) => draft.Passive = value),
        Leaf.Of<NeighborDraft, int>("listen", "port", null, "port to listen on for this peer", Values.Port, (draft, value) => draft.Listen = value),
        Leaf.Of<NeighborDraft, int>("connect", "port", null, "port to connect to", Values.Port, (draft, value) => draft.Connect = value),
        Leaf.Of<NeighborDraft, byte?>("outgoing-ttl", "0..255 | disable", null, "TTL of what is sent", ReadTtl, (draft, value) => draft.OutgoingTtl = value),
        Leaf.Of<NeighborDraft, byte?>("incoming-ttl", "0..255 | disable", null, "least TTL of what is received", ReadTtl, (draft, value) => draft.IncomingTtl = value),
        Leaf.Of<NeighborDraft, string>("md5-password", "key", null, "TCP MD5 key", ReadMd5Password, (draft, value) => draft.Md5Password = value),
        Leaf.Of<NeighborDraft, string>("md5-file", "path", null, "file of the TCP MD5 key", ReadMd5File, (draft, value) => draft.Md5File = value),
        Leaf.Of<NeighborDraft, bool?>("md5-base64", "true | false | auto", "false", "the key is base64", Values.AutoBoolean(bare: false), (draft, value) => draft.Md5Base64 = value),
        Leaf.Of<NeighborDraft, WrittenAddress>("md5-ip", "address", null, "source address of connections", Values.Address, (draft, value) => draft.Md5Ip = value),
        Leaf.Boolean<NeighborDraft>("group-updates", bare: true, "several routes in an UPDATE", (draft, value) => draft.GroupUpdates = value),
        Leaf.Boolean<NeighborDraft>("auto-flush", bare: true, "unused", (draft, value) => draft.AutoFlush = value),
        Leaf.Boolean<NeighborDraft>("adj-rib-out", bare: false, "keep the routes sent", (draft, value) => draft.AdjRibOut = value),
        Leaf.Boolean<NeighborDraft>("adj-rib-in", bare: false, "keep the routes received", (draft, value) => draft.AdjRibIn = value),
        Leaf.Boolean<NeighborDraft>("manual-eor", bare: false, "End-of-RIB only when a helper asks for it", (draft, value) => draft.ManualEor = value),
        Leaf.Boolean<NeighborDraft>("rfc", bare: true, "send what the RFCs say where ExaBGP sends octets of its own", (draft, value) => draft.Rfc = value),
        Leaf.NotSupported<NeighborDraft>("local-link-local"),
        .. OlderLeaves.All,
    ];

    /// <summary>One name, or names in brackets; commas between them are tolerated.</summary>
    private static bool ReadInherit(ref TokenReader reader, NeighborDraft draft)
    {
        const string message = "invalid inherit list";
        List<(string, TextSpan)> names = [];
        if (reader.Peek().EndsStatement) return reader.Fail(DiagnosticCode.MissingValue, message);
        var first = Values.Take(ref reader);
        if (!Ascii.Equal(first, "[")) names.Add((Values.Text(first), reader.Last));
        else
        {
            while (!reader.Peek().EndsStatement && reader.Peek().Kind != TokenKind.CloseBracket)
            {
                var token = reader.Next();
                if (token.Kind != TokenKind.Comma) names.Add((reader.Show(token), token.Span));
            }
            if (names.Count == 0 || !reader.TryTake(TokenKind.CloseBracket)) return reader.Fail(DiagnosticCode.InvalidValue, message);
        }
        if (!reader.Peek().EndsStatement) return reader.Fail(DiagnosticCode.InvalidValue, reader.Peek().Span, message);
        draft.Inherits.AddRange(names);
        return true;
    }

    private static bool ReadHostName(ref TokenReader reader, out string value) =>
        Values.String(ref reader, out value) && CheckName(reader, value, "bad host-name", " (alphanumeric)", " (double period)", " (charset)");

    private static bool ReadDomainName(ref TokenReader reader, out string value) =>
        Values.String(ref reader, out value) && CheckName(reader, value, "bad domain-name", "", "", "");

    private static bool CheckName(in TokenReader reader, string value, string message, string alphanumeric, string period, string charset)
    {
        var reason = value.Length == 0 ? ""
            : !char.IsLetterOrDigit(value[0]) || !char.IsLetterOrDigit(value[^1]) ? alphanumeric
            : value.Contains("..", StringComparison.Ordinal) ? period
            : !value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-') ? charset
            : value.Length > MaxNameLength ? " (length)"
            : null;
        return reason is null || reader.Fail(value.Length == 0 ? DiagnosticCode.MissingValue : DiagnosticCode.InvalidValue, message + reason);
    }

    private static bool ReadRouterId(ref TokenReader reader, out WrittenAddress value)
    {
        var word = Values.Take(ref reader);
        var isAddress = IpAddress.TryParse(word, out var address) && address.IsIpv4;
        value = new WrittenAddress(address, Values.Text(word));
        return isAddress || Values.Refuse(reader, word, $"\"{value.Text}\" is an invalid router-id");
    }

    private static bool ReadHoldTime(ref TokenReader reader, out ushort value)
    {
        var word = Values.Take(ref reader);
        value = 0;
        if (!Values.TryInteger(word, out var seconds)) return Values.Refuse(reader, word, $"\"{Values.Text(word)}\" is an invalid hold-time");
        if (seconds < 3 && seconds != 0) return Values.Refuse(reader, word, "holdtime must be zero or at least 3 seconds");
        if (seconds > ushort.MaxValue) return Values.Refuse(reader, word, "holdtime must be smaller or equal to 65535");
        value = (ushort)seconds;
        return true;
    }

    private static bool ReadRateLimit(ref TokenReader reader, out int value)
    {
        var word = Values.Take(ref reader);
        value = 0;
        if (Ascii.EqualIgnoreCase(word, "disable") || Ascii.EqualIgnoreCase(word, "disabled")) return true;
        if (!Values.TryInteger(word, out var rate)) return Values.Refuse(reader, word, $"\"{Values.Text(word).ToLowerInvariant()}\" is an invalid rate-limit");
        if (rate <= 0) return Values.Refuse(reader, word, "rate must be zero or at 1 (per second)");
        value = (int)Math.Min(rate, int.MaxValue);
        return true;
    }

    /// <summary>A TTL of 0 is as good as none (ExaBGP).</summary>
    private static bool ReadTtl(ref TokenReader reader, out byte? value)
    {
        var word = Values.Take(ref reader);
        value = null;
        if (Ascii.Equal(word, "false") || Ascii.Equal(word, "disable") || Ascii.Equal(word, "disabled")) return true;
        if (!Values.TryInteger(word, out var ttl)) return Values.Refuse(reader, word, $"invalid ttl-security \"{Values.Text(word)}\"");
        if (ttl < 0) return Values.Refuse(reader, word, "ttl-security can not be negative");
        if (ttl > byte.MaxValue) return Values.Refuse(reader, word, "ttl must be smaller than 256");
        if (ttl > 0) value = (byte)ttl;
        return true;
    }

    private static bool ReadMd5File(ref TokenReader reader, out string value)
    {
        var word = Values.Take(ref reader);
        value = Values.Text(word);
        return !word.IsEmpty || Values.Refuse(reader, word, "md5-file needs the path of a file");
    }

    private static bool ReadMd5Password(ref TokenReader reader, out string value)
    {
        var word = Values.Take(ref reader);
        value = Values.Text(word);
        return !word.IsEmpty || Values.Refuse(reader, word,
            "value requires the value password as an argument (quoted or unquoted).  FreeBSD users should use \"kernel\" as the argument.");
    }
}

using System.Globalization;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Bgp.Messages;

/// <summary>
/// Reads an OPERATIONAL message from text, in a configuration and in a command: <c>asm afi ipv4 safi unicast advisory "text"</c>,
/// <c>rpcq afi ipv4 safi unicast sequence 1</c>, <c>rpcp afi ipv4 safi unicast sequence 1 counter 2</c>. The arguments stand in
/// this order, in any case; <c>router-id ADDRESS</c> may stand between any of them.
/// </summary>
public static class OperationalGrammar
{
    private static readonly (string Keyword, OperationalKind Kind)[] Kinds =
    [
        ("asm", OperationalKind.AdvisoryStatic),
        ("adm", OperationalKind.AdvisoryDemand),
        ("rpcq", OperationalKind.ReachableCountRequest),
        ("rpcp", OperationalKind.ReachableCountReply),
        ("apcq", OperationalKind.AdjRibOutCountRequest),
        ("apcp", OperationalKind.AdjRibOutCountReply),
        ("lpcq", OperationalKind.LocRibCountRequest),
        ("lpcp", OperationalKind.LocRibCountReply),
    ];

    private static readonly string[] AdvisoryArguments = ["afi", "safi", "advisory"];
    private static readonly string[] QueryArguments = ["afi", "safi", "sequence"];
    private static readonly string[] CounterArguments = ["afi", "safi", "sequence", "counter"];

    /// <summary>The words that a message begins with.</summary>
    public static IEnumerable<string> Keywords => Kinds.Select(kind => kind.Keyword);

    /// <summary>The kind that a word, in any case, stands for.</summary>
    public static bool TryParseKind(ReadOnlySpan<byte> word, out OperationalKind kind)
    {
        foreach (var (keyword, known) in Kinds)
        {
            kind = known;
            if (Ascii.EqualIgnoreCase(word, keyword)) return true;
        }
        kind = default;
        return false;
    }

    /// <summary>Reads what follows the kind's word; false after an error was reported.</summary>
    public static bool TryParse(ref TokenReader reader, OperationalKind kind, out OperationalMessage? message)
    {
        message = null;
        var values = new Values();
        var arguments = OperationalMessage.IsAdvisory(kind) ? AdvisoryArguments : OperationalMessage.IsQuery(kind) ? QueryArguments : CounterArguments;
        var read = 0;
        while (!reader.Peek().EndsStatement)
        {
            var isRouterId = Ascii.EqualIgnoreCase(reader.Text(reader.Peek()), "router-id");
            if (!isRouterId && read == arguments.Length) return reader.Expected("the end of the message");
            if (!reader.RequireWord(isRouterId ? "router-id" : arguments[read], out var word)) return false;
            if (!isRouterId && !Ascii.EqualIgnoreCase(word, arguments[read]))
            {
                return reader.Fail(DiagnosticCode.UnknownKeyword,
                    $"invalid operational syntax, unknown argument {System.Text.Encoding.UTF8.GetString(word).ToLowerInvariant()}", arguments[read]);
            }
            var argument = isRouterId ? "router-id" : arguments[read++];
            if (!reader.TryWord(out var value)) return FailMissing(ref reader, arguments.AsSpan(read - (isRouterId ? 0 : 1)));
            if (!values.TrySet(argument, value)) return reader.Fail(DiagnosticCode.InvalidValue, $"invalid operational value for {argument}");
        }
        if (read < arguments.Length) return FailMissing(ref reader, arguments.AsSpan(read));
        message = values.ToMessage(kind);
        return true;
    }

    private static bool FailMissing(ref TokenReader reader, ReadOnlySpan<string> arguments) => reader.Fail(
        DiagnosticCode.MissingValue, $"invalid advisory syntax, missing argument(s) {string.Join(", ", arguments!)}");

    private struct Values
    {
        private Afi _afi;
        private Safi _safi;
        private string _advisory;
        private uint _sequence;
        private uint _counter;
        private IpAddress _routerId;

        public bool TrySet(string argument, ReadOnlySpan<byte> value)
        {
            switch (argument)
            {
                case "afi":
                    return FamilyNames.TryParseAfi(value, out _afi);
                case "safi":
                    return FamilyNames.TryParseSafi(value, out _safi);
                case "advisory":
                    _advisory = System.Text.Encoding.UTF8.GetString(value);
                    return true;
                case "sequence":
                    return uint.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _sequence);
                case "counter":
                    return uint.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _counter);
                default:
                    return IpAddress.TryParse(value, out _routerId) && _routerId.IsIpv4;
            }
        }

        public readonly OperationalMessage ToMessage(OperationalKind kind)
        {
            var family = new FamilyId(_afi, _safi);
            if (OperationalMessage.IsAdvisory(kind)) return OperationalMessage.Advisory(kind, family, _advisory);
            return OperationalMessage.IsQuery(kind)
                ? OperationalMessage.Query(kind, family, _routerId, _sequence)
                : OperationalMessage.Reply(kind, family, _routerId, _sequence, _counter);
        }
    }
}

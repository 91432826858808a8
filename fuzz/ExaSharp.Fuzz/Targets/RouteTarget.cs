using System.Buffers;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Fuzz.Targets;

/// <summary>
/// The route grammar: after an error nothing is left in the batch, and what it takes can be encoded, and read again unless it can not
/// be sent.
/// </summary>
internal sealed class RouteTarget : FuzzTarget
{
    private static readonly NegotiatedSession Session = new() { LocalAs = 65000, PeerAs = 65000, Families = AddressFamilies.Known, MessageSize = ushort.MaxValue, Aigp = true };

    private readonly RouteStore _routes = new();
    private readonly AttributeInterner _attributes = new();
    private readonly RouteGrammar _grammar;
    private readonly UpdateBuilder _builder;
    private readonly UpdateReader _reader = new(isOwn: true);
    private readonly ArrayBufferWriter<byte> _octets = new();

    public RouteTarget()
    {
        _grammar = new RouteGrammar(_routes, _attributes);
        _builder = new UpdateBuilder(_routes, _attributes);
    }

    public override string Name => "route";

    public override void Run(ReadOnlySpan<byte> input, TextBuffer shown)
    {
        var batch = new RouteBatch(_routes, _attributes);
        for (var form = 0; form < 6; form++)
        {
            var diagnostics = new DiagnosticBag();
            var reader = new TokenReader(input, TokenizerMode.Api, diagnostics);
            var read = form switch
            {
                0 => _grammar.TryParseRoute(ref reader, RouteAction.Announce, batch),
                1 => _grammar.TryParseAttributes(ref reader, RouteAction.Announce, batch),
                2 => _grammar.TryParseFamily(ref reader, Afi.Ipv4, RouteAction.Withdraw, batch),
                3 => _grammar.TryParseFamily(ref reader, Afi.L2vpn, RouteAction.Announce, batch),
                4 => _grammar.TryParseFamily(ref reader, Afi.Ipv6, RouteAction.Announce, batch),
                _ => _grammar.TryParseFlowRoute(ref reader, RouteAction.Announce, batch),
            };
            if (!read && (batch.Count != 0 || !diagnostics.HasErrors)) throw new InvalidOperationException("an error without a message, or with routes");
            shown.Append((uint)batch.Count).Append((byte)' ');
            foreach (var change in batch.Changes[..Math.Min(batch.Count, 16)]) Encode(change, shown);
            batch.Release();
        }
        if (_routes.Count != 0 || _attributes.Count != 0) throw new InvalidOperationException("references are left");
    }

    private void Encode(RouteChange change, TextBuffer shown)
    {
        _octets.Clear();
        if (!_builder.TryWrite(change, Session, _octets, out _)) return;
        shown.AppendHex(_octets.WrittenSpan).Append((byte)'\n');
        // Of several messages, the first one.
        if (!BgpHeader.TryRead(_octets.WrittenSpan, ushort.MaxValue, out var header, out _)) throw new InvalidOperationException("not a message");
        if (!_reader.TryRead(_octets.WrittenSpan[BgpHeader.Size..header.Length], Session, out var update, out var error) && !HasGenericAttribute(change))
            throw new InvalidOperationException($"{Convert.ToHexString(_octets.WrittenSpan)} can not be read: {error.Text}");
        _ = update.ErrorText;
    }

    /// <summary>Whether whoever wrote the route chose octets that need not be good ones.</summary>
    private bool HasGenericAttribute(RouteChange change)
    {
        foreach (var attribute in _attributes.Get(change.Attributes))
            if (AttributeTypes.Find(attribute.Code)?.Flags != attribute.Flags || AttributeTypes.Find(attribute.Code)!.Validate(attribute.Value, Session).IsError) return true;
        return false;
    }
}

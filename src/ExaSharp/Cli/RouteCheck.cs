using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using ExaSharp.Api;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;
using ExaSharp.Configuration.Settings;

namespace ExaSharp.Cli;

/// <summary>
/// Checks that a configured route means the same to a peer: encodes it, reads the UPDATE back, encodes what was read, and
/// compares octets and text.
/// </summary>
/// <param name="routes">The routes of the configuration.</param>
/// <param name="attributes">Their attributes.</param>
/// <param name="detail">Takes lines that say what is done, or null.</param>
internal sealed class RouteCheck(RouteStore routes, AttributeInterner attributes, Action<string>? detail)
{
    private readonly UpdateBuilder _builder = new(routes, attributes);
    private readonly UpdateReader _reader = new(isOwn: true);
    private readonly AttributeSetBuilder _readAttributes = new();

    /// <summary>Checks all routes of a neighbour; false at the first that is not the same.</summary>
    public bool Check(NeighborSettings neighbor)
    {
        var session = Session(neighbor);
        foreach (var batch in neighbor.Routes)
        {
            foreach (var change in batch.Changes)
                if (!Check(change, session)) return false;
        }
        return true;
    }

    /// <summary>
    /// A neighbour's routes as statements of a <c>static</c> section, with ExaBGP's words; as comments those that are no prefix and
    /// stand in other sections.
    /// </summary>
    public static IEnumerable<string> Statements(NeighborSettings neighbor)
    {
        var session = Session(neighbor);
        foreach (var batch in neighbor.Routes)
        {
            for (var i = 0; i < batch.Count; i++)
            {
                var (change, line) = (batch.Changes[i], new TextBuffer());
                if (AddressFamilies.Find(batch.Routes.Family(change.Route)) is not { } family) continue;
                RouteText.Append(line, JsonVersion.Five, family, batch.Routes, change.Route, batch.Attributes.Get(change.Attributes), session, isOwn: true, withAttributes: true);
                var isPrefix = family.Id.Safi is Safi.Unicast or Safi.Multicast or Safi.NlriMpls or Safi.MplsVpn;
                yield return isPrefix ? $"route {AsRead(line.ToString())};" : $"# {line}";
            }
        }
    }

    /// <summary>ExaBGP shows a sequence of AS numbers in round brackets, and a set in square ones; it reads them the other way round.</summary>
    private static string AsRead(string route)
    {
        const string Keyword = " as-path ";
        var start = route.IndexOf(Keyword, StringComparison.Ordinal) + Keyword.Length;
        if (start < Keyword.Length) return route;
        var end = start;
        while (end < route.Length && !char.IsAsciiLetter(route[end])) end++;
        return string.Concat(
            route.AsSpan(0, start),
            string.Concat(route[start..end].Select(c => c switch { '(' => '[', ')' => ']', '[' => '(', ']' => ')', _ => c })),
            route.AsSpan(end));
    }

    /// <summary>A session between two speakers that both can what the neighbour's definition says, in one AS (ExaBGP).</summary>
    public static NegotiatedSession Session(NeighborSettings neighbor)
    {
        var settings = neighbor.Session;
        var families = settings.Families.Count > 0 ? settings.Families : AddressFamilies.Known;
        var addPath = settings.AddPathFamilies ?? families;
        var mode = settings.Capabilities.AddPath;
        return new NegotiatedSession
        {
            LocalAs = settings.PeerAs ?? settings.LocalAs ?? 0,
            PeerAs = settings.PeerAs ?? settings.LocalAs ?? 0,
            LocalAddress = settings.LocalAddress,
            PeerAddress = settings.PeerAddress,
            RouterId = settings.RouterId,
            Asn4 = settings.Capabilities.Asn4,
            Aigp = true,
            MessageSize = settings.Capabilities.ExtendedMessage ? ushort.MaxValue : NegotiatedSession.DefaultMessageSize,
            HoldTime = settings.HoldTime,
            Families = families,
            AddPathSend = mode == AddPathMode.None ? [] : addPath,
            AddPathReceive = mode == AddPathMode.None ? [] : addPath,
            ExtendedNextHops = settings.NextHops,
            Rfc = settings.Rfc,
        };
    }

    private bool Check(RouteChange change, NegotiatedSession session)
    {
        var text = Describe(change.Route, change.Attributes, session);
        var first = Encode(change, session);
        if (first is null) return Fail($"the route can not be encoded: {text}");
        detail?.Invoke("parsed route requires 1 updates");
        detail?.Invoke($"update size is {first.Length}");
        detail?.Invoke($"parsed route {text}");
        detail?.Invoke($"parsed hex   {Hex(first)}");
        if (!TryRead(first, session, out var route, out var set)) return false;
        var readText = Describe(route, set, session);
        var second = Encode(new RouteChange(route, set, change.Action), session);
        // Bits that the RFC's form has no place for do not come back; the octets tell all the same.
        var sameNlri = session.Rfc || routes.Nlri(route).SequenceEqual(routes.Nlri(change.Route));
        routes.Release(route);
        attributes.Release(set);
        detail?.Invoke($"recoded route {readText}");
        if (second is null || !sameNlri) return Fail("strings are different:");
        detail?.Invoke($"recoded hex   {Hex(second)}");
        detail?.Invoke("strings are fine");
        if (!first.AsSpan().SequenceEqual(second)) return Fail("encoding are different");
        detail?.Invoke("encoding is fine");
        detail?.Invoke(new string('-', 40));
        return true;
    }

    /// <summary>Reads an UPDATE of one route; the caller owns a reference to route and attributes.</summary>
    private bool TryRead(ReadOnlySpan<byte> message, NegotiatedSession session, out int route, out int set)
    {
        route = set = 0;
        if (!_reader.TryRead(message[BgpHeader.Size..], session, out var view, out var error)) return Fail($"the update can not be decoded: {error.Text}");
        if (view.ErrorText is { } treated) return Fail($"the update is not valid: {treated} {view.Treated.Text}");
        if (view.SectionCount != 1) return Fail("the update has no route");
        var section = view.Section(0);
        _readAttributes.Clear();
        foreach (var attribute in view.Attributes) _readAttributes.TryAdd(attribute.Code, attribute.Flags, view.Value(attribute));
        var count = 0;
        foreach (var item in section)
        {
            if (count++ > 0) break;
            uint? pathId = item.PathId.IsEmpty ? null : BinaryPrimitives.ReadUInt32BigEndian(item.PathId);
            route = routes.Acquire(section.Family, pathId, item.Nlri);
        }
        if (count != 1) return Fail($"the update has {count} routes");
        set = attributes.Acquire(_readAttributes, section.NextHop.IsDefined ? NextHop.Of(section.NextHop) : default).Id;
        return true;
    }

    private byte[]? Encode(RouteChange change, NegotiatedSession session)
    {
        var output = new ArrayBufferWriter<byte>();
        return _builder.TryWrite(change, session, output, out _) ? output.WrittenSpan.ToArray() : null;
    }

    private string Describe(int route, int set, NegotiatedSession session)
    {
        if (AddressFamilies.Find(routes.Family(route)) is not { } family) return "";
        var output = new TextBuffer();
        RouteText.Append(output, JsonVersion.Five, family, routes, route, attributes.Get(set), session, isOwn: false, withAttributes: true);
        return output.ToString();
    }

    private bool Fail(string reason)
    {
        detail?.Invoke(reason);
        return false;
    }

    /// <summary>ExaBGP's octets of the log: four digits, a blank.</summary>
    private static string Hex(ReadOnlySpan<byte> bytes)
    {
        var digits = Convert.ToHexString(bytes);
        var result = new StringBuilder(digits.Length * 5 / 4);
        for (var i = 0; i < digits.Length; i += 4) result.Append(digits.AsSpan(i, Math.Min(4, digits.Length - i))).Append(' ');
        return result.ToString().TrimEnd();
    }
}

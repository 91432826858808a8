using System.Diagnostics.CodeAnalysis;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Routes;

/// <summary>
/// Lays out the path attributes of a set for a session: ascending code order (AS4_PATH behind AS_PATH, AS4_AGGREGATOR behind
/// AGGREGATOR), with NEXT_HOP and the attributes that ExaBGP adds when they were not given: ORIGIN IGP, AS_PATH (empty, or our
/// AS to an external peer), and LOCAL_PREF 100 to an internal peer. The last result is kept: routes come in runs of one set.
/// </summary>
internal sealed class AttributeEncoder
{
    private byte[] _encoded = [];
    private int _length;
    private bool _fits;
    private AttributeSet? _set;
    private IpAddress _nextHop;
    private NegotiatedSession? _session;

    /// <summary>The attributes' octets, valid until the next call.</summary>
    /// <param name="set">What was given.</param>
    /// <param name="nextHop">For NEXT_HOP; not sent when it is not an IPv4 address.</param>
    /// <param name="session">The session.</param>
    /// <param name="encoded">The octets.</param>
    /// <returns>False when they do not fit into any message of the session.</returns>
    public bool TryEncode(AttributeSet set, IpAddress nextHop, NegotiatedSession session, out ReadOnlySpan<byte> encoded)
    {
        if (!ReferenceEquals(set, _set) || nextHop != _nextHop || !ReferenceEquals(session, _session)) Encode(set, nextHop, session);
        encoded = _encoded.AsSpan(0, _length);
        return _fits;
    }

    /// <summary>Lets go of the last set.</summary>
    public void Forget() => _set = null;

    [MemberNotNull(nameof(_set), nameof(_session))]
    private void Encode(AttributeSet set, IpAddress nextHop, NegotiatedSession session)
    {
        if (_encoded.Length != session.MessageSize) _encoded = new byte[session.MessageSize];
        var writer = new WireWriter(_encoded);
        var missing = Missing.Origin | Missing.AsPath;
        if (nextHop.IsIpv4) missing |= Missing.NextHop;
        if (session.IsIbgp) missing |= Missing.LocalPref;
        foreach (var attribute in set)
        {
            WriteMissing(ref missing, attribute.Code, nextHop, session, ref writer);
            if (IsLeftOut(attribute, nextHop, session)) continue;
            missing &= ~MissingOf(attribute.Code);
            AttributeTypes.Encode(attribute, session, ref writer);
        }
        WriteMissing(ref missing, (AttributeCode)byte.MaxValue, nextHop, session, ref writer);
        _fits = !writer.Overflowed;
        _length = writer.Length;
        _set = set;
        _nextHop = nextHop;
        _session = session;
    }

    /// <summary>
    /// NEXT_HOP and the MP attributes come from the route; LOCAL_PREF stays inside an AS (RFC 4271 section 5.1.5). So do
    /// ORIGINATOR_ID and CLUSTER_LIST (RFC 4456 section 8), which ExaBGP sends all the same.
    /// </summary>
    private static bool IsLeftOut(AttributeSet.Attribute attribute, IpAddress nextHop, NegotiatedSession session) => attribute.Code switch
    {
        AttributeCode.NextHop => nextHop.IsIpv4,
        AttributeCode.MpReachNlri or AttributeCode.MpUnreachNlri => true,
        AttributeCode.LocalPref => !session.IsIbgp,
        AttributeCode.OriginatorId or AttributeCode.ClusterList => session is { Rfc: true, IsIbgp: false },
        _ => false,
    };

    private static Missing MissingOf(AttributeCode code) => code switch
    {
        AttributeCode.Origin => Missing.Origin,
        AttributeCode.AsPath => Missing.AsPath,
        AttributeCode.LocalPref => Missing.LocalPref,
        _ => Missing.None,
    };

    /// <summary>Writes what comes before <paramref name="code"/> and was not given.</summary>
    private static void WriteMissing(ref Missing missing, AttributeCode code, IpAddress nextHop, NegotiatedSession session, ref WireWriter writer)
    {
        if (missing == Missing.None) return;
        if (code > AttributeCode.Origin && Take(ref missing, Missing.Origin)) Origin.EncodeDefault(ref writer);
        if (code > AttributeCode.AsPath && Take(ref missing, Missing.AsPath)) AsPath.EncodeDefault(session, ref writer);
        if (code > AttributeCode.NextHop && Take(ref missing, Missing.NextHop)) NextHopAttribute.Encode(nextHop, ref writer);
        if (code > AttributeCode.LocalPref && Take(ref missing, Missing.LocalPref)) LocalPref.EncodeDefault(session, ref writer);
    }

    private static bool Take(ref Missing missing, Missing one)
    {
        var taken = (missing & one) != 0;
        missing &= ~one;
        return taken;
    }

    [Flags]
    private enum Missing : byte
    {
        None = 0,
        Origin = 1,
        AsPath = 2,
        NextHop = 4,
        LocalPref = 8,
    }
}

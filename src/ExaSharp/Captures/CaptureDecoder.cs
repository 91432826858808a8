using System.Globalization;
using ExaSharp.Bgp.Session;

namespace ExaSharp.Captures;

/// <summary>Finds the BGP sessions of a capture among its packets.</summary>
/// <param name="port">The TCP port that BGP runs on.</param>
/// <param name="fallback">How messages are read while no OPEN of their session was seen.</param>
/// <param name="listener">Is told what there is.</param>
internal sealed class CaptureDecoder(ushort port, NegotiatedSession fallback, ICaptureListener listener)
{
    private readonly Dictionary<(TcpEndpoint Low, TcpEndpoint High), CapturedSession> _sessions = [];
    private readonly SortedDictionary<uint, long> _unknownLinks = [];
    private long _fragments;

    /// <summary>Reads all packets; what is wrong with the file is the reader's to tell.</summary>
    public void Read(CaptureReader reader)
    {
        while (reader.TryReadPacket(out var packet)) Take(packet);
        foreach (var session in _sessions.Values) session.End();
    }

    /// <summary>What of the file could not be looked into, a sentence each.</summary>
    public IEnumerable<string> Omissions()
    {
        if (_fragments > 0) yield return Words($"{_fragments} fragments of IP packets are passed over");
        foreach (var (link, count) in _unknownLinks) yield return Words($"{count} packets of link type {link} are passed over, which is not known");
    }

    private void Take(CapturedPacket packet)
    {
        switch (PacketParser.Parse(packet.LinkType, packet.Data.Span, out var segment))
        {
            case PacketKind.Tcp when segment.Source.Port == port || segment.Destination.Port == port:
                Take(segment, packet.Time);
                break;
            case PacketKind.Fragment:
                _fragments++;
                break;
            case PacketKind.UnknownLink:
                _unknownLinks[(uint)packet.LinkType] = _unknownLinks.GetValueOrDefault((uint)packet.LinkType) + 1;
                break;
        }
    }

    private void Take(in TcpSegment segment, DateTimeOffset time)
    {
        var isLow = Compare(segment.Source, segment.Destination) <= 0;
        var key = isLow ? (segment.Source, segment.Destination) : (segment.Destination, segment.Source);
        if (_sessions.TryGetValue(key, out var session) && session.IsReplacedBy(segment))
        {
            session.End();
            session = null;
        }
        if (session is null) _sessions[key] = session = new CapturedSession(segment.Source, segment.Destination, fallback, listener);
        session.Add(segment, time);
    }

    private static int Compare(TcpEndpoint left, TcpEndpoint right) =>
        left.Address != right.Address ? left.Address.CompareTo(right.Address) : left.Port.CompareTo(right.Port);

    private static string Words(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

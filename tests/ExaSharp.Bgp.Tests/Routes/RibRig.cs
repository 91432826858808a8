using System.Buffers;
using System.Text;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Tests.Routes;

/// <summary>One neighbour's Adj-RIB-Out with a builder, and short verbs for what a test does with them.</summary>
internal sealed class RibRig : IDisposable
{
    public static readonly FamilyId Vpn = new(Afi.Ipv4, Safi.MplsVpn);
    public static readonly FamilyId Mvpn = new(Afi.Ipv4, Safi.McastVpn);
    public static readonly FamilyId Vpls = new(Afi.L2vpn, Safi.Vpls);

    public RibRig(bool grouped = true, bool suppressDuplicates = true, Func<FamilyId, Family?>? families = null)
    {
        Store = new RouteStore(families ?? Family);
        Rib = new AdjRibOut(Store, Interner, suppressDuplicates);
        Builder = new UpdateBuilder(Store, Interner, grouped, (route, reason) => Skipped.Add((route, reason)));
    }

    public RouteStore Store { get; }

    public AttributeInterner Interner { get; } = new();

    public AdjRibOut Rib { get; }

    public UpdateBuilder Builder { get; }

    public List<(int Route, SkipReason Reason)> Skipped { get; } = [];

    public ArrayBufferWriter<byte> Output { get; } = new();

    /// <summary>iBGP between 127.0.0.1 and itself, AS 1, as in ExaBGP's test suite.</summary>
    public static NegotiatedSession Session(params FamilyId[] families) => new()
    {
        LocalAs = 1,
        PeerAs = 1,
        LocalAddress = Address("127.0.0.1"),
        PeerAddress = Address("127.0.0.1"),
        RouterId = Address("1.2.3.4"),
        Families = families.Length == 0 ? [FamilyId.Ipv4Unicast] : families,
    };

    public static IpAddress Address(string text) =>
        IpAddress.TryParse(Encoding.UTF8.GetBytes(text), out var address) ? address : throw new ArgumentException(text);

    /// <summary>A route of a prefix; the caller holds it.</summary>
    public int Route(string prefix, uint? pathId = null, Safi safi = Safi.Unicast)
    {
        if (!IpPrefix.TryParse(Encoding.UTF8.GetBytes(prefix), out var parsed)) throw new ArgumentException(prefix);
        Span<byte> octets = stackalloc byte[17];
        var writer = new WireWriter(octets);
        parsed.WriteTo(ref writer);
        return Store.Acquire(new FamilyId(parsed.Afi, safi), pathId, writer.Written);
    }

    public int Nlri(FamilyId family, string hex, uint? pathId = null) => Store.Acquire(family, pathId, Convert.FromHexString(hex));

    /// <summary>
    /// A set from a next-hop (address, <c>self</c> or nothing) and attributes as <c>code:flags:value</c> in hexadecimal; the caller
    /// holds it.
    /// </summary>
    public int Set(string nextHop, params string[] attributes)
    {
        var builder = new AttributeSetBuilder();
        foreach (var attribute in attributes)
        {
            var parts = attribute.Split(':');
            var code = (AttributeCode)Convert.FromHexString(parts[0])[0];
            Assert(builder.TryAdd(code, (AttributeFlags)Convert.FromHexString(parts[1])[0], Convert.FromHexString(parts[2])));
        }
        return Interner.Acquire(builder, nextHop switch
        {
            "" => NextHop.None,
            "self" => NextHop.Self,
            _ => NextHop.Of(Address(nextHop)),
        }).Id;
    }

    public bool Announce(string prefix, int set) => Rib.Announce(Route(prefix), set);

    public void Withdraw(string prefix, int set) => Rib.Withdraw(Route(prefix), set);

    /// <summary>The real families, but those whose NLRI a test makes up.</summary>
    private static Family? Family(FamilyId id) =>
        id.Safi is Safi.Unicast or Safi.Multicast or Safi.Flow ? AddressFamilies.Find(id) : FakeFamily.Find(id);

    /// <summary>Sends all that is pending; each message as hexadecimal behind the marker, length and type.</summary>
    public string[] Flush(int maxMessages = int.MaxValue)
    {
        Output.Clear();
        Builder.Fill(Rib, Output, maxMessages);
        return Messages(Output.WrittenSpan);
    }

    /// <summary>Bodies of UPDATEs; other messages with their type in front.</summary>
    public static string[] Messages(ReadOnlySpan<byte> stream)
    {
        var messages = new List<string>();
        while (!stream.IsEmpty)
        {
            Assert(stream[..16].IndexOfAnyExcept((byte)0xff) < 0);
            var length = stream[16] << 8 | stream[17];
            var type = (MessageType)stream[18];
            messages.Add((type == MessageType.Update ? "" : type + " ") + Convert.ToHexString(stream[19..length]));
            stream = stream[length..];
        }
        return [.. messages];
    }

    public void Dispose() => Rib.Dispose();

    private static void Assert(bool condition) => Xunit.Assert.True(condition);
}

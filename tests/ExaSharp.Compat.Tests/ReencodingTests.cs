using System.Buffers;
using System.Buffers.Binary;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Session;
using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Compat.Tests;

/// <summary>
/// Every UPDATE of ExaBGP's suite is read into routes and attribute sets, as an Adj-RIB-In holds them, put into an Adj-RIB-Out and
/// written again: the same octets.
/// </summary>
public class ReencodingTests
{
    [Fact]
    public void Every_update_is_written_again_as_it_was()
    {
        Assert.SkipUnless(Directory.Exists(Vectors.Folder), $"ExaBGP's test data is not at {Vectors.Folder}");
        List<string> different = [];
        int same = 0, excepted = 0;
        foreach (var name in Vectors.Names)
        {
            foreach (var message in Vectors.Messages(name, BgpFrame.UpdateType))
            {
                var session = SessionOf(name, message);
                var body = message[BgpFrame.HeaderLength..];
                var reader = new UpdateReader(isOwn: true);
                Assert.True(reader.TryRead(body, session, out var view, out var error), $"{name} {Convert.ToHexString(body)}: {error.Text}");
                // In place of a withdraw that opens a session attributes stand alone: there is no route to have them.
                if (view.SectionCount == 0 && !view.IsEndOfRib)
                {
                    excepted++;
                    continue;
                }
                var again = Write(view, session, NextHopOf(body));
                if (again.Length == 1 && again[0] == Convert.ToHexString(message)) same++;
                else different.Add($"{name}\n  was {Convert.ToHexString(message)}\n  is  {string.Join("\n      ", again)}");
            }
        }
        Assert.True(different.Count == 0, $"{same} are the same, {excepted} are excepted, {different.Count} are not:\n{string.Join('\n', different)}");
        Assert.True(same > 350, $"only {same} messages were written again");
        Assert.True(excepted < 2, $"{excepted} messages were left out");
    }

    /// <summary>The sender's session: internal when LOCAL_PREF is there, which only internal peers are sent.</summary>
    private static NegotiatedSession SessionOf(string name, byte[] message)
    {
        var session = PublishedVectorTests.SessionOf(name);
        var isIbgp = FindAttribute(message.AsSpan(BgpFrame.HeaderLength), AttributeCode.LocalPref, out _);
        return session with { PeerAs = isIbgp ? session.LocalAs : session.LocalAs + 1, AddPathSend = session.AddPathReceive };
    }

    private static string[] Write(in UpdateView view, NegotiatedSession session, IpAddress nextHop)
    {
        var (routes, attributes) = (new RouteStore(), new AttributeInterner());
        using var rib = new AdjRibOut(routes, attributes);
        var builder = new UpdateBuilder(routes, attributes);
        var output = new ArrayBufferWriter<byte>();
        if (view.IsEndOfRib)
        {
            builder.WriteEndOfRib(view.EndOfRibFamily, output);
            return Split(output);
        }
        rib.SessionUp(session);
        // Of the withdraws of a session's beginning only the attributes are sent, so that it is over first.
        rib.Announce(routes.Acquire(FamilyId.Ipv4Unicast, null, [0]), attributes.Acquire(default(ReadOnlySpan<byte>), NextHop.Of(IpAddress.FromBytes([127, 0, 0, 1]))).Id);
        builder.Fill(rib, output);
        output.Clear();
        var set = new AttributeSetBuilder();
        UpdateReader.CanonicalAttributes(view, set);
        for (var i = 0; i < view.SectionCount; i++)
        {
            var section = view.Section(i);
            // With a withdraw, only NEXT_HOP may be there, which no Adj-RIB-In keeps.
            var via = section.Action == RouteAction.Announce ? section.NextHop : nextHop;
            var acquired = attributes.Acquire(set, via.IsDefined ? NextHop.Of(via) : NextHop.None);
            foreach (var item in section)
            {
                uint? pathId = item.PathId.IsEmpty ? null : BinaryPrimitives.ReadUInt32BigEndian(item.PathId);
                var route = routes.Acquire(section.Family, pathId, item.Nlri);
                if (section.Action == RouteAction.Announce) rib.Announce(route, acquired.Id);
                else rib.Withdraw(route, acquired.Id);
                routes.Release(route);
            }
            attributes.Release(acquired.Id);
        }
        builder.Fill(rib, output);
        return Split(output);
    }

    private static string[] Split(ArrayBufferWriter<byte> output)
    {
        List<string> messages = [];
        var rest = output.WrittenSpan;
        while (!rest.IsEmpty)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(rest[16..]);
            messages.Add(Convert.ToHexString(rest[..length]));
            rest = rest[length..];
        }
        return [.. messages];
    }

    private static IpAddress NextHopOf(ReadOnlySpan<byte> body) =>
        FindAttribute(body, AttributeCode.NextHop, out var value) ? IpAddress.FromBytes(value) : default;

    private static bool FindAttribute(ReadOnlySpan<byte> body, AttributeCode code, out ReadOnlySpan<byte> value)
    {
        var rest = body[(2 + BinaryPrimitives.ReadUInt16BigEndian(body))..];
        rest = rest.Slice(2, BinaryPrimitives.ReadUInt16BigEndian(rest));
        while (!rest.IsEmpty)
        {
            var isExtended = (rest[0] & (byte)AttributeFlags.ExtendedLength) != 0;
            var (header, length) = isExtended ? (4, BinaryPrimitives.ReadUInt16BigEndian(rest[2..])) : (3, rest[2]);
            value = rest.Slice(header, length);
            if (rest[1] == (byte)code) return true;
            rest = rest[(header + length)..];
        }
        value = default;
        return false;
    }
}

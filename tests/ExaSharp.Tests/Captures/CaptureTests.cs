using System.Globalization;
using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Wire;
using ExaSharp.Captures;
using Xunit;

namespace ExaSharp.Tests.Captures;

public sealed class CaptureTests
{
    private const string Client = "10.0.0.1:40000";
    private const string Server = "10.0.0.2:179";
    private const string Marker = "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF";
    private const string Keepalive = Marker + "001304";
    private const string Update = Marker + "002F02000000144001010040020602010000000140030401020304180A0000";

    public static TheoryData<uint, bool, bool, bool> Forms
    {
        get
        {
            var data = new TheoryData<uint, bool, bool, bool>();
            foreach (var link in (LinkType[])[LinkType.Ethernet, LinkType.LinuxCooked, LinkType.LinuxCooked2, LinkType.Null, LinkType.Loop, LinkType.Raw])
            {
                data.Add((uint)link, true, false, false);
                data.Add((uint)link, false, false, true);
                data.Add((uint)link, true, true, true);
                data.Add((uint)link, false, true, false);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Every_form_of_file_and_link_is_read(uint link, bool isLittleEndian, bool isNextGeneration, bool isNanoseconds)
    {
        var file = new CaptureFile((LinkType)link, isLittleEndian, isNextGeneration, isNanoseconds);
        file.Tcp(Client, Server, 100, Hex(Keepalive)).Tcp("[2001:db8::1]:179", "[2001:db8::2]:5000", 7, Hex(Update));
        var seen = Read(file);
        Assert.Equal(
            [
                $"2023-11-14 22:13:20.123456 {Client} > {Server} {Keepalive}",
                $"2023-11-14 22:13:20.123456 [2001:db8::1]:179 > [2001:db8::2]:5000 {Update}",
            ],
            seen.Lines);
        Assert.Null(seen.Error);
    }

    [Theory]
    [InlineData("81000005")]
    [InlineData("88A800058100000A")]
    public void Tags_of_virtual_networks_are_stepped_over(string tags) =>
        Assert.Single(Read(new CaptureFile { VlanTags = tags }.Tcp(Client, Server, 1, Hex(Keepalive))).Lines);

    [Theory]
    // Hop-by-hop options, routing, authentication, a fragment that is whole; the first header's number stands behind for the test.
    [InlineData("0600000000000000", "00")]
    [InlineData("2B00000000000000" + "0600000000000000", "00")]
    [InlineData("0602000000000000" + "0000000000000000", "51")]
    [InlineData("0600000000000001", "44")]
    public void Extension_headers_are_stepped_over(string headers, string first)
    {
        var file = new CaptureFile(LinkType.Raw);
        var segment = new CaptureFile(LinkType.Raw).Tcp("[2001:db8::1]:179", "[2001:db8::2]:5000", 7, Hex(Keepalive)).ToArray()[(24 + 16)..];
        var payload = segment[40..];
        var inserted = Hex(headers);
        byte[] packet = [.. segment[..4], .. Big(inserted.Length + payload.Length), byte.Parse(first, CultureInfo.InvariantCulture), .. segment[7..40], .. inserted, .. payload];
        Assert.Single(Read(file.Packet(packet)).Lines);
    }

    [Fact]
    public void Fragments_and_links_that_are_not_known_are_told_of()
    {
        var file = new CaptureFile(LinkType.Raw).Tcp(Client, Server, 1, Hex(Keepalive), fragment: 0x2000).Tcp(Client, Server, 1, Hex(Keepalive), fragment: 3);
        Assert.Equal("2 fragments of IP packets are passed over", Read(file).Omissions);
        file = new CaptureFile((LinkType)147).Packet([1, 2, 3]);
        Assert.Equal("1 packets of link type 147 are passed over, which is not known", Read(file).Omissions);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Segments_that_are_mixed_up_repeated_and_overlap_give_the_same_messages(int seed)
    {
        var random = new Random(seed);
        var stream = Enumerable.Range(0, 40).SelectMany(_ => random.Next(2) == 0 ? Hex(Keepalive) : Hex(Update)).ToArray();
        // Numbers wrap around within it.
        var first = uint.MaxValue - (uint)random.Next(stream.Length);
        var file = new CaptureFile().Tcp(Client, Server, first - 1, [], TcpFlags.Syn);
        var pieces = new List<(int Start, int Length)>();
        for (var start = 0; start < stream.Length;)
        {
            var length = Math.Min(random.Next(1, 60), stream.Length - start);
            pieces.Add((start, length));
            // Again, with more behind it or less.
            if (random.Next(3) == 0) pieces.Add((start, Math.Min(random.Next(1, 120), stream.Length - start)));
            // Again, from before it.
            if (random.Next(3) == 0) pieces.Add((Math.Max(0, start - 30), Math.Min(60, stream.Length - Math.Max(0, start - 30))));
            start += length;
        }
        for (var i = 0; i + 4 < pieces.Count; i += 4) random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(pieces).Slice(i, 4));
        foreach (var (start, length) in pieces) file.Tcp(Client, Server, first + (uint)start, stream[start..(start + length)]);
        var seen = Read(file);
        Assert.Equal(Convert.ToHexString(stream), string.Concat(seen.Messages));
        Assert.Empty(seen.Notes);
    }

    [Fact]
    public void A_gap_is_told_of_and_the_next_message_is_found()
    {
        var file = new CaptureFile().Tcp(Client, Server, 99, [], TcpFlags.Syn).Tcp(Client, Server, 100, Hex(Keepalive));
        // 10 octets into an UPDATE the capture goes on only within the next.
        file.Tcp(Client, Server, 119, Hex(Update)[..10]).Tcp(Client, Server, 119 + 47, [.. Hex(Update)[20..], .. Hex(Keepalive)]);
        var seen = Read(file);
        Assert.Equal([Keepalive, Keepalive], seen.Messages);
        Assert.Equal(["37 octets are missing", "37 octets before the next message are passed over"], seen.Notes);
    }

    [Fact]
    public void A_gap_is_given_up_when_too_much_waits_behind_it()
    {
        var file = new CaptureFile().Tcp(Client, Server, 99, [], TcpFlags.Syn);
        for (var i = 0; i < 300; i++) file.Tcp(Client, Server, (uint)(101 + 19 * i), Hex(Keepalive));
        // Still not at the end of the capture.
        file.Tcp(Client, Server, 1, [], TcpFlags.Rst);
        var seen = Read(file);
        Assert.Equal(300, seen.Messages.Count);
        Assert.Equal(["1 octets are missing", "connection reset"], seen.Notes);
    }

    [Fact]
    public void A_capture_that_begins_within_a_session_begins_with_the_next_message()
    {
        var file = new CaptureFile().Tcp(Client, Server, 500, [.. Hex(Update)[18..], .. Hex("FFFFFFFF"), .. Hex(Keepalive)]).Tcp(Client, Server, 500 + 29 + 4 + 19, Hex(Update));
        var seen = Read(file);
        Assert.Equal([Keepalive, Update], seen.Messages);
        Assert.Equal(["33 octets before the next message are passed over"], seen.Notes);
    }

    [Fact]
    public void Octets_that_are_no_message_are_told_of_and_passed_over()
    {
        var file = new CaptureFile().Tcp(Client, Server, 99, [], TcpFlags.Syn).Tcp(Client, Server, 100, [.. Hex(Marker + "001309"), .. Hex(Keepalive), .. Hex(Update)[..20]]);
        var seen = Read(file);
        Assert.Equal([Keepalive], seen.Messages);
        Assert.Equal(
            ["not a message: can not decode message of type \"9\"", "19 octets before the next message are passed over", "20 octets at the end make no whole message"],
            seen.Notes);
    }

    [Fact]
    public void The_next_connection_between_the_same_ends_is_a_session_of_its_own()
    {
        var file = new CaptureFile();
        foreach (var first in (uint[])[99, 99, 5_000_000])
        {
            file.Tcp(Client, Server, first, [], TcpFlags.Syn).Tcp(Client, Server, first + 1, Hex(Keepalive)).Tcp(Client, Server, first + 20, [], TcpFlags.Fin | TcpFlags.Ack);
        }
        var seen = Read(file);
        // The second one is the first one's segments again.
        Assert.Equal([Keepalive, Keepalive], seen.Messages);
        Assert.Equal(["connection closed", "connection closed"], seen.Notes);
    }

    [Fact]
    public void Only_the_port_that_is_asked_for_counts()
    {
        var file = new CaptureFile().Tcp(Client, "10.0.0.2:1790", 1, Hex(Keepalive)).Tcp(Client, Server, 1, Hex(Update));
        Assert.Equal([Update], Read(file).Messages);
        Assert.Equal([Keepalive], Read(file, port: 1790).Messages);
    }

    [Fact]
    public void The_OPENs_of_both_sides_say_how_their_messages_are_read()
    {
        var (client, server) = (Open(65001, AddPathMode.Send, asn4: true), Open(70000, AddPathMode.SendReceive, asn4: true));
        var file = new CaptureFile();
        file.Tcp(Client, Server, 1, client).Tcp(Server, Client, 1, server);
        file.Tcp(Client, Server, (uint)(1 + client.Length), Hex(Keepalive)).Tcp(Server, Client, (uint)(1 + server.Length), Hex(Keepalive));
        var sessions = Read(file).Sessions;
        Assert.Equal((70000u, 65001u), (sessions[2].LocalAs, sessions[2].PeerAs));
        Assert.Equal([FamilyId.Ipv4Unicast], sessions[2].AddPathReceive);
        Assert.Equal([(FamilyId.Ipv4Unicast, Afi.Ipv6)], sessions[2].ExtendedNextHops);
        Assert.Equal(ushort.MaxValue, sessions[2].MessageSize);
        Assert.True(sessions[2].Asn4);
        Assert.Equal((65001u, 70000u), (sessions[3].LocalAs, sessions[3].PeerAs));
        Assert.Empty(sessions[3].AddPathReceive);
        // Until the second one is there, the first one counts for both.
        Assert.Equal([FamilyId.Ipv4Unicast], sessions[0].AddPathReceive);
    }

    [Fact]
    public void AS_numbers_of_2_octets_are_recognised_when_no_OPEN_was_seen()
    {
        var update = Marker + "002D0200000012400101004002040201FDE840030401020304180A0000";
        var sessions = Read(new CaptureFile().Tcp(Client, Server, 1, [.. Hex(update), .. Hex(Update)])).Sessions;
        Assert.False(sessions[0].Asn4);
        Assert.True(sessions[1].Asn4);
    }

    public static TheoryData<string, string> Damaged => new()
    {
        { "D4C3B2A1", "the file ends within its header" },
        { "D4C3B2A1" + "0300040000000000000000000000040001000000", "version 3 of the pcap format is not known" },
        { "D4C3B2A1" + "0200040000000000000000000000040001000000" + "00", "the file ends within the header of a packet" },
        { "D4C3B2A1" + "0200040000000000000000000000040001000000" + "000000000000000005000000" + "05000000" + "0102", "the file ends within a packet" },
        { "D4C3B2A1" + "0200040000000000000000000000040001000000" + "0000000000000000FFFFFFFF" + "05000000", "the file is damaged: a packet of 4294967295 octets" },
        { "0A0D0D0A", "the file ends within the header of a block" },
        { "0A0D0D0A" + "1C000000" + "00000000", "the file is damaged: a section without octet order" },
        { "0A0D0D0A" + "1C000000" + "4D3C2B1A" + "0100", "the file ends within a block" },
        { "0A0D0D0A" + "08000000" + "4D3C2B1A" + "0100", "the file is damaged: a block of 8 octets" },
        { "0A0D0D0A" + "1C000000" + "4D3C2B1A" + "01000000FFFFFFFFFFFFFFFF" + "20000000", "the file is damaged: a block's two lengths differ" },
        { "0A0D0D0A" + "1C000000" + "4D3C2B1A" + "01000000FFFFFFFFFFFFFFFF" + "1C000000" + "06000000" + "20000000" + "00000000000000000000000000000000" + "00000000" + "20000000", "the file is damaged: a packet of an interface that is not described" },
    };

    [Theory]
    [MemberData(nameof(Damaged))]
    public void A_damaged_file_is_told_of(string octets, string error) => Assert.Equal(error, Read(Hex(octets)).Error);

    [Fact]
    public void A_simple_packet_is_of_the_first_interface()
    {
        var packet = new CaptureFile(LinkType.Raw).Tcp(Client, Server, 1, Hex(Keepalive)).ToArray()[40..];
        var file = new CaptureFile(LinkType.Raw, isNextGeneration: true);
        file.Block(3, [.. file.Number((uint)packet.Length), .. packet]);
        Assert.Equal([Keepalive], Read(file).Messages);
    }

    [Theory]
    [InlineData(11)]
    public void Files_that_are_cut_and_damaged_at_random_do_no_harm(int seed)
    {
        var random = new Random(seed);
        foreach (var isNextGeneration in (bool[])[false, true])
        {
            var whole = new CaptureFile(isNextGeneration: isNextGeneration).Tcp(Client, Server, 99, [], TcpFlags.Syn)
                .Tcp(Client, Server, 100, Hex(Update)).Tcp(Server, Client, 7, Open(65000, AddPathMode.Send, asn4: true)).Tcp(Client, Server, 147, Hex(Update)).ToArray();
            for (var length = 0; length <= whole.Length; length++) Read(whole[..length]);
            for (var run = 0; run < 2000; run++)
            {
                var damaged = (byte[])whole.Clone();
                for (var i = random.Next(6); i >= 0; i--) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
                Read(damaged);
            }
        }
    }

    private static byte[] Open(uint asn, AddPathMode addPath, bool asn4)
    {
        var settings = new SessionSettings
        {
            Families = [FamilyId.Ipv4Unicast, FamilyId.Ipv6Unicast],
            AddPathFamilies = [FamilyId.Ipv4Unicast],
            NextHops = [(FamilyId.Ipv4Unicast, Afi.Ipv6)],
            Capabilities = new CapabilitySettings { AddPath = addPath, Asn4 = asn4, ExtendedNextHop = true },
        };
        var writer = new WireWriter(new byte[4096]);
        OpenMessage.Create(settings, asn, IpAddress.FromIpv4(0x0a000001)).Write(ref writer);
        return writer.Written.ToArray();
    }

    private static byte[] Hex(string digits) => Convert.FromHexString(digits);

    private static byte[] Big(int value) => [(byte)(value >> 8), (byte)value];

    private static Seen Read(CaptureFile file, ushort port = 179) => Read(file.ToArray(), port);

    private static Seen Read(byte[] file, ushort port = 179)
    {
        var seen = new Seen();
        var decoder = new CaptureDecoder(port, new NegotiatedSession { Families = AddressFamilies.Known }, seen);
        if (CaptureReader.Open(new MemoryStream(file)) is not { } reader) return seen;
        decoder.Read(reader);
        seen.Error = reader.Error;
        seen.Omissions = string.Join('\n', decoder.Omissions());
        return seen;
    }

    private sealed class Seen : ICaptureListener
    {
        public List<string> Lines { get; } = [];

        public List<string> Messages { get; } = [];

        public List<string> Notes { get; } = [];

        public List<NegotiatedSession> Sessions { get; } = [];

        public string? Error { get; set; }

        public string Omissions { get; set; } = "";

        public void Message(CapturedDirection direction, ReadOnlySpan<byte> message, NegotiatedSession session, OpenMessage? open)
        {
            Messages.Add(Convert.ToHexString(message));
            Sessions.Add(session);
            Lines.Add(string.Create(CultureInfo.InvariantCulture, $"{direction.Time:yyyy-MM-dd HH:mm:ss.ffffff} {direction.Source} > {direction.Destination} {Messages[^1]}"));
        }

        public void Note(CapturedDirection direction, string text) => Notes.Add(text);
    }
}

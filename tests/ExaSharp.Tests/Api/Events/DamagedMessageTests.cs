using System.Text.Json;
using ExaSharp.Api.Events;
using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using Xunit;
using static ExaSharp.Tests.Api.Events.EventTestData;

namespace ExaSharp.Tests.Api.Events;

/// <summary>Messages of every type, as they should be and damaged: whatever can be read of them is told in one line of valid JSON, in each version.</summary>
public sealed class DamagedMessageTests
{
    private const int Rounds = 1500;

    private static readonly JsonDocumentOptions UniqueKeys = new() { AllowDuplicateProperties = false };

    /// <summary>Bodies to begin with.</summary>
    private static readonly Dictionary<MessageType, string[]> Bodies = new()
    {
        [MessageType.Open] =
        [
            Convert.ToHexString(ReceivedOpenBody),
            "04FDEA00B40A00000224" + "0222" + "41040000FDEA" + "490A" + "03225C0A" + "056C6F63616C" + "4B0406C3A9FF22" + "450400010103" + "4006007800010180",
            "04FDEA00B40A000002FFFF0017" + "020006010400010001" + "02000641040000FDEA" + "0200020200",
        ],
        [MessageType.Update] =
        [
            "000418C63364" + "0014" + "4001010040020602010000FDEA4003047F00000A" + "180A0100180A0101",
            "00000031" + "40010100" + "40020602010000FDEA" + "800E1A00020110" + "20010DB8000000000000000000000002" + "00" + "2020010DB8" + "80040400000007",
            "00000010" + "800F0D001946" + "031100010A00000A00640000000A200A000001",
            "00000000",
        ],
        [MessageType.Notification] = ["0602", "060205225C0A7B5D", "060206C3A9E29C94", "020741040000FDEA", "0305225C0A7B7D", "0601000101", "C8C82222"],
        [MessageType.Keepalive] = [""],
        [MessageType.RouteRefresh] = ["00010001", "00020101", "40040247", "00070009"],
        [MessageType.Operational] =
        [
            "00010009000101225C0A097F7D", "00020007000201C3A9E29C", "0003000B0001010A00000200000007", "0004000F0001010A00000200000007FFFFFFFF", "0008000F0002010A0000020000000000000000",
        ],
    };

    public static TheoryData<string> Types => [.. Bodies.Keys.Select(type => type.ToString())];

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_version_tells_of_a_message_in_one_line_of_JSON_without_a_repeated_key(string name)
    {
        var type = Enum.Parse<MessageType>(name);
        var random = new Random((int)type);
        var encoders = Enum.GetValues<JsonVersion>().ToDictionary(version => version, version => JsonEncoder.Create(version, Context()));
        NegotiatedSession[] sessions =
        [
            Session() with { Families = AddressFamilies.Known, AddPathReceive = [] }, Session() with { Families = AddressFamilies.Known, AddPathReceive = AddressFamilies.Known, Asn4 = false },
        ];
        var bodies = Bodies[type].Select(Convert.FromHexString).ToArray();
        var (read, output) = (0, new TextBuffer());
        for (var round = 0; round < Rounds; round++)
        {
            var body = round < bodies.Length ? bodies[round] : Damage(bodies[random.Next(bodies.Length)], random);
            var session = sessions[round % sessions.Length];
            var message = new MessageEvent(Neighbor(), EventDirection.Receive)
            {
                Header = round % 3 == 0 ? Header : default,
                Body = round % 3 == 0 ? body : default,
                Negotiated = session,
                IsNegotiatedWanted = round % 2 == 0,
            };
            foreach (var encoder in encoders.Values)
            {
                output.Clear();
                encoder.Packets(new MessageEvent(Neighbor(), EventDirection.Send) { Header = Header, Body = body, Negotiated = session }, type, output);
                AssertLine(output, body);
                output.Clear();
                if (!TryWrite(encoder, type, body, message, session, output)) continue;
                read++;
                AssertLine(output, body);
            }
        }
        // Damage leaves enough that can be read.
        Assert.True(read > Rounds / 10, $"{read} were read");
    }

    private static bool TryWrite(JsonEncoder encoder, MessageType type, byte[] body, in MessageEvent message, NegotiatedSession session, TextBuffer output)
    {
        switch (type)
        {
            case MessageType.Open:
                if (!OpenMessage.TryRead(body, out var open, out _)) return false;
                encoder.Open(message, open, output);
                return true;
            case MessageType.Update:
                if (!new UpdateReader().TryRead(body, session, out var update, out _)) return false;
                encoder.Update(message, session, update, output);
                return true;
            case MessageType.Notification:
                var notification = Notification.Read(body);
                encoder.Notification(message, notification.Code, notification.Subcode, notification.Data, output);
                return true;
            case MessageType.RouteRefresh:
                if (!RouteRefreshMessage.TryRead(body, out var refresh, out _)) return false;
                encoder.Refresh(message, refresh.Family, (byte)refresh.Subtype, output);
                return true;
            case MessageType.Operational:
                if (!OperationalMessage.TryRead(body, out var operational, out _) || !operational!.IsKnown) return false;
                encoder.Operational(message, operational, output);
                return true;
            default:
                encoder.Keepalive(message, output);
                return true;
        }
    }

    /// <summary>Flips bits, cuts off, adds, or sets a length: one to three of these.</summary>
    private static byte[] Damage(byte[] body, Random random)
    {
        var damaged = body.ToList();
        for (var count = random.Next(1, 4); count > 0 && damaged.Count > 0; count--)
        {
            var place = random.Next(damaged.Count);
            switch (random.Next(5))
            {
                case 0: damaged[place] ^= (byte)(1 << random.Next(8)); break;
                case 1: damaged[place] = (byte)random.Next(256); break;
                case 2: damaged.RemoveRange(place, damaged.Count - place); break;
                case 3: damaged.Insert(place, (byte)random.Next(256)); break;
                default: damaged.RemoveAt(place); break;
            }
        }
        return [.. damaged];
    }

    private static void AssertLine(TextBuffer output, byte[] body)
    {
        // Nothing, of what a version does not have.
        if (output.Length == 0) return;
        Assert.True(output.Written.IndexOf((byte)'\n') == output.Length - 1, $"{Convert.ToHexString(body)}: {output}");
        try
        {
            JsonDocument.Parse(output.WrittenMemory, UniqueKeys).Dispose();
        }
        catch (JsonException problem)
        {
            Assert.Fail($"{Convert.ToHexString(body)}: {problem.Message}\n{output}");
        }
    }
}

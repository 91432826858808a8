using System.Text.RegularExpressions;
using ExaSharp.Api.Events;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Configuration.Settings;
using Xunit;
using static ExaSharp.Tests.Api.Events.EventTestData;

namespace ExaSharp.Tests.Api.Events;

/// <summary>
/// Each event in each version. As for <see cref="JsonVersionTests"/>, the goldens are what the four programs wrote, and a star
/// stands where they wrote something else. T, H, P and PP stand for what differs from machine to machine.
/// </summary>
public partial class EventVersionTests
{
    private const string Capabilities = "010400010001" + "010400010085" + "0200" + "4600" + "41040000FDEA" + "4006007800010180"
        + "45080001010300020102" + "0600" + "49050365786100" + "0506000100010002" + "4D020102" + "B900";

    private const string OtherCapabilities = "010400010001" + "4006807800010100" + "4400";

    private static readonly NegotiatedSession Negotiated = new()
    {
        LocalAs = 65001,
        PeerAs = 65002,
        MessageSize = 65535,
        HoldTime = 180,
        Families = [FamilyId.Ipv4Unicast, FamilyId.Ipv4Flow],
    };

    private static readonly NegotiatedSession WithPathIds = Negotiated with { AddPathSend = Negotiated.Families, AddPathReceive = Negotiated.Families };

    private static readonly byte[] Update = Convert.FromHexString("00000014" + "40010100" + "40020602010000FDEA" + "4003047F00000A" + "180A0100");

    private static readonly Dictionary<string, Func<EventEncoder>> Versions = new()
    {
        ["3.4.8"] = () => JsonEncoder.Create(JsonVersion.Three, Context()),
        ["4.0.1"] = () => JsonEncoder.Create(JsonVersion.Four, Context()),
        ["5.0.0"] = () => JsonEncoder.Create(JsonVersion.Five, Context()),
        ["6.0.0"] = () => JsonEncoder.Create(JsonVersion.Six, Context()),
        ["text-3.4"] = () => TextEncoder.Create(JsonVersion.Three, Context()),
        ["text-4.2"] = () => TextEncoder.Create(JsonVersion.Four, Context()),
        ["text-5.0"] = () => TextEncoder.Create(JsonVersion.Five, Context()),
    };

    private static readonly Dictionary<string, Action<EventEncoder, TextBuffer>> Events = new()
    {
        ["connected"] = (encoder, output) => encoder.Connected(Neighbor(), output),
        ["up"] = (encoder, output) => encoder.Up(Neighbor(), output),
        ["down"] = (encoder, output) => encoder.Down(Neighbor(), "notification received (6,4)", output),
        ["shutdown"] = (encoder, output) => encoder.Shutdown(output),
        ["fsm"] = (encoder, output) => encoder.Fsm(Neighbor(), "ACTIVE", output),
        ["signal"] = (encoder, output) => encoder.Signal(Neighbor(), 15, "SIGTERM", output),
        ["signal none"] = (encoder, output) => encoder.Signal(Neighbor(), 0, "none", output),
        ["negotiated"] = (encoder, output) => encoder.Negotiated(Neighbor(), Negotiated, output),
        ["negotiated addpath"] = (encoder, output) => encoder.Negotiated(Neighbor(), WithPathIds, output),
        ["notification 3 1"] = (encoder, output) => encoder.Notification(Receive(), 3, 1, [1, 2], output),
        ["notification consolidate"] = (encoder, output) => encoder.Notification(Octets(EventDirection.Send), 6, 3, [], output),
        ["packets 4"] = (encoder, output) => encoder.Packets(Octets(EventDirection.Receive, []), MessageType.Keepalive, output),
        ["packets 5"] = (encoder, output) => encoder.Packets(Octets(EventDirection.Receive), MessageType.RouteRefresh, output),
        ["packets negotiated"] = (encoder, output) => encoder.Packets(
            new MessageEvent(Neighbor(), EventDirection.Send) { Header = Header, Body = [1, 2], Negotiated = Negotiated, IsNegotiatedWanted = true }, MessageType.Update, output),
        ["keepalive"] = (encoder, output) => encoder.Keepalive(new MessageEvent(Neighbor(), EventDirection.Send), output),
        ["keepalive consolidate"] = (encoder, output) => encoder.Keepalive(Octets(EventDirection.Receive, []), output),
        ["open received"] = (encoder, output) => encoder.Open(Receive(), Open(Capabilities), output),
        ["open received 2"] = (encoder, output) => encoder.Open(Receive(), Open(OtherCapabilities), output),
        ["open sent"] = (encoder, output) => encoder.Open(Octets(EventDirection.Send), SentOpen(), output),
        ["refresh 00010001"] = (encoder, output) => encoder.Refresh(Receive(), FamilyId.Ipv4Unicast, 0, output),
        ["refresh 00010101"] = (encoder, output) => encoder.Refresh(Receive(), FamilyId.Ipv4Unicast, 1, output),
        ["refresh 00020201"] = (encoder, output) => encoder.Refresh(Receive(), FamilyId.Ipv6Unicast, 2, output),
        ["update consolidate"] = (encoder, output) => Write(encoder, Octets(EventDirection.Receive), output),
        ["update negotiated"] = (encoder, output) => Write(
            encoder, new MessageEvent(Neighbor(), EventDirection.Receive) { Negotiated = Negotiated, IsNegotiatedWanted = true }, output),
        ["operational ASM"] = (encoder, output) => encoder.Operational(
            Receive(), OperationalMessage.Advisory(OperationalKind.AdvisoryStatic, FamilyId.Ipv4Unicast, "hello"), output),
        ["operational RPCQ"] = (encoder, output) => encoder.Operational(
            Receive(), OperationalMessage.Query(OperationalKind.ReachableCountRequest, FamilyId.Ipv4Unicast, Address("10.0.0.1"), 1), output),
        ["operational RPCP"] = (encoder, output) => encoder.Operational(
            Receive(), OperationalMessage.Reply(OperationalKind.ReachableCountReply, FamilyId.Ipv4Unicast, Address("10.0.0.1"), 1, 2), output),
    };

    public static TheoryData<string> Names => [.. Events.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_event_is_told_in_each_version_as_its_ExaBGP_tells_it(string name)
    {
        var seen = Versions.Select(version => $"{name}|{version.Key}|{Encode(version.Value(), name)}").ToList();
        if (Environment.GetEnvironmentVariable("EXASHARP_TEST_GOLDEN") is { Length: > 0 } folder)
        {
            File.AppendAllLines(Path.Combine(folder, "events.txt"), seen);
            return;
        }
        var golden = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Api", "Events", "Golden", "events.txt"))
            .Where(line => line.StartsWith(name + "|", StringComparison.Ordinal)).Select(line => line.Replace("*|", "|", StringComparison.Ordinal));
        Assert.Equal(string.Join('\n', golden), string.Join('\n', seen));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_event_is_one_line_of_valid_JSON_without_a_repeated_key(string name)
    {
        foreach (var version in Enum.GetValues<JsonVersion>())
        {
            var output = new TextBuffer();
            Events[name](JsonEncoder.Create(version, Context()), output);
            if (output.Length == 0) continue;
            Assert.Equal(1, output.ToString().Count(character => character == '\n'));
            using var document = System.Text.Json.JsonDocument.Parse(
                output.ToString(), new System.Text.Json.JsonDocumentOptions { AllowDuplicateProperties = false });
        }
    }

    /// <summary>ExaBGP 6.0 has no text.</summary>
    [Theory]
    [InlineData(HelperEncoder.Json, JsonVersion.Three, typeof(Json3Encoder))]
    [InlineData(HelperEncoder.Json, JsonVersion.Five, typeof(Json5Encoder))]
    [InlineData(HelperEncoder.Json, JsonVersion.Six, typeof(Json6Encoder))]
    [InlineData(HelperEncoder.Text, JsonVersion.Three, typeof(Text3Encoder))]
    [InlineData(HelperEncoder.Text, JsonVersion.Four, typeof(TextEncoder))]
    [InlineData(HelperEncoder.Text, JsonVersion.Six, typeof(Json6Encoder))]
    public void Helpers_of_one_form_and_version_share_an_encoder(HelperEncoder form, JsonVersion version, Type type)
    {
        var encoders = new EventEncoders(Context());

        var encoder = encoders.Get(form, version);

        Assert.IsType(type, encoder);
        Assert.Same(encoder, encoders.Get(form, version));
    }

    private static string Encode(EventEncoder encoder, string name)
    {
        var output = new TextBuffer();
        Events[name](encoder, output);
        var line = output.ToString();
        // An event ends with its line; text with an empty one, but for OPERATIONAL.
        line = line.EndsWith('\n') ? line[..^1] : line;
        line = EnvelopePattern().Replace(line, "\"time\": T, \"host\" : \"H\", \"pid\" : $1P$1, \"ppid\" : $2PP$2");
        return line.Replace("shutdown 1234 1", "shutdown P PP", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
    }

    private static void Write(EventEncoder encoder, in MessageEvent message, TextBuffer output)
    {
        Assert.True(new UpdateReader().TryRead(Update, Negotiated, out var view, out var error), error.Text);
        encoder.Update(message, Negotiated, view, output);
    }

    private static MessageEvent Receive() => new(Neighbor(), EventDirection.Receive);

    private static MessageEvent Octets(EventDirection direction, byte[]? body = null) => new(Neighbor(), direction) { Header = Header, Body = body ?? [1, 2] };

    private static OpenMessage Open(string capabilities)
    {
        var length = capabilities.Length / 2;
        var body = Convert.FromHexString($"04FDEA00B40A000002{length + 2:X2}02{length:X2}{capabilities}");
        return OpenMessage.TryRead(body, out var open, out var error) ? open : throw new FormatException(error.Text);
    }

    private static OpenMessage SentOpen() => OpenMessage.Create(
        new SessionSettings { Families = [FamilyId.Ipv4Unicast, FamilyId.Ipv4Flow] }, 65001, Address("10.0.0.1"));

    [GeneratedRegex("\"time\": [0-9.]+, \"host\" : \"exa\", \"pid\" : (\"?)1234\"?, \"ppid\" : (\"?)1\"?")]
    private static partial Regex EnvelopePattern();
}

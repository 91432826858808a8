using System.Buffers;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Fuzz.Targets;

/// <summary>The framer: whole and cut in two, the same messages come out.</summary>
internal sealed class FramerTarget : IFuzzTarget
{
    public string Name => "framer";

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        Convert.FromHexString("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF001304FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF0017020000000000"),
    ];

    public void Run(ReadOnlySpan<byte> input)
    {
        var bytes = input.ToArray();
        var whole = Read(new ReadOnlySequence<byte>(bytes));
        var first = new Segment(bytes.AsMemory(0, bytes.Length / 2));
        var last = first.Append(bytes.AsMemory(bytes.Length / 2));
        var split = Read(new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length));
        if (whole != split) throw new InvalidOperationException($"whole: {whole}, in two parts: {split}");
    }

    private static string Read(ReadOnlySequence<byte> input)
    {
        var framer = new BgpFramer();
        var seen = new System.Text.StringBuilder();
        while (framer.Read(ref input, out var frame, out var error) is var status && status != FrameStatus.Incomplete)
        {
            seen.Append(status).Append(frame.Type).Append(frame.Bytes.Length).Append(error.Text).Append(' ');
            if (status == FrameStatus.Error) break;
        }
        return seen.ToString();
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory) => Memory = memory;

        public Segment Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Segment(memory) { RunningIndex = RunningIndex + Memory.Length };
            Next = next;
            return next;
        }
    }
}

/// <summary>OPEN: what can be read is shown, written and read again.</summary>
internal sealed class OpenTarget : IFuzzTarget
{
    public string Name => "open";

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        Convert.FromHexString("04FDE800B4010203041C02060104000100010206010400020001020641040000FDE802020600"),
        Convert.FromHexString("04FDE800B40102030446020601040001000102060506000100010002020A450800010103000201030206400A8078000101800002018002020200020246000202B90002020600"),
    ];

    public void Run(ReadOnlySpan<byte> input)
    {
        if (!OpenMessage.TryRead(input, out var open, out _)) return;
        var output = new TextBuffer();
        open.AppendJson(output);
        System.Text.Json.JsonDocument.Parse(output.WrittenMemory).Dispose();
        open.AppendText(output);
    }
}

/// <summary>UPDATE under several negotiated sessions: every part that can be read renders as valid JSON and as text.</summary>
internal sealed class UpdateTarget : IFuzzTarget
{
    private static readonly NegotiatedSession[] Sessions =
    [
        Session(asn4: true, addPath: false), Session(asn4: false, addPath: false), Session(asn4: true, addPath: true),
    ];

    private static readonly System.Text.Json.JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private readonly UpdateReader _reader = new();
    private readonly AttributeSetBuilder _builder = new();
    private readonly TextBuffer _output = new();

    public string Name => "update";

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        Convert.FromHexString("0000001540010100400200400304016501654005040000006419010100"),
        Convert.FromHexString("0000002840010100400200400504000000648 00F170001851301200000000002200000000003810605910C38".Replace(" ", "", StringComparison.Ordinal)),
        Convert.FromHexString("0000003540010100400200400504000000 64C010088006000000000000800E1900018500001301200000000002200000000003810605910C38".Replace(" ", "", StringComparison.Ordinal)),
        // Multicast VPN; VPLS with a PMSI tunnel; EVPN; route target constraints.
        Convert.FromHexString("0000005C400101004002004003040A0A060340050400000064C010080102C0A85E0C0005800E39000105040A0A06030006160000FDE80001869F0000FDE8200A63C70120EFFBFFE407160000FDE80001869F0000FDE8200A630C0220EFFBFFE4"),
        Convert.FromHexString("0000004540010100400200C0160900060006400A000001800E2F00194104C0A8C9010000110001C0A8C901007B000500010008029CE100110001C0A8C901007B000600010008029CE1"),
        Convert.FromHexString("000000914001010040020040050400000064800E80001946040A0000010002250001252C372E0001000000000000000000000000051530E88088308BE9200A22100A00000003110001252C372E00010000000A200A000001041700010A00000A006400112233445566778899200A000001052200010A00000A0064001122334455667788990000000A180A0100000A000001000641"),
        Convert.FromHexString("000000304001010040020040050400000064800F1F000184600000FDE80002FDE80000006400400000FDE84002FDE8200000FDE8"),
        // BGP-LS with TLVs of nodes and links; of SRv6 and prefixes, in a VPN.
        Convert.FromHexString("000001774001010040020040050400000064801D7004000001840402000272310403000449000102040400040A000001040A000C8000001F4004890003003E80040B00020001040E000440000000044100044CEE6B280447000300000A044800080000000100000002044B000730000000049310044C000D30000000000000000001049310800EF3400447040A000001000001001F02000000000000000101000012020000040000FDE8020300060001000000010002005002000000000000000101000012020000040000FDE8020300060001000000010101000B0203000700010000000203010200080000002700000035010300040A000000010400040A0000010107000200020003002D02000000000000000101000012020000040000FDE8020300060001000000010108000101010900051E0A8602580006003E02000000000000000101000012020000040000FDE80203000600010000000101070002000202060010FC0000000000000000000000000000010258000101"),
        Convert.FromHexString("000000E64001010040020040050400000064801D960452001E003980000100FC00000000000000000000000000000104E40004201010000453001C003980000100000000000014FC3000000000000000000000000000010454001F0039800001000A000001FC30000000000000000000000000000100090001AA0482000800000000000000FF048600084000000000000005048A0008800100000000000A04E20004000102030102000101800E3C4004480C00000000000000000A00000100000100270000FDE80000006402000000000000000101000012020000040000FDE802030006000100000001"),
    ];

    public void Run(ReadOnlySpan<byte> input)
    {
        foreach (var session in Sessions)
        {
            if (!_reader.TryRead(input, session, out var update, out _)) continue;
            foreach (var attribute in update.Attributes) Show(update.Value(attribute), attribute.Code, session);
            for (var i = 0; i < update.SectionCount; i++)
            {
                var section = update.Section(i);
                if (AddressFamilies.Find(section.Family) is not { } family) continue;
                foreach (var item in section)
                {
                    _output.Clear();
                    family.AppendJson(item.Nlri, item.PathId, section.NextHop, false, _output);
                    System.Text.Json.JsonDocument.Parse(_output.WrittenMemory, Strict).Dispose();
                    family.AppendText(item.Nlri, item.PathId, _output);
                    family.AppendConfiguredText(item.Nlri, item.PathId, _output);
                    family.Key(item.Nlri, new byte[item.Nlri.Length]);
                }
            }
            UpdateReader.CanonicalAttributes(update, _builder);
        }
    }

    private void Show(ReadOnlySpan<byte> value, AttributeCode code, NegotiatedSession session)
    {
        if (AttributeTypes.Find(code) is not { } type) return;
        _output.Clear();
        type.AppendJson(value, session, _output);
        System.Text.Json.JsonDocument.Parse(_output.WrittenMemory, Strict).Dispose();
        type.AppendText(value, session, _output);
    }

    private static NegotiatedSession Session(bool asn4, bool addPath) => new()
    {
        LocalAs = 65000,
        PeerAs = 65000,
        Asn4 = asn4,
        Families = AddressFamilies.Known,
        AddPathReceive = addPath ? AddressFamilies.Known : [],
        MessageSize = ushort.MaxValue,
    };
}

using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Captures;

namespace ExaSharp.Fuzz.Targets;

/// <summary>Capture files: whatever is in them, and however few octets of them come at once, the same messages are found.</summary>
internal sealed class CaptureTarget : FuzzTarget
{
    private static readonly NegotiatedSession Fallback = new() { Families = AddressFamilies.Known };

    public override string Name => "capture";

    public override void Run(ReadOnlySpan<byte> input, TextBuffer shown)
    {
        var bytes = input.ToArray();
        Read(new MemoryStream(bytes), shown);
        var again = new TextBuffer();
        Read(new TricklingStream(bytes), again);
        if (!shown.Written.SequenceEqual(again.Written)) throw new InvalidOperationException($"at once: {shown}, little by little: {again}");
    }

    private static void Read(Stream stream, TextBuffer shown)
    {
        if (CaptureReader.Open(stream) is not { } reader) return;
        var decoder = new CaptureDecoder(179, Fallback, new Listener(shown));
        decoder.Read(reader);
        foreach (var omission in decoder.Omissions()) shown.Append(omission).Append((byte)'\n');
        shown.Append(reader.Error ?? "");
    }

    private sealed class Listener(TextBuffer shown) : ICaptureListener
    {
        public void Message(CapturedDirection direction, ReadOnlySpan<byte> message, NegotiatedSession session, OpenMessage? open) =>
            shown.Append(direction.ToString()).AppendHex(message).Append((byte)'\n');

        public void Note(CapturedDirection direction, string text) => shown.Append(direction.ToString()).Append(text).Append((byte)'\n');
    }

    private sealed class TricklingStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 3));

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 3)]);
    }
}

using System.Buffers;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Fuzz.Targets;

/// <summary>The framer: whole, cut in two and octet by octet, the same messages come out.</summary>
internal sealed class FramerTarget : FuzzTarget
{
    public override string Name => "framer";

    public override void Run(ReadOnlySpan<byte> input, TextBuffer shown)
    {
        var bytes = input.ToArray();
        Read(new ReadOnlySequence<byte>(bytes), shown);
        Compare(shown, Segment.Split(bytes, Math.Max(1, bytes.Length / 2)));
        Compare(shown, Segment.Split(bytes, 1));
        Compare(shown, Segment.Split(bytes, 7));
    }

    private static void Compare(TextBuffer whole, ReadOnlySequence<byte> parts)
    {
        var split = new TextBuffer();
        Read(parts, split);
        if (!whole.Written.SequenceEqual(split.Written)) throw new InvalidOperationException($"whole: {whole}, in parts: {split}");
    }

    private static void Read(ReadOnlySequence<byte> input, TextBuffer shown)
    {
        var framer = new BgpFramer();
        while (framer.Read(ref input, out var frame, out var error) is var status && status != FrameStatus.Incomplete)
        {
            shown.Append(status.ToString()).Append((byte)' ').Append((uint)frame.Type).Append((byte)' ').AppendHex(frame.Bytes).Append(error.Text ?? "").Append((byte)'\n');
            if (status == FrameStatus.Error) break;
            // As after the OPENs.
            framer.MaxMessageSize = ushort.MaxValue;
        }
        shown.Append(input.Length.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        private Segment(ReadOnlyMemory<byte> memory, long index) => (Memory, RunningIndex) = (memory, index);

        /// <summary>The octets in memories of so many each.</summary>
        public static ReadOnlySequence<byte> Split(byte[] bytes, int size)
        {
            var first = new Segment(bytes.AsMemory(0, Math.Min(size, bytes.Length)), 0);
            var last = first;
            for (var start = size; start < bytes.Length; start += size)
            {
                // A memory of its own, so that nothing beyond can be read.
                var next = new Segment(bytes.AsSpan(start, Math.Min(size, bytes.Length - start)).ToArray(), start);
                last.Next = next;
                last = next;
            }
            return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
        }
    }
}

using ExaSharp.Bgp.Capabilities;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Fuzz.Targets;

/// <summary>
/// Values of capabilities: the first octet chooses the capability from <see cref="CapabilityTypes"/>, the second one how many octets
/// each value has. Several values of one OPEN add up.
/// </summary>
internal sealed class CapabilityTarget : FuzzTarget
{
    public override string Name => "capability";

    /// <summary>The values of the OPENs of the corpus.</summary>
    public override IEnumerable<byte[]> Derive(Corpus corpus)
    {
        foreach (var open in corpus.Inputs("open"))
        {
            // In the extended form (RFC 9072) the lengths of the parameters have an octet more.
            var isExtended = open[10] == 255;
            var header = isExtended ? 3 : 2;
            for (var position = isExtended ? 13 : 10; position + header + 2 <= open.Length; position += header + open[position + header - 1])
            {
                var (code, length, value) = (open[position + header], open[position + header + 1], position + header + 2);
                if (value + length > open.Length) break;
                for (var index = 0; index < CapabilityTypes.All.Count; index++)
                    if ((byte)CapabilityTypes.All[index].Code == code) yield return [(byte)index, length, .. open.AsSpan(value, length)];
            }
        }
    }

    public override void Run(ReadOnlySpan<byte> input, TextBuffer shown)
    {
        if (input.Length < 2) return;
        var type = CapabilityTypes.All[input[0] % CapabilityTypes.All.Count];
        var size = Math.Max(1, (int)input[1]);
        Capability? capability = null;
        var rest = input[2..];
        do
        {
            var value = rest[..Math.Min(size, rest.Length)];
            rest = rest[value.Length..];
            if (!type.TryRead(value, capability, out var read, out var error))
            {
                if (string.IsNullOrEmpty(error)) throw new InvalidOperationException("refused without a reason");
                shown.Append(error);
                return;
            }
            capability = read;
        }
        while (!rest.IsEmpty);
        var start = shown.Length;
        capability.AppendJson(shown);
        Shown.IsJson(shown, start);
        capability.AppendText(shown);
        var room = new byte[ushort.MaxValue];
        for (var index = 0; index < capability.ValueCount; index++)
        {
            var writer = new WireWriter(room);
            capability.WriteValue(index, ref writer);
            shown.AppendHex(writer.Written);
        }
    }
}

using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Fuzz.Targets;

/// <summary>
/// The value of a path attribute: the first octet chooses it from <see cref="AttributeTypes"/>, the next ones the session. What is
/// valid is shown, and encoded for the session.
/// </summary>
internal sealed class AttributeTarget : FuzzTarget
{
    private readonly byte[] _octets = new byte[8 * ushort.MaxValue];

    public override string Name => "attribute";

    public override IEnumerable<byte[]> Derive(Corpus corpus)
    {
        // One without octets of each, so that none is left out.
        for (var index = 0; index < AttributeTypes.All.Count; index++) yield return [(byte)index, 0, 0];
        foreach (var (code, value) in UpdateFields.Attributes(corpus))
        {
            for (var index = 0; index < AttributeTypes.All.Count; index++)
                if (AttributeTypes.All[index].Code == code) yield return [(byte)index, 0, 0, .. value];
        }
    }

    public override void Run(ReadOnlySpan<byte> input, TextBuffer shown)
    {
        if (input.Length < 1 + RandomSessions.Octets) return;
        var type = AttributeTypes.All[input[0] % AttributeTypes.All.Count];
        var session = RandomSessions.Of(input[1], input[2]);
        var value = input[(1 + RandomSessions.Octets)..];
        if (value.IsEmpty && !type.MayBeEmpty) return;
        var error = type.Validate(value, session);
        if (error.IsError)
        {
            if (string.IsNullOrEmpty(error.Text)) throw new InvalidOperationException("refused without a reason");
            shown.Append(error.Text);
            return;
        }
        var stored = type.ToStored(value, session, new byte[2 * value.Length + 8]);
        if (type.IsShown(stored, session))
        {
            var start = shown.Length;
            type.AppendJson(stored, session, shown);
            Shown.IsJson(shown, start);
            start = shown.Length;
            type.AppendText(stored, session, shown);
            Shown.IsText(shown, start);
            for (var version = type.KnownSince; version <= JsonVersion.Six; version++)
            {
                start = shown.Length;
                type.AppendMembers(version, type.ShowsReceived(version) ? value : stored, session, shown.Append((byte)'{'));
                Shown.IsJson(shown.Append((byte)'}'), start);
                start = shown.Length;
                type.AppendText(version, stored, session, shown);
                Shown.IsText(shown, start);
            }
        }
        type.ValidateFromPeer(stored, session);
        var writer = new WireWriter(_octets);
        type.Encode(stored, session, ref writer);
        shown.AppendHex(writer.Written);
        writer = new WireWriter(_octets);
        type.EncodeAsRfc(stored, default, session, ref writer);
        shown.AppendHex(writer.Written);
        if (type.Code != AttributeCode.NextHop && writer.Overflowed) throw new InvalidOperationException("no room for it");
    }
}

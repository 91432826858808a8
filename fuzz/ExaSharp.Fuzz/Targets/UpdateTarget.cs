using ExaSharp.Api.Events;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Fuzz.Targets;

/// <summary>The body of an UPDATE behind the octets that choose the session: what can be read becomes events that are valid.</summary>
internal sealed class UpdateTarget : FuzzTarget
{
    private readonly UpdateReader _peers = new();
    private readonly UpdateReader _own = new(isOwn: true);
    private readonly AttributeSetBuilder _builder = new();
    private readonly AllEncoders _encoders = new();

    public override string Name => "update";

    public override void Run(ReadOnlySpan<byte> input, TextBuffer shown)
    {
        if (input.Length < RandomSessions.Octets) return;
        var session = RandomSessions.Of(input[0], input[1]);
        Show(_peers, input[RandomSessions.Octets..], session, shown);
        Show(_own, input[RandomSessions.Octets..], session, shown);
    }

    private void Show(UpdateReader reader, ReadOnlySpan<byte> body, NegotiatedSession session, TextBuffer shown)
    {
        if (!reader.TryRead(body, session, out var update, out var error))
        {
            if (string.IsNullOrEmpty(error.Text)) throw new InvalidOperationException("refused without a reason");
            shown.Append(error.Text).Append((byte)'\n');
            return;
        }
        var details = new MessageEvent(AllEncoders.NewNeighbor(), EventDirection.Receive) { Body = body, Negotiated = session, IsNegotiatedWanted = true };
        foreach (var (encoder, isJson) in _encoders.All())
        {
            var start = shown.Length;
            encoder.Update(details, session, update, shown);
            AllEncoders.Check(shown, start, isJson);
        }
        UpdateReader.CanonicalAttributes(update, _builder);
        shown.Append(update.ErrorText ?? "");
    }
}

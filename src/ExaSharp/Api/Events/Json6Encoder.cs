using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Api.Events;

/// <summary>
/// JSON 6.0.0, of the development tree of ExaBGP 6.0: events are as in 5.0.0, some attributes and NLRI are not, and an UPDATE
/// with withdrawn routes shows its NEXT_HOP attribute. UPDATEs and octets of a session show what it negotiated, whether a helper
/// asked for that or not.
/// </summary>
public sealed class Json6Encoder(EventContext context) : JsonEncoder(context, JsonVersion.Six, "6.0.0")
{
    protected override bool ShowsSession(in MessageEvent message) => true;

    protected override bool AppendNextHopAttribute(in UpdateView update, int start, TextBuffer output)
    {
        if (!update.NextHop.IsDefined || !HasWithdrawn(update)) return true;
        Separate(start, output);
        output.Append("\"next-hop\": \""u8);
        update.NextHop.AppendTo(output);
        output.Append((byte)'"');
        return true;
    }

    private static bool HasWithdrawn(in UpdateView update)
    {
        for (var i = 0; i < update.SectionCount; i++)
            if (update.Section(i).Action == RouteAction.Withdraw && HasNlri(update.Section(i))) return true;
        return false;
    }
}

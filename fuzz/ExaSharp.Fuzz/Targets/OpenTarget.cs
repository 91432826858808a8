using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Fuzz.Targets;

/// <summary>The body of an OPEN: what can be read is shown, written and read again, and negotiated with.</summary>
internal sealed class OpenTarget : FuzzTarget
{
    private static readonly SessionSettings Settings = new()
    {
        Families = AddressFamilies.Known,
        NextHops = [.. AddressFamilies.Known.Select(family => (family, Bgp.Iana.Afi.Ipv6))],
        Capabilities = new CapabilitySettings { AddPath = AddPathMode.SendReceive, GracefulRestart = 5, RouteRefresh = true, Operational = true, ExtendedNextHop = true },
    };

    private static readonly OpenMessage Ours = OpenMessage.Create(Settings, 65000, IpAddress.FromIpv4(0x0a000001));

    public override string Name => "open";

    public override void Run(ReadOnlySpan<byte> input, TextBuffer shown)
    {
        if (!OpenMessage.TryRead(input, out var open, out var error))
        {
            shown.Append(error.Text);
            return;
        }
        var start = shown.Length;
        open.AppendJson(shown);
        Shown.IsJson(shown, start);
        start = shown.Length;
        open.AppendText(shown);
        shown.Append((byte)'\n').Append(open.ToString());
        Shown.IsText(shown, start);
        ReadAgain(open);
        Negotiation.Negotiate(Settings, Ours, open, out var session);
        start = shown.Length;
        session.AppendJson(shown);
        Shown.IsJson(shown, start);
        Negotiation.Mismatches(Ours, open);
    }

    /// <summary>Written and read again, it is written alike: what has no effect is left out the first time.</summary>
    private static void ReadAgain(OpenMessage open)
    {
        var writer = new WireWriter(new byte[ushort.MaxValue]);
        open.Write(ref writer);
        if (writer.Overflowed) return;
        if (!OpenMessage.TryRead(writer.Written[BgpHeader.Size..], out var again, out var error)) throw new InvalidOperationException($"its octets can not be read: {error.Text}");
        var second = new WireWriter(new byte[ushort.MaxValue]);
        again.Write(ref second);
        if (!second.Written.SequenceEqual(writer.Written)) throw new InvalidOperationException($"{Convert.ToHexString(writer.Written)}, read again, is {Convert.ToHexString(second.Written)}");
    }
}

using ExaSharp.Api.Events;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Fuzz;

/// <summary>The encoders of all versions and forms.</summary>
internal sealed class AllEncoders
{
    private readonly EventContext _context = new("host", 1, 1, new StoppedClock());
    private readonly EventEncoder[] _json;
    private readonly EventEncoder[] _text;

    public AllEncoders()
    {
        _json = [.. Enum.GetValues<JsonVersion>().Select(version => JsonEncoder.Create(version, _context))];
        _text = [.. Enum.GetValues<JsonVersion>().Select(version => TextEncoder.Create(version, _context))];
    }

    /// <summary>Each of them for one event: JSON encoders write JSON, the others text.</summary>
    public IEnumerable<(EventEncoder Encoder, bool IsJson)> All()
    {
        // As ExaBGP 3.4, it numbers the routes of all events.
        _json[0] = JsonEncoder.Create(JsonVersion.Three, _context);
        return [.. _json.Select(encoder => (encoder, true)), .. _text.Select(encoder => (encoder, false))];
    }

    /// <summary>What was written since <paramref name="start"/> is what the encoder is for.</summary>
    public static void Check(TextBuffer output, int start, bool isJson)
    {
        if (isJson) Shown.IsJsonLines(output, start);
        else Shown.IsText(output, start);
    }

    /// <summary>A neighbour that has had no event yet.</summary>
    public static NeighborInfo NewNeighbor() => new() { LocalAddress = IpAddress.FromIpv4(1), PeerAddress = IpAddress.FromIpv4(2), LocalAs = 1, PeerAs = 2 };
}

using ExaSharp.Bgp.Text;
using ExaSharp.Configuration.Settings;

namespace ExaSharp.Api.Events;

/// <summary>The encoders of a daemon, one for each form and version: an event is encoded once for all helpers that read it in the same one.</summary>
/// <param name="context">What all events have in common.</param>
internal sealed class EventEncoders(EventContext context)
{
    private readonly Dictionary<(HelperEncoder, JsonVersion), EventEncoder> _encoders = [];

    /// <summary>The encoder of a helper. ExaBGP 6.0 has no text: its version is JSON for all.</summary>
    public EventEncoder Get(HelperEncoder encoder, JsonVersion version)
    {
        if (version == JsonVersion.Six) encoder = HelperEncoder.Json;
        if (_encoders.TryGetValue((encoder, version), out var found)) return found;
        EventEncoder made = encoder == HelperEncoder.Json ? JsonEncoder.Create(version, context) : TextEncoder.Create(version, context);
        _encoders.Add((encoder, version), made);
        return made;
    }
}

using ExaSharp.Fuzz.Targets;

namespace ExaSharp.Fuzz;

/// <summary>The list of targets: a new one is added here, and nowhere else.</summary>
internal static class FuzzTargets
{
    /// <summary>New ones, as each keeps what it reads with.</summary>
    public static IReadOnlyList<FuzzTarget> Create() =>
    [
        new FramerTarget(), new OpenTarget(), new CapabilityTarget(), new UpdateTarget(), new AttributeTarget(), new NlriTarget(), new MessageTarget(),
        new CaptureTarget(), new TokenizerTarget(), new RouteTarget(), new ApiTarget(), new ConfigurationTarget(),
    ];
}

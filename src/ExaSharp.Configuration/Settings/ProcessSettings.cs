using ExaSharp.Bgp.Text;

namespace ExaSharp.Configuration.Settings;

/// <summary>
/// What happens when a helper does not read and its queue is full of events. Answers to its commands are dropped before that,
/// whatever the policy.
/// </summary>
public enum OverflowPolicy
{
    /// <summary>The oldest events are dropped: a helper that reads again sees what happened last.</summary>
    DropOldest,

    /// <summary>New events are dropped: nothing but answers is lost of what was queued once.</summary>
    DropAcks,

    /// <summary>
    /// As <see cref="DropOldest"/>, and the helper's commands are not read while its queue is more than half full: it then waits in
    /// its own <c>write</c>, and loses none of its answers.
    /// </summary>
    Pause,

    /// <summary>The helper is ended, and started again as after any other end.</summary>
    Kill,
}

/// <summary>How a helper's commands are answered.</summary>
public enum AckMode
{
    /// <summary>Not at all, until the helper asks for it with <c>enable-ack</c>.</summary>
    Off,

    /// <summary>With <c>done</c> and <c>error</c>, as ExaBGP does.</summary>
    On,

    /// <summary>With what was done, and with the reason of an error.</summary>
    Verbose,
}

/// <summary>A <c>process</c> block.</summary>
/// <param name="Name">The name by which neighbours refer to it.</param>
/// <param name="Run">Program and arguments; the program's path already resolved.</param>
/// <param name="Encoder">Text or JSON events.</param>
/// <param name="Respawn">Whether it is started again when it ends.</param>
public sealed record ProcessSettings(string Name, IReadOnlyList<string> Run, HelperEncoder Encoder, bool Respawn)
{
    /// <summary>The octets that wait for a helper which does not read, when nothing else is said.</summary>
    public const int DefaultQueueSize = 64 * 1024 * 1024;

    /// <summary>The smallest queue: half of it holds the answers to all commands of a helper that are under way.</summary>
    public const int MinQueueSize = 1024 * 1024;

    /// <summary>The largest queue.</summary>
    public const int MaxQueueSize = 1024 * 1024 * 1024;

    /// <summary>The generation of ExaBGP whose interface the helper was written for: that of its configuration file.</summary>
    public ConfigurationGeneration Generation { get; init; } = ConfigurationGeneration.ExaBgp50;

    /// <summary>The version of its events, when its block says one.</summary>
    public JsonVersion? Version { get; init; }

    /// <summary>How its commands are answered, when its block says so.</summary>
    public AckMode? Ack { get; init; }

    /// <summary>What happens when it does not read.</summary>
    public OverflowPolicy Overflow { get; init; }

    /// <summary>The most octets, bookkeeping included, that wait for it: <see cref="MinQueueSize"/> to <see cref="MaxQueueSize"/>.</summary>
    public int QueueSize { get; init; } = DefaultQueueSize;

    /// <summary>
    /// The version of its events: its own, else that of the settings, else what its generation is of.
    /// </summary>
    /// <param name="ofSettings"><see cref="EnvironmentSettings.ApiVersion"/>.</param>
    public JsonVersion VersionOr(JsonVersion? ofSettings) =>
        Version ?? ofSettings ?? (Generation == ConfigurationGeneration.ExaBgp34 ? JsonVersion.Three : JsonVersion.Five);

    /// <summary>
    /// How its commands are answered at its start: its own word, else that of the settings. ExaBGP 3.4 answers none: its helpers read
    /// nothing but events.
    /// </summary>
    /// <param name="ofSettings"><see cref="EnvironmentSettings.ApiAck"/>.</param>
    public AckMode AckOr(bool ofSettings) =>
        Ack ?? (ofSettings && Generation > ConfigurationGeneration.ExaBgp34 ? AckMode.On : AckMode.Off);
}

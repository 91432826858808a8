using System.Net.Sockets;
using ExaSharp.Api;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Peers;

namespace ExaSharp.Daemon;

/// <summary>What other tasks ask of the reactor. Carried out on its own task, in order.</summary>
internal abstract record ReactorMessage
{
    /// <summary>Commands of a helper, in order.</summary>
    public sealed record Commands(CommandBatch Batch) : ReactorMessage;

    /// <summary>A command that had to wait for something is answered: the helper's next ones go on.</summary>
    public sealed record CommandFinished(Helper Helper, Action Answer) : ReactorMessage;

    /// <summary>A connection that a listener accepted, and its two ends.</summary>
    public sealed record Accepted(Socket Socket, IpAddress Local, IpAddress Remote) : ReactorMessage;

    /// <summary>A session that will not go on: stopped, or out of attempts.</summary>
    public sealed record SessionEnded(PeerSession Session) : ReactorMessage;

    /// <summary>A helper's process runs, the first time or again.</summary>
    public sealed record HelperStarted(Helper Helper) : ReactorMessage;

    /// <summary>A helper ended for good.</summary>
    public sealed record HelperLost(Helper Helper) : ReactorMessage;

    /// <summary>A session came up or went down.</summary>
    public sealed record SessionChanged : ReactorMessage
    {
        public static SessionChanged Instance { get; } = new();
    }

    /// <summary>The service manager wants to know whether the reactor turns.</summary>
    public sealed record AreYouAlive : ReactorMessage;

    /// <summary>The time of <c>tcp.delay</c>, or a part of it, is over.</summary>
    public sealed record DelayOver : ReactorMessage;

    /// <summary>A signal: 1 HUP, 2 INT, 10 USR1, 12 USR2, 14 ALRM, 15 TERM.</summary>
    public sealed record Signal(int Number) : ReactorMessage;
}

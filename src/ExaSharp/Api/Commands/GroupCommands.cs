namespace ExaSharp.Api.Commands;

/// <summary>What stands for a command of a group, until the group ends.</summary>
internal static class GroupCommands
{
    /// <summary>It was kept.</summary>
    public static ReactorCommand Kept { get; } = new KeptCommand();

    /// <summary>It was one too many; the group is given up.</summary>
    public static ReactorCommand Overflow { get; } = new OverflowCommand();

    private sealed class KeptCommand() : ReactorCommand("", ApiVersions.None)
    {
        public override void Execute(Daemon.Reactor reactor, ApiRequest request) => request.Helper.Done();
    }

    private sealed class OverflowCommand() : ReactorCommand("", ApiVersions.None)
    {
        public override void Execute(Daemon.Reactor reactor, ApiRequest request) =>
            request.Refuse(reactor.Log, "group buffer limit reached, group discarded");
    }
}

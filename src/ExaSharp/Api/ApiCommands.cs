using ExaSharp.Api.Commands;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Api;

/// <summary>The list of API commands: a new one is added here, and nowhere else.</summary>
internal static class ApiCommands
{
    /// <summary>A line that starts with <c>#</c>.</summary>
    public static ApiCommand Comment { get; } = new CommentCommand();

    public static IReadOnlyList<ApiCommand> All { get; } =
    [
        Comment,
        new AnnounceRouteCommand(RouteAction.Announce), new AnnounceRouteCommand(RouteAction.Withdraw),
        new AnnounceAttributesCommand("attribute", RouteAction.Announce), new AnnounceAttributesCommand("attribute", RouteAction.Withdraw, ApiVersions.Five | ApiVersions.Six),
        new AnnounceAttributesCommand("attributes", RouteAction.Announce), new AnnounceAttributesCommand("attributes", RouteAction.Withdraw),
        new AnnounceFlowCommand(RouteAction.Announce), new AnnounceFlowCommand(RouteAction.Withdraw),
        new AnnounceVplsCommand(RouteAction.Announce), new AnnounceVplsCommand(RouteAction.Withdraw),
        new AnnounceFamilyCommand(Bgp.Iana.Afi.Ipv4, RouteAction.Announce), new AnnounceFamilyCommand(Bgp.Iana.Afi.Ipv4, RouteAction.Withdraw),
        new AnnounceFamilyCommand(Bgp.Iana.Afi.Ipv6, RouteAction.Announce), new AnnounceFamilyCommand(Bgp.Iana.Afi.Ipv6, RouteAction.Withdraw),
        new AnnounceEorCommand(),
        new AnnounceRouteRefreshCommand(),
        new AnnounceOperationalCommand(),
        new WatchdogCommand(announce: true), new WatchdogCommand(announce: false),
        new FlushAdjRibOutCommand("flush adj-rib out", ApiVersions.FourAndFive), new FlushAdjRibOutCommand("rib flush out", ApiVersions.Six),
        new ClearAdjRibCommand("clear adj-rib", ApiVersions.FourAndFive), new ClearAdjRibCommand("rib clear", ApiVersions.Six),
        new TeardownCommand(),
        new ShowNeighborCommand("show neighbor", ApiVersions.FourAndFive), new ShowNeighborCommand("peer show", ApiVersions.Six),
        new ShowAdjRibCommand("show adj-rib out", ApiVersions.FourAndFive, isOut: true), new ShowAdjRibCommand("rib show out", ApiVersions.Six, isOut: true),
        new ShowAdjRibCommand("show adj-rib in", ApiVersions.FourAndFive, isOut: false), new ShowAdjRibCommand("rib show in", ApiVersions.Six, isOut: false),
        // Of tutorials and older programs; no ExaBGP of today has them.
        new ShowNeighborCommand("show neighbors", ApiVersions.None), new ShowAdjRibCommand("show routes", ApiVersions.None, isOut: true),
        new PeerListCommand(), new PeerRoutesCommand(),
        new PeerCreateCommand("peer create", ApiVersions.Six), new PeerCreateCommand("create neighbor", ApiVersions.None),
        new PeerDeleteCommand("peer delete", ApiVersions.Six), new PeerDeleteCommand("delete neighbor", ApiVersions.None),
        new GroupStartCommand(), new GroupEndCommand(), new PeerGroupCommand(),
        new AckCommand("enable-ack", ApiVersions.Five, enable: true, answers: true), new AckCommand("session ack enable", ApiVersions.Six, enable: true, answers: true),
        new AckCommand("disable-ack", ApiVersions.Five, enable: false, answers: true), new AckCommand("session ack disable", ApiVersions.Six, enable: false, answers: true),
        new AckCommand("silence-ack", ApiVersions.Five, enable: false, answers: false), new AckCommand("session ack silence", ApiVersions.Six, enable: false, answers: false),
        new SyncCommand("enable-sync", ApiVersions.None, enable: true), new SyncCommand("session sync enable", ApiVersions.Six, enable: true),
        new SyncCommand("disable-sync", ApiVersions.None, enable: false), new SyncCommand("session sync disable", ApiVersions.Six, enable: false),
        new ResetCommand("reset", ApiVersions.FourAndFive), new ResetCommand("session reset", ApiVersions.Six),
        new PingCommand("ping", ApiVersions.None), new PingCommand("session ping", ApiVersions.Six),
        new ByeCommand("bye", ApiVersions.None), new ByeCommand("session bye", ApiVersions.Six),
        new HelpCommand("help", ApiVersions.FourAndFive), new HelpCommand("system help", ApiVersions.Six),
        new VersionCommand("version", ApiVersions.FourAndFive), new VersionCommand("system version", ApiVersions.Six),
        new CrashCommand("crash", ApiVersions.FourAndFive), new CrashCommand("system crash", ApiVersions.Six),
        new QueueStatusCommand("queue-status", ApiVersions.None), new QueueStatusCommand("system queue-status", ApiVersions.Six),
        new ApiVersionCommand("api version", ApiVersions.None), new ApiVersionCommand("system api version", ApiVersions.Six),
        new StatusCommand("status", ApiVersions.None), new StatusCommand("daemon status", ApiVersions.Six),
        new ReloadCommand("reload", ApiVersions.FourAndFive), new ReloadCommand("daemon reload", ApiVersions.Six),
        new RestartCommand("restart", ApiVersions.FourAndFive), new RestartCommand("daemon restart", ApiVersions.Six),
        new ShutdownCommand("shutdown", ApiVersions.FourAndFive), new ShutdownCommand("daemon shutdown", ApiVersions.Six),
    ];

    private const int MaxWords = 3;

    private static readonly KeywordTable<ApiCommand> ByName = new(All.Select(command => (command.Name, command)));

    /// <summary>Whether another command's name is this one's and a word more.</summary>
    public static bool BeginsLongerName(ApiCommand command)
    {
        foreach (var other in All)
            if (other.Name.Length > command.Name.Length && other.Name[command.Name.Length] == ' ' && other.Name.StartsWith(command.Name, StringComparison.Ordinal)) return true;
        return false;
    }

    /// <summary>
    /// Takes the words of a command's name off the reader, the longest name that fits, and gives the command; null, with an
    /// error reported, when there is no such command.
    /// </summary>
    /// <param name="reader">At the first word.</param>
    /// <param name="ofPeer">Whether <c>peer SELECTOR</c> stood before it: then it is one of <c>peer</c>, or one that has a selector before it.</param>
    public static ApiCommand? Find(ref TokenReader reader, bool ofPeer = false)
    {
        Span<byte> name = stackalloc byte[64];
        var start = reader.Peek().Span;
        var length = 0;
        if (ofPeer)
        {
            "peer"u8.CopyTo(name);
            length = 4;
            var ahead = reader;
            if (Find(ref ahead, name, ref length) is { StandsBehindPeer: true } command)
            {
                reader = ahead;
                return command;
            }
            length = 0;
        }
        var found = Find(ref reader, name, ref length);
        if (found is not null && (!ofPeer || found.StandsBehindPeer)) return found;
        reader.Fail(DiagnosticCode.UnknownKeyword, start, "there is no such command", length > 0 ? ByName.Suggest(name[..length]) : null);
        return null;
    }

    private static ApiCommand? Find(ref TokenReader reader, scoped Span<byte> name, ref int length)
    {
        ApiCommand? found = null;
        var ahead = reader;
        for (var count = 0; count < MaxWords; count++)
        {
            var token = ahead.Peek();
            if (token.Kind != TokenKind.Word || length + token.Span.Length + 1 > name.Length) break;
            if (length > 0) name[length++] = (byte)' ';
            ahead.Text(ahead.Next()).CopyTo(name[length..]);
            length += token.Span.Length;
            var command = ByName.Find(name[..length]);
            if (command is null) continue;
            found = command;
            reader = ahead;
        }
        return found;
    }
}

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
        new AnnounceAttributesCommand("attribute", RouteAction.Announce), new AnnounceAttributesCommand("attribute", RouteAction.Withdraw),
        new AnnounceAttributesCommand("attributes", RouteAction.Announce), new AnnounceAttributesCommand("attributes", RouteAction.Withdraw),
        new AnnounceFlowCommand(RouteAction.Announce), new AnnounceFlowCommand(RouteAction.Withdraw),
        new AnnounceVplsCommand(RouteAction.Announce), new AnnounceVplsCommand(RouteAction.Withdraw),
        new AnnounceFamilyCommand(Bgp.Iana.Afi.Ipv4, RouteAction.Announce), new AnnounceFamilyCommand(Bgp.Iana.Afi.Ipv4, RouteAction.Withdraw),
        new AnnounceFamilyCommand(Bgp.Iana.Afi.Ipv6, RouteAction.Announce), new AnnounceFamilyCommand(Bgp.Iana.Afi.Ipv6, RouteAction.Withdraw),
        new AnnounceEorCommand(),
        new AnnounceRouteRefreshCommand(),
        new AnnounceOperationalCommand(),
        new WatchdogCommand(announce: true), new WatchdogCommand(announce: false),
        new FlushAdjRibOutCommand(),
        new ClearAdjRibCommand(),
        new TeardownCommand(),
        new ShowNeighborCommand(),
        new ShowAdjRibCommand(isOut: true), new ShowAdjRibCommand(isOut: false),
        new AckCommand("enable-ack", enable: true, answers: true),
        new AckCommand("disable-ack", enable: false, answers: true),
        new AckCommand("silence-ack", enable: false, answers: false),
        new HelpCommand(),
        new VersionCommand(),
        new ReloadCommand(),
        new RestartCommand(),
        new ResetCommand(),
        new CrashCommand(),
        new ShutdownCommand(),
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
    public static ApiCommand? Find(ref TokenReader reader)
    {
        Span<byte> name = stackalloc byte[64];
        ApiCommand? found = null;
        var length = 0;
        var start = reader.Peek();
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
        if (found is null)
            reader.Fail(DiagnosticCode.UnknownKeyword, start.Span, "there is no such command", ByName.Suggest(name[..length]));
        return found;
    }
}

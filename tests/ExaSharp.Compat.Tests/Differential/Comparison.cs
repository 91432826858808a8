using System.Text;
using ExaSharp.Testing;

namespace ExaSharp.Compat.Tests.Differential;

/// <summary>A route that the two daemons do not treat alike.</summary>
/// <param name="Route">What was written.</param>
/// <param name="Theirs">What ExaBGP made of it.</param>
/// <param name="Ours">What our daemon made of it.</param>
internal sealed record Difference(string Route, string Theirs, string Ours);

/// <summary>One run of ExaBGP and our daemon side by side.</summary>
internal sealed class Comparison(ExaBgpProgram program, SessionKind kind, int seed)
{
    /// <summary>Sessions of a helper side by side: most of the time an ExaBGP waits.</summary>
    private const int Lanes = 3;

    /// <summary>How long ExaBGP may take to answer what is perhaps not valid; some of it is never answered.</summary>
    private static readonly TimeSpan ShortPatience = TimeSpan.FromSeconds(15);

    private static readonly string[] Watchdogs = ["withdraw watchdog dog", "announce watchdog cat", "announce watchdog dog", "withdraw watchdog cat", "announce watchdog bird"];

    private readonly bool _grouped = seed % 2 == 0;
    private readonly Lock _gate = new();
    private readonly (ushort, byte)[] _families = [.. RouteGenerator.Of(program).Select(generator => (generator.Afi, generator.Safi))];

    /// <summary>What is not meant to be different and is.</summary>
    public List<Difference> Differences { get; } = [];

    /// <summary>Compares routes of a file, routes of a helper, and commands of a helper that are mostly invalid.</summary>
    public async Task Run(int inFile, int byHelper, int mutated)
    {
        var fileRoutes = RouteGenerator.Routes(new RouteContext(new Dice(seed), program, kind, IsFile: true), inFile);
        await CompareFile([.. fileRoutes.Where(route => !IntendedDifference.Concerns(route, program))]);
        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(lane =>
            CompareCommands(Commands(new Dice(unchecked(seed * 31 + lane)), Share(byHelper, lane), Share(mutated, lane)))));
    }

    private static int Share(int count, int lane) => (count + Lanes - 1 - lane) / Lanes;

    /// <summary>What a helper says: routes, some of them withdrawn again, and behind them mutations.</summary>
    private List<HelperCommand> Commands(Dice dice, int valid, int mutated)
    {
        var context = new RouteContext(dice, program, kind, IsFile: false);
        List<HelperCommand> commands = [];
        foreach (var (index, route) in RouteGenerator.Routes(context, valid).Index())
        {
            commands.Add(new HelperCommand(Selector(context), "announce " + route.Command, IsValid: true));
            if (index % 3 == 0) commands.Add(new HelperCommand(Selector(context), "withdraw " + route.Command, IsValid: true));
        }
        var others = RouteGenerator.Routes(context, mutated);
        foreach (var (index, route) in RouteGenerator.Routes(context, mutated).Index())
            commands.Add(new HelperCommand("", Mutation.Of(dice, (dice.Chance(80) ? "announce " : "withdraw ") + route.Command, others[index].Command), IsValid: false));
        return commands;
    }

    /// <summary>Which neighbours a command is for; sometimes none.</summary>
    private string Selector(RouteContext context)
    {
        if (context.Dice.Chance(85)) return "";
        if (context.Avoids(Avoidance.Selectors)) return "neighbor 127.0.0.1 ";
        var ours = FormattableString.Invariant($"neighbor 127.0.0.1 local-ip 127.0.0.1 local-as {SessionKind.LocalAs} peer-as {kind.PeerAs} ");
        return context.Dice.Pick("neighbor 127.0.0.1 ", "neighbor * ", ours, "neighbor 127.0.0.1 router-id 10.255.0.2 ", "neighbor 192.0.2.9 , neighbor 127.0.0.1 ",
            "neighbor 192.0.2.9 ", "neighbor 127.0.0.1 peer-as 64999 ");
    }

    /// <summary>All differences in words.</summary>
    public string Report()
    {
        var text = new StringBuilder().Append(System.Globalization.CultureInfo.InvariantCulture,
            $"seed {seed}, ExaBGP {program.Name}, {kind.Name}, group-updates {(_grouped ? "true" : "false")}: {Differences.Count} differences\n");
        foreach (var (route, theirs, ours) in Differences.Take(200))
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\n{route}\n  ExaBGP:   {theirs}\n  ExaSharp: {ours}\n");
        return text.ToString();
    }

    private async Task<DifferentialSession[]> Start(List<RouteText> routes)
    {
        var sections = RouteText.Sections(routes);
        Task<DifferentialSession>[] both =
        [
            DifferentialSession.Start([program.Path!], kind, _grouped, _families, sections),
            DifferentialSession.Start(DaemonProcess.Command, kind, _grouped, _families, sections),
        ];
        try
        {
            return await Task.WhenAll(both);
        }
        catch (InvalidOperationException)
        {
            foreach (var one in both)
                if (one.IsCompletedSuccessfully) await (await one).DisposeAsync();
            throw;
        }
    }

    /// <summary>Compares the whole order of UPDATEs, and when it is another looks for a part of the file that makes it so by halves.</summary>
    private async Task CompareFile(List<RouteText> routes)
    {
        if (await Same(routes) is not { } difference) return;
        while (routes.Count > 1)
        {
            List<RouteText> first = [.. routes.Take(routes.Count / 2)], second = [.. routes.Skip(routes.Count / 2)];
            if (await Same(first) is { } inFirst) (routes, difference) = (first, inFirst);
            else if (await Same(second) is { } inSecond) (routes, difference) = (second, inSecond);
            else break;
        }
        Differences.Add(difference);
    }

    /// <summary>The first UPDATEs from where they are different.</summary>
    private static string Shown(IEnumerable<string> updates) => string.Join("\n            ", updates.Take(3).DefaultIfEmpty("no more UPDATEs"));

    private async Task<Difference?> Same(List<RouteText> routes)
    {
        var shown = string.Join('\n', routes.Select(route => route.Statement));
        try
        {
            var both = await Start(routes);
            await using var theirs = both[0];
            await using var ours = both[1];
            var (fromTheirs, fromOurs) = (theirs.FromFile.Select(Comparable).ToArray(), ours.FromFile.Select(Comparable).ToArray());
            var place = fromTheirs.Zip(fromOurs).TakeWhile(pair => pair.First == pair.Second).Count();
            if (place != fromTheirs.Length || place != fromOurs.Length)
                return new Difference("in a file:\n" + shown, Shown(fromTheirs.Skip(place)), Shown(fromOurs.Skip(place)));
            foreach (var command in Watchdogs)
            {
                var outcomes = await Task.WhenAll(theirs.Send(command), ours.Send(command));
                var (their, our) = (Normal(outcomes[0]), Normal(outcomes[1]));
                // See Avoidance.WatchdogWithdraw.
                if (!program.IsFive && command.StartsWith("withdraw", StringComparison.Ordinal)) (their, our) = (Counted(their), Counted(our));
                if (their.Text != our.Text) return new Difference(command + " with a file:\n" + shown, their.Text, our.Text);
            }
            return null;
        }
        catch (Exception error) when (error is InvalidOperationException or TimeoutException)
        {
            return new Difference("in a file:\n" + shown, error.Message, "");
        }
    }

    private async Task CompareCommands(List<HelperCommand> commands)
    {
        for (var next = 0; next < commands.Count;)
        {
            var both = await Start([]);
            await using var theirs = both[0];
            await using var ours = both[1];
            for (var alive = true; alive && next < commands.Count; next++) alive = await Compare(theirs, ours, commands[next]);
        }
    }

    /// <summary>Whether both go on.</summary>
    private async Task<bool> Compare(DifferentialSession theirs, DifferentialSession ours, HelperCommand command)
    {
        var both = await Task.WhenAll(Outcome(theirs, command, isOurs: false), Outcome(ours, command, isOurs: true));
        if (both[0].Text != both[1].Text && !IntendedDifference.Covers(command.Words, program, both[0], both[1]))
            lock (_gate) Differences.Add(new Difference(command.Selector + command.Words, both[0].Text, both[1].Text));
        return both.All(outcome => outcome.Answer != CommandOutcome.Failed);
    }

    private async Task<CommandOutcome> Outcome(DifferentialSession session, HelperCommand command, bool isOurs)
    {
        try
        {
            var text = command.Selector + command.Words;
            return Normal(command.IsValid ? await session.Send(text) : await session.Try(text, isOurs ? DifferentialSession.Patience : ShortPatience));
        }
        catch (Exception error) when (error is InvalidOperationException or TimeoutException)
        {
            return new CommandOutcome(CommandOutcome.Failed, [$"{error.GetType().Name}\n{session.Transcript()}"]);
        }
    }

    private CommandOutcome Normal(CommandOutcome outcome) => outcome with { Updates = [.. outcome.Updates.Select(Comparable)] };

    private static CommandOutcome Counted(CommandOutcome outcome) => outcome with { Updates = [outcome.Updates.Count.ToString(System.Globalization.CultureInfo.InvariantCulture)] };

    private string Comparable(string update) => program.IsFive ? update : UpdateOctets.WithSortedCommunities(update);

    /// <summary>What a helper says.</summary>
    /// <param name="Selector">The neighbours that it is for; empty for all.</param>
    /// <param name="Words">The command.</param>
    /// <param name="IsValid">Whether it is meant to be accepted.</param>
    private sealed record HelperCommand(string Selector, string Words, bool IsValid);
}

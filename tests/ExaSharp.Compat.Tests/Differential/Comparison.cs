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
    private readonly (ushort, byte)[] _families = [.. RouteGenerator.Of(program).Select(generator => (generator.Afi, generator.Safi))];

    /// <summary>What is not meant to be different and is.</summary>
    public List<Difference> Differences { get; } = [];

    /// <summary>Compares routes of a file, and routes of a helper.</summary>
    public async Task Run(int inFile, int byHelper)
    {
        var fileRoutes = RouteGenerator.Routes(new RouteContext(new Dice(seed), program, kind, IsFile: true), inFile);
        await CompareFile([.. fileRoutes.Where(route => !IntendedDifference.Covers("announce", route, program))]);
        await CompareCommands(RouteGenerator.Routes(new RouteContext(new Dice(seed + 1), program, kind, IsFile: false), byHelper));
    }

    /// <summary>All differences in words.</summary>
    public string Report()
    {
        var text = new StringBuilder().Append(System.Globalization.CultureInfo.InvariantCulture,
            $"seed {seed}, ExaBGP {program.Name}, {kind.Name}: {Differences.Count} differences\n");
        foreach (var (route, theirs, ours) in Differences.Take(200))
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\n{route}\n  ExaBGP:   {theirs}\n  ExaSharp: {ours}\n");
        return text.ToString();
    }

    private async Task<DifferentialSession[]> Start(List<RouteText> routes)
    {
        var sections = RouteText.Sections(routes);
        Task<DifferentialSession>[] both =
        [
            DifferentialSession.Start([program.Path!], kind, _families, sections),
            DifferentialSession.Start(DaemonProcess.Command, kind, _families, sections),
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
            var place = theirs.FromFile.Zip(ours.FromFile).TakeWhile(pair => pair.First == pair.Second).Count();
            return place == theirs.FromFile.Count && place == ours.FromFile.Count ? null
                : new Difference("in a file:\n" + shown, Shown(theirs.FromFile.Skip(place)), Shown(ours.FromFile.Skip(place)));
        }
        catch (InvalidOperationException error)
        {
            return new Difference("in a file:\n" + shown, error.Message, "");
        }
    }

    private async Task CompareCommands(List<RouteText> routes)
    {
        for (var next = 0; next < routes.Count;)
        {
            var both = await Start([]);
            await using var theirs = both[0];
            await using var ours = both[1];
            for (var alive = true; alive && next < routes.Count; next++)
            {
                alive = await Compare(theirs, ours, routes[next], "announce");
                if (alive && next % 3 == 0) alive = await Compare(theirs, ours, routes[next], "withdraw");
            }
        }
    }

    /// <summary>Whether both go on.</summary>
    private async Task<bool> Compare(DifferentialSession theirs, DifferentialSession ours, RouteText route, string verb)
    {
        var command = verb + " " + route.Command;
        var both = await Task.WhenAll(Outcome(theirs, command), Outcome(ours, command));
        if (both[0].Text != both[1].Text && !IntendedDifference.Covers(verb, route, program)) Differences.Add(new Difference(command, both[0].Text, both[1].Text));
        return both[0].Alive && both[1].Alive;
    }

    private static async Task<(string Text, bool Alive)> Outcome(DifferentialSession session, string command)
    {
        try
        {
            var told = await session.Send(command);
            return (told.Answer + " " + string.Join("\n            ", told.Updates), true);
        }
        catch (Exception error) when (error is InvalidOperationException or TimeoutException)
        {
            return ($"{error.GetType().Name}\n{session.Transcript()}", false);
        }
    }
}

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
    /// <summary>How many differences are looked for in a file.</summary>
    private const int Enough = 2;

    /// <summary>How often a file is tried with fewer routes.</summary>
    private const int MaxRuns = 40;

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

    /// <summary>
    /// Compares the whole order of UPDATEs. When it is another, parts are taken out of the file as long as it stays so; what is
    /// left is told, and the rest compared again.
    /// </summary>
    private async Task CompareFile(List<RouteText> routes)
    {
        while (Differences.Count < Enough && await Same(routes) is { } difference)
        {
            var fewest = routes;
            var runs = 0;
            for (var size = routes.Count / 2; size > 0 && runs < MaxRuns; size /= 2)
            {
                for (var start = 0; start < fewest.Count && fewest.Count > size && runs < MaxRuns; runs++)
                {
                    List<RouteText> rest = [.. fewest.Take(start), .. fewest.Skip(start + size)];
                    if (await Same(rest) is { } same) (fewest, difference) = (rest, same);
                    else start += size;
                }
            }
            Differences.Add(difference);
            routes = [.. routes.Except(fewest)];
        }
    }

    private async Task<Difference?> Same(List<RouteText> routes)
    {
        var shown = string.Join('\n', routes.Select(route => route.Statement));
        try
        {
            var both = await Start(routes);
            await using var theirs = both[0];
            await using var ours = both[1];
            return theirs.FromFile.SequenceEqual(ours.FromFile) ? null
                : new Difference("in a file:\n" + shown, string.Join("\n            ", theirs.FromFile), string.Join("\n            ", ours.FromFile));
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

using System.Diagnostics.CodeAnalysis;
using ExaSharp.Api;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;

namespace ExaSharp.BuiltInPeer;

/// <summary>Reads a file of API commands that announce and withdraw routes; empty lines and lines that start with <c>#</c> are passed over.</summary>
internal static class RouteFile
{
    /// <summary>False, with every error told, when the file can not be read or understood.</summary>
    public static bool TryRead(
        string path, RouteStore routes, AttributeInterner attributes, TextWriter errors, [NotNullWhen(true)] out RouteBatch? batch)
    {
        batch = new RouteBatch(routes, attributes);
        var grammar = new RouteGrammar(routes, attributes);
        var good = true;
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            errors.WriteLine($"error: {error.Message}");
            batch = null;
            return false;
        }
        for (var number = 0; number < lines.Length; number++)
        {
            if (lines[number].Trim() is not { Length: > 0 } line || line[0] == '#') continue;
            good &= TryReadLine($"{path} line {number + 1}", System.Text.Encoding.UTF8.GetBytes(line), grammar, batch, errors);
        }
        if (good) return true;
        batch.Release();
        batch = null;
        return false;
    }

    private static bool TryReadLine(string name, byte[] line, RouteGrammar grammar, RouteBatch batch, TextWriter errors)
    {
        var diagnostics = new DiagnosticBag();
        var reader = new TokenReader(line, TokenizerMode.Api, diagnostics);
        var command = ApiCommands.Find(ref reader);
        if (command is RouteCommand route && route.TryParse(ref reader, grammar, batch)) return true;
        if (command is not null and not RouteCommand) reader.Fail(DiagnosticCode.Expected, "only announce and withdraw of routes are possible here");
        var source = new SourceText(name, line);
        foreach (var diagnostic in diagnostics.Items) errors.WriteLine(DiagnosticRenderer.Render(source, diagnostic));
        return false;
    }
}

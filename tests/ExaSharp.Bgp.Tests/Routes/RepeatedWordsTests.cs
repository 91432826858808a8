using System.Text;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;
using Xunit;

namespace ExaSharp.Bgp.Tests.Routes;

/// <summary>A route with the same words as the one before is read as if it came alone.</summary>
public class RepeatedWordsTests
{
    private static readonly string[] Prefixes =
        ["10.0.0.0/24", "10.0.1.0/25", "224.0.0.0/8", "2001:db8::/32", "10.0.0.1/24", "10.0.0.0", "nonsense", "1.2.3.4/33", "'10.9.0.0/16'"];

    private static readonly string[] Tails =
    [
        "", " next-hop 1.2.3.4", "  next-hop 1.2.3.4", " next-hop 1.2.3.4 ", " next-hop self med 5", " next-hop 1.2.3.4 med 5", " next-hop 1.2.3.4 med 50",
        " next-hop 1.2.3.4 as-path [ 1 2 ] ( 3 )", " next-hop 1.2.3.4 community [ 65001:1 65001:2 ]", " next-hop 1.2.3.4 path-information 5",
        " next-hop 1.2.3.4 split /26", " next-hop 1.2.3.4 watchdog dog withdraw", " next-hop 1.2.3.4 med five", " next-hop 1.2.3.4 unknown",
        " { next-hop 1.2.3.4; med 5; }", " { next-hop 1.2.3.4; med 5 6; }", " med 5", "\tnext-hop\t1.2.3.4", " next-hop '1.2.3.4'", "next-hop 1.2.3.4",
        " next-hop 1.2.3.4 med 5;", " next-hop 1.2.3.4 rd 1:2 label 3", " next-hop 1.2.3.4 name \"a; b\"",
    ];

    [Theory]
    [InlineData(TokenizerMode.Api)]
    [InlineData(TokenizerMode.Configuration)]
    public void Lines_are_read_as_if_each_came_alone(TokenizerMode mode)
    {
        var random = new Random(11);
        var shared = new Reader(mode);
        var repeats = 0;
        var (lastTail, tail) = ("", "");
        for (var i = 0; i < 1_500; i++)
        {
            (lastTail, tail) = (tail, random.Next(3) == 0 ? Tails[random.Next(Tails.Length)] : tail);
            var line = "route " + Prefixes[random.Next(Prefixes.Length)] + tail;
            var action = random.Next(4) == 0 ? RouteAction.Withdraw : RouteAction.Announce;
            var expected = new Reader(mode).Read(line, action);
            Assert.Equal($"{line} => {expected}", $"{line} => {shared.Read(line, action)}");
            if (tail == lastTail && tail.Length > 0 && !expected.StartsWith("error", StringComparison.Ordinal)) repeats++;
            // What else is read in between must not be taken for the words of a route.
            if (random.Next(10) == 0) shared.Read("attributes next-hop 9.9.9.9 nlri 10.8.0.0/16", RouteAction.Announce);
        }
        Assert.True(repeats > 300);
        Assert.Equal((0, 0), shared.Kept);
    }

    [Fact]
    public void Statements_of_one_text_are_read_as_if_each_came_alone()
    {
        var random = new Random(12);
        for (var i = 0; i < 300; i++)
        {
            var tail = Tails[random.Next(Tails.Length)].TrimEnd(';');
            var other = Tails[random.Next(Tails.Length)].TrimEnd(';');
            string[] statements = ["route 10.0.0.0/24" + tail, "route 10.0.1.0/24" + tail, "route 10.0.2.0/24" + other, "route 10.0.3.0/24" + tail];
            var alone = statements.Select(statement => new Reader(TokenizerMode.Configuration).Read(statement + ";", RouteAction.Announce)).ToList();
            // Remarks of all statements come before the routes.
            if (alone.Exists(result => result.Contains('|'))) continue;
            Assert.Equal(string.Concat(alone), new Reader(TokenizerMode.Configuration).Read(string.Join(";\n", statements) + ";", RouteAction.Announce));
        }
    }

    [Fact]
    public void The_attributes_of_the_last_route_are_not_held()
    {
        var reader = new Reader(TokenizerMode.Api);
        var first = reader.Read("route 10.0.0.0/24 next-hop 1.2.3.4 med 5", RouteAction.Announce);
        Assert.Equal((0, 0), reader.Kept);
        Assert.Equal(first, reader.Read("route 10.0.0.0/24 next-hop 1.2.3.4 med 5", RouteAction.Announce));
        Assert.Equal((0, 0), reader.Kept);
    }

    private sealed class Reader
    {
        private readonly TokenizerMode _mode;
        private readonly RouteStore _store = new();
        private readonly AttributeInterner _interner = new();
        private readonly RouteGrammar _grammar;

        public Reader(TokenizerMode mode)
        {
            _mode = mode;
            _grammar = new RouteGrammar(_store, _interner);
        }

        public (int Routes, int Sets) Kept => (_store.Count, _interner.Count);

        /// <summary>All statements of a text, as text.</summary>
        public string Read(string text, RouteAction action)
        {
            var diagnostics = new DiagnosticBag();
            var reader = new TokenReader(Encoding.UTF8.GetBytes(text), _mode, diagnostics);
            var batch = new RouteBatch(_store, _interner);
            var ok = true;
            while (ok && reader.TryWord(out var word))
            {
                ok = word.SequenceEqual("route"u8) ? _grammar.TryParseRoute(ref reader, action, batch) : _grammar.TryParseAttributes(ref reader, action, batch);
                while (reader.TryTake(TokenKind.Semicolon) || reader.TryTake(TokenKind.EndOfLine))
                {
                }
            }
            var result = new StringBuilder(ok ? "" : "error ");
            foreach (var diagnostic in diagnostics.Items) result.Append(diagnostic.Message).Append('|');
            for (var i = 0; i < batch.Count; i++)
            {
                var change = batch.Changes[i];
                var set = _interner.Get(change.Attributes);
                result.Append(change.Action).Append(' ').Append(_store.Family(change.Route)).Append(' ').Append(_store.PathId(change.Route)).Append(' ')
                    .Append(Convert.ToHexString(_store.Nlri(change.Route))).Append(' ').Append(set.NextHop).Append(' ')
                    .Append(Convert.ToHexString(set.Canonical)).Append(' ').Append(batch.Watchdog(i)).Append('\n');
            }
            batch.Release();
            return result.ToString();
        }
    }
}

using System.Text;
using ExaSharp.Bgp.Text;
using Xunit;

namespace ExaSharp.Bgp.Tests.Text;

public class DiagnosticRendererTests
{
    [Theory]
    [InlineData(0, "", "...")]
    [InlineData(500, "...", "...")]
    [InlineData(990, "...", "")]
    public void Of_a_very_long_line_the_part_around_the_place_is_shown(int place, string before, string after)
    {
        var text = new string('a', place) + "wrong" + new string('b', 995 - place);
        var lines = Render(text, place, 5);
        Assert.Equal($"test:1:{place + 1}: error: no [{DiagnosticCode.InvalidSyntax}]", lines[0]);
        Assert.Equal(4 + before.Length + 200 + after.Length, lines[1].Length);
        Assert.StartsWith("    " + before, lines[1], StringComparison.Ordinal);
        Assert.EndsWith(after, lines[1], StringComparison.Ordinal);
        Assert.Equal(lines[1].IndexOf("wrong", StringComparison.Ordinal), lines[2].IndexOf('^', StringComparison.Ordinal));
        Assert.EndsWith("^~~~~", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_of_200_characters_is_shown_whole()
    {
        var text = new string('a', 195) + "wrong";
        Assert.Equal(["    " + text, new string(' ', 199) + "^~~~~"], Render(text, 195, 5)[1..]);
    }

    [Fact]
    public void A_long_place_is_marked_as_far_as_the_line_is_shown() =>
        Assert.Equal("    ^" + new string('~', 199), Render(new string('a', 1000), 0, 1000)[2]);

    private static string[] Render(string text, int start, int length)
    {
        var diagnostic = new Diagnostic(DiagnosticCode.InvalidSyntax, Severity.Error, new TextSpan(start, length), "no", Suggestion: null);
        return DiagnosticRenderer.Render(new SourceText("test", Encoding.UTF8.GetBytes(text)), diagnostic).Split('\n');
    }
}

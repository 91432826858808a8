using System.Text;
using ExaSharp.Api.Helpers;
using Xunit;

namespace ExaSharp.Tests.Api.Helpers;

/// <summary>What a helper writes to its standard error.</summary>
public sealed class HelperErrorsTests
{
    private readonly RecordingLogger _logger = new();
    private readonly ManualTime _time = new();
    private readonly HelperErrors _errors;

    private string[] Lines => [.. _logger.Lines.Select(line => line["Warning: ".Length..])];

    public HelperErrorsTests() => _errors = new HelperErrors("watcher", _logger, _time);

    [Fact]
    public void Each_line_is_logged_with_the_name_however_it_arrives()
    {
        foreach (var octet in "one\r\ntwo ü\n\nhalf"u8) _errors.Take([octet]);
        Assert.Equal(["stderr of watcher : one", "stderr of watcher : two ü", "stderr of watcher : "], Lines);
        _errors.End();
        Assert.Equal("stderr of watcher : half", Lines[^1]);
        Assert.Equal(4, Lines.Length);
    }

    [Fact]
    public void A_long_line_is_cut()
    {
        _errors.Take(Encoding.UTF8.GetBytes(new string('x', 3 * HelperErrors.MaxLineLength) + "\nnext\n"));
        Assert.Equal([$"stderr of watcher : {new string('x', HelperErrors.MaxLineLength)} (cut)", "stderr of watcher : next"], Lines);
    }

    [Fact]
    public void What_would_drive_a_terminal_is_not_logged()
    {
        _errors.Take("\u001b[2J\a tab\tstays \xff\n"u8);
        Assert.Equal("stderr of watcher : ?[2J? tab\tstays ÿ", Lines[0]);
    }

    [Fact]
    public void Of_a_flood_the_first_lines_of_each_second_are_logged_and_the_rest_is_counted()
    {
        for (var i = 0; i < HelperErrors.MaxLines + 50; i++) _errors.Take("line\n"u8);
        Assert.Equal(HelperErrors.MaxLines, Lines.Length);
        _time.Advance(HelperErrors.Window);
        _errors.Take("later\n"u8);
        Assert.Equal(["stderr of watcher : 50 more lines, too many to be logged", "stderr of watcher : later"], Lines.Skip(HelperErrors.MaxLines));
        for (var i = 0; i < HelperErrors.MaxLines; i++) _errors.Take("line\n"u8);
        _errors.End();
        Assert.Equal("stderr of watcher : 1 more lines, too many to be logged", Lines[^1]);
    }
}

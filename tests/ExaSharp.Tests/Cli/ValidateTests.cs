using Xunit;

namespace ExaSharp.Tests.Cli;

public sealed class ValidateTests : IDisposable
{
    private const string Good = """
        neighbor 127.0.0.1 {
            router-id 10.0.0.2;
            local-address 127.0.0.1;
            local-as 65000;
            peer-as 65001;
            static {
                route 10.0.0.0/24 next-hop 1.1.1.1 community [ 65000:1 ] as-path [ 65000 65002 ] med 100;
                route 10.0.1.0/24 next-hop self local-preference 200;
            }
        }
        """;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("exasharp-validate");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task A_good_file_is_told_on_standard_error_only()
    {
        var path = Write(Good);
        var run = await ProgramRun.OfAsync(["validate", "-nr", path]);
        Assert.Equal(0, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Equal(
            $"""
            configuration   loading {path}
            configuration   ✓ loading
            configuration   ✓ written for ExaBGP 5.0
            configuration   checking neighbors
            configuration   ✓ neighbor  127.0.0.1
            configuration   checking routes
            configuration   ✓ routes

            """,
            run.Error);
    }

    [Fact]
    public async Task Verbose_shows_each_route_as_octets_and_read_back()
    {
        var run = await ProgramRun.OfAsync(["validate", "-rv", Write(Good)]);
        Assert.Equal(0, run.ExitCode);
        foreach (var text in new[] { "parsed route 10.0.0.0/24 next-hop 1.1.1.1", "parsed hex   FFFF FFFF", "recoded hex   FFFF FFFF", "strings are fine", "encoding is fine" })
            Assert.Contains($"parser          {text}", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_can_not_work_is_a_warning_with_its_place_and_no_failure()
    {
        var path = Write(Good.Replace("peer-as 65001;", "peer-as 65001; hold-time 0;", StringComparison.Ordinal));
        var run = await ProgramRun.OfAsync(["validate", path]);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"configuration   {path}:5:20: warning: with a hold-time of 0 ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_file_is_told_with_the_line_and_a_caret_twice()
    {
        var path = Write("neighbor 127.0.0.1 {\n    foo bar;\n}\n");
        var run = await ProgramRun.OfAsync(["validate", path]);
        Assert.Equal(1, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Contains($"configuration   {path} is not a valid config file: \nconfiguration   {path}:2:5: error: ", run.Error, StringComparison.Ordinal);
        Assert.Contains($"\nerror: {path} is not a valid config file: \n{path}:2:5: error: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("\n        foo bar;\n        ^~~", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_bad_file_ends_it()
    {
        var bad = Write("neighbor {");
        var run = await ProgramRun.OfAsync(["validate", bad, Write(Good)]);
        Assert.Equal(1, run.ExitCode);
        Assert.DoesNotContain("✓", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("group g { neighbor 127.0.0.1 { router-id 1.1.1.1; local-address 127.0.0.1; local-as 1; peer-as 1; } }", "3.4")]
    [InlineData("neighbor 127.0.0.1 { router-id 1.1.1.1; local-address 127.0.0.1; local-as 1; peer-as 1; static { route 10.0.0.0/8 next-hop self as-path [ 1 ( 2 ) ]; } }", "4.2")]
    public async Task A_file_of_an_older_generation_is_told(string text, string generation)
    {
        var run = await ProgramRun.OfAsync(["validate", Write(text)]);
        Assert.Equal((0, ""), (run.ExitCode, run.Output));
        Assert.Contains($"configuration   ✓ written for ExaBGP {generation}, \"exasharp migrate\" prints it in the form of 5.0\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_level_that_is_too_high_makes_it_silent()
    {
        var run = await ProgramRun.OfAsync(["validate", Write(Good)], ("exabgp_log_level", "ERROR"));
        Assert.Equal((0, "", ""), (run.ExitCode, run.Output, run.Error));
    }

    private string Write(string text)
    {
        var path = Path.Combine(_directory.FullName, $"{Guid.NewGuid():N}.conf");
        File.WriteAllText(path, text);
        return path;
    }
}

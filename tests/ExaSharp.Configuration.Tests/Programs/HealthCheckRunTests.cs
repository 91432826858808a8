using ExaSharp.Configuration.Programs;
using Xunit;

namespace ExaSharp.Configuration.Tests.Programs;

/// <summary>ExaBGP's health check as a helper, with and without ExaBGP.</summary>
public sealed class HealthCheckRunTests
{
    [Theory]
    [InlineData("python3 -m exabgp healthcheck --ip 192.0.2.1", "--ip 192.0.2.1")]
    [InlineData("/usr/bin/python3.11 -m exabgp healthcheck", "")]
    [InlineData("python -m exabgp healthcheck -F f", "-F f")]
    [InlineData("exabgp healthcheck --rise 1", "--rise 1")]
    [InlineData("/usr/sbin/exabgp healthcheck", "")]
    [InlineData("python3 -m exabgp cli", null)]
    [InlineData("python3 -m exabgp", null)]
    [InlineData("python3 -c exabgp healthcheck", null)]
    [InlineData("pythonic -m exabgp healthcheck", null)]
    [InlineData("/usr/bin/python3/run -m exabgp healthcheck", null)]
    [InlineData("exabgp", null)]
    [InlineData("exabgp server healthcheck", null)]
    [InlineData("healthcheck exabgp", null)]
    public void Exactly_its_forms_are_recognized(string run, string? arguments) =>
        Assert.Equal(arguments, HealthCheckRun.TryMatch(run.Split(' '), out _, out var rest) ? string.Join(' ', rest) : null);

    [Theory]
    [InlineData("python3 -m exabgp healthcheck --ip 192.0.2.1", true)]
    [InlineData("exabgp healthcheck", true)]
    [InlineData("python3 -m other", false)]
    public void Its_program_may_be_missing(string run, bool isAccepted)
    {
        var parsed = Parsed.Text($"process p {{ run {run}; encoder json; }}", programs: new NoPrograms());
        Assert.Equal(isAccepted, !parsed.Errors.Any());
        if (isAccepted) Assert.Equal(run, string.Join(' ', parsed.Configuration!.Processes[0].Run));
    }

    private sealed class NoPrograms : IProgramLocator
    {
        public bool TryLocate(string program, out string path, out string? error)
        {
            (path, error) = (program, $"can not locate the program \"{program}\"");
            return false;
        }
    }
}

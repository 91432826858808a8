using System.Text.Json;
using Xunit;

namespace ExaSharp.Tests.Cli;

public sealed class DecodeTests
{
    private const string Marker = "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF";
    private const string Update = "0030020000001540010100400200400304650165014005040000006418010101";

    [Theory]
    [InlineData(Marker + Update)]
    [InlineData(Marker + ":" + Update)]
    [InlineData(Update)]
    [InlineData("0000 0015 40010100 400200 400304 65016501 400504 00000064 18010101")]
    public async Task An_update_is_shown_as_a_helper_would_get_it(string payload)
    {
        var run = await ProgramRun.OfAsync(["decode", "--update", payload]);
        Assert.Equal(0, run.ExitCode);
        Assert.Empty(run.Error);
        var json = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal("update", json.GetProperty("type").GetString());
        var neighbor = json.GetProperty("neighbor");
        Assert.Equal("in", neighbor.GetProperty("direction").GetString());
        Assert.Equal("10.0.0.2", neighbor.GetProperty("router-id").GetString());
        var announce = neighbor.GetProperty("message").GetProperty("update").GetProperty("announce");
        Assert.Equal("{ \"ipv4 unicast\": { \"101.1.101.1\": [ { \"nlri\": \"1.1.1.0/24\" } ] } }", announce.GetRawText());
    }

    [Fact]
    public async Task An_open_is_shown()
    {
        var run = await ProgramRun.OfAsync(["decode", "--open", Marker + "001C0104FFFD00B40A000002"]);
        Assert.Equal("invalid payload\n", run.Output);
        run = await ProgramRun.OfAsync(["decode", "--open", Marker + "00250104FFFD00B40A000002080206010400010001"]);
        Assert.Equal(0, run.ExitCode);
        var open = JsonDocument.Parse(run.Output).RootElement.GetProperty("neighbor").GetProperty("open");
        Assert.Equal(65533, open.GetProperty("asn").GetInt32());
        Assert.True(open.GetProperty("capabilities").TryGetProperty("1", out _));
    }

    [Fact]
    public async Task A_notification_is_shown()
    {
        var run = await ProgramRun.OfAsync(["decode", Marker + "0015030603"]);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("\"notification\": { \"code\": 6, \"subcode\": 3", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ipv4 unicast", "180A0000100A01", "{ \"nlri\": \"10.0.0.0/24\" }\n{ \"nlri\": \"10.1.0.0/16\" }\n")]
    [InlineData("ipv6 unicast", "2020010DB8", "{ \"nlri\": \"2001:db8::/32\" }\n")]
    public async Task Nlri_alone_are_shown_one_a_line(string family, string payload, string expected)
    {
        var run = await ProgramRun.OfAsync(["decode", "-n", "-f", family, payload]);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(expected, run.Output);
    }

    [Fact]
    public async Task Path_information_is_read_when_asked_for()
    {
        var run = await ProgramRun.OfAsync(["decode", "-n", "-i", "-f", "ipv4 unicast", "00000007180A0000"]);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("\"path-information\": \"0.0.0.7\"", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ABC")]
    [InlineData("FF")]
    [InlineData(Marker + "001304")]
    [InlineData(Marker + "0017020000FFFF")]
    public async Task What_can_not_be_decoded_is_an_invalid_payload(string payload)
    {
        var run = await ProgramRun.OfAsync(["decode", payload]);
        Assert.Equal(1, run.ExitCode);
        Assert.EndsWith("invalid payload\n", run.Output, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Fact]
    public async Task What_is_not_hexadecimal_is_explained()
    {
        var run = await ProgramRun.OfAsync(["decode", "hello"]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("The BGP message must be an hexadecimal string.", run.Output, StringComparison.Ordinal);
        Assert.Contains("Environment values are:", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Families_come_in_pairs()
    {
        var run = await ProgramRun.OfAsync(["decode", "-f", "ipv4", "00"]);
        Assert.Equal((1, "families provided are invalid"), (run.ExitCode, run.Output));
    }
}

using System.Text.Json;
using ExaSharp.Captures;
using ExaSharp.Testing;
using ExaSharp.Tests.Captures;
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

    [Fact]
    public void Several_payloads_are_shown_each_and_failures_do_not_hide_the_rest()
    {
        var run = InProcess.Run(["decode", Marker + Update, "ABC", Marker + "0015030603"]);
        Assert.Equal(1, run.ExitCode);
        var lines = run.Output.TrimEnd().Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.Equal("update", JsonDocument.Parse(lines[0]).RootElement.GetProperty("type").GetString());
        Assert.Equal("invalid payload", lines[1]);
        Assert.Equal("notification", JsonDocument.Parse(lines[2]).RootElement.GetProperty("type").GetString());
    }

    [Fact]
    public void All_messages_of_one_payload_are_shown()
    {
        var run = InProcess.Run(["decode", Marker + Update + Marker + "0015030603" + "0102"]);
        Assert.Equal((0, 2), (run.ExitCode, run.Output.TrimEnd().Split('\n').Length));
        run = InProcess.Run(["decode", "--text", Marker + Update + Marker + "001304"]);
        Assert.Contains("type 4 KEEPALIVE", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_JSON_is_of_the_version_that_the_settings_name()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(Path.Combine(directory.Path, "env"), "[exabgp.api]\nversion = 4\n");
        var run = InProcess.Run(["--env-file", Path.Combine(directory.Path, "env"), "decode", Marker + Update]);
        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("{ \"exabgp\": \"4.0.1\"", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_configuration_that_is_missing_is_told_of()
    {
        var run = InProcess.Run(["decode", "-c", "missing.conf", Marker + Update]);
        Assert.Equal((1, "", "error: missing.conf is not an exabgp config file (file not found)\n"), (run.ExitCode, run.Output, run.Error));
    }

    [Fact]
    public void Lines_are_read_from_files_and_standard_input()
    {
        using var directory = new TemporaryDirectory();
        var lines = $"# a comment\n\n{Marker}:{Update}\nhello\n{Marker} 0015 030603\n";
        File.WriteAllText(Path.Combine(directory.Path, "lines.txt"), lines);
        var run = InProcess.Run(["decode", "lines.txt"], directory: directory.Path);
        Assert.Equal((1, 2, "error: lines.txt:4: not hexadecimal\n"), (run.ExitCode, run.Output.TrimEnd().Split('\n').Length, run.Error));
        run = InProcess.Run(["decode", "-"], lines.Replace("hello\n", "", StringComparison.Ordinal));
        Assert.Equal((0, 2, ""), (run.ExitCode, run.Output.TrimEnd().Split('\n').Length, run.Error));
    }

    [Fact]
    public void A_capture_is_shown_message_by_message_as_its_receivers_would_get_them()
    {
        using var directory = new TemporaryDirectory();
        var file = new CaptureFile()
            .Tcp("10.0.0.1:40000", "10.0.0.2:179", 9, [], TcpFlags.Syn).Tcp("10.0.0.1:40000", "10.0.0.2:179", 10, Convert.FromHexString(Marker + "002501045BA000B40A000001080206410400011170"))
            .Tcp("10.0.0.2:179", "10.0.0.1:40000", 20, Convert.FromHexString(Marker + "002501045BA000B40A000002080206410400011170"))
            .Tcp("10.0.0.1:40000", "10.0.0.2:179", 47, Convert.FromHexString(Marker + Update + Marker + "001304" + Marker + "001705" + "00010001"));
        File.WriteAllBytes(Path.Combine(directory.Path, "a.pcap"), file.ToArray());
        var run = InProcess.Run(["decode", "a.pcap"], directory: directory.Path);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var events = run.Output.TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["open", "open", "update", "keepalive", "refresh"], events.Select(item => item.GetProperty("type").GetString()!));
        var neighbor = events[2].GetProperty("neighbor");
        Assert.Equal("{ \"local\": \"10.0.0.2\", \"peer\": \"10.0.0.1\" }", neighbor.GetProperty("address").GetRawText());
        Assert.Equal("{ \"local\": 70000, \"peer\": 70000 }", neighbor.GetProperty("asn").GetRawText());
        Assert.Equal("receive", neighbor.GetProperty("direction").GetString());
        Assert.Equal(1_700_000_000.123456, events[2].GetProperty("time").GetDouble());

        var text = InProcess.Run(["decode", "--text", "a.pcap"], directory: directory.Path);
        Assert.Contains("2023-11-14 22:13:20.123456  10.0.0.1:40000 > 10.0.0.2:179  UPDATE\n    0  FFFFFFFFFFFFFF..  marker\n", text.Output, StringComparison.Ordinal);
        Assert.Contains("10.0.0.2:179 > 10.0.0.1:40000  OPEN\n", text.Output, StringComparison.Ordinal);

        File.WriteAllBytes(Path.Combine(directory.Path, "cut.pcap"), file.ToArray()[..^5]);
        run = InProcess.Run(["decode", "cut.pcap"], directory: directory.Path);
        Assert.Equal(1, run.ExitCode);
        Assert.Equal(2, run.Output.TrimEnd().Split('\n').Length);
        Assert.Equal("error: cut.pcap: the file ends within a packet\n", run.Error);

        run = InProcess.Run(["decode", "--port", "1790", "a.pcap"], directory: directory.Path);
        Assert.Equal((1, "", "error: a.pcap has no BGP message on TCP port 1790\n"), (run.ExitCode, run.Output, run.Error));
    }
}

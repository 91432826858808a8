using ExaSharp.HealthCheck;
using Xunit;

namespace ExaSharp.Tests.HealthCheck;

/// <summary>The flags, their values, and the file of options.</summary>
public sealed class HealthCheckOptionTests
{
    [Theory]
    [InlineData("--ip", "192.0.2.1", "192.0.2.1/32")]
    [InlineData("--ip", "192.0.2.0/24", "192.0.2.0/24")]
    [InlineData("--ip", "192.0.2.0/255.255.255.0", "192.0.2.0/24")]
    [InlineData("--ip", "192.0.2.0/0.0.0.255", "192.0.2.0/24")]
    [InlineData("--ip", "2001:DB8:0::1", "2001:db8::1/128")]
    public void An_address_is_read_as_Python_reads_it(string flag, string value, string expected) =>
        Assert.Equal(expected, Read((flag, value)).Ips[0].ToString());

    [Theory]
    [InlineData("--ip", "x", "argument --ip: invalid ip_network value: 'x'")]
    [InlineData("--ip", "192.0.2.1/24", "argument --ip: invalid ip_network value: '192.0.2.1/24' (it has host bits; its network is 192.0.2.0/24)")]
    [InlineData("--ip", "192.0.2.0/255.0.255.0", "argument --ip: invalid ip_network value: '192.0.2.0/255.0.255.0'")]
    [InlineData("--interval", "ten", "argument --interval/-i: invalid float value: 'ten'")]
    [InlineData("--interval", "-1", "argument --interval/-i: invalid float value: '-1'")]
    [InlineData("--interval", "nan", "argument --interval/-i: invalid float value: 'nan'")]
    [InlineData("--rise", "1.5", "argument --rise: invalid int value: '1.5'")]
    [InlineData("--next-hop", "10.0.0.0/8", "argument --next-hop/-N: invalid ip_address value: '10.0.0.0/8'")]
    [InlineData("--neighbor", "all", "argument --neighbor: invalid neighbor_address value: 'all'")]
    [InlineData("--community", "1:2\nwithdraw route 0.0.0.0/0", @"argument --community: '1:2\nwithdraw route 0.0.0.0/0' contains the control character '\n'")]
    [InlineData("--as-path", "\u2028", @"argument --as-path: '\u2028' contains the control character '\u2028'")]
    [InlineData("--syslog-facility", "local9", "argument --syslog-facility/-sF: 'local9' is no facility of syslog")]
    [InlineData("--http", "ftp://x/", "argument --http: 'ftp://x/' is no URL of http or https")]
    [InlineData("--expect", "2xx", "argument --expect: '2xx' names no HTTP statuses; expected 200, 200,204 or 200-299")]
    [InlineData("--tcp", "localhost", "argument --tcp: 'localhost' is not HOST:PORT")]
    [InlineData("--tcp", "localhost:65536", "argument --tcp: 'localhost:65536' is not HOST:PORT")]
    [InlineData("--dns", "example.org", "argument --dns: 'example.org' is not NAME@SERVER, NAME/TYPE@SERVER or NAME@SERVER:PORT")]
    [InlineData("--dns", "a..b@127.0.0.1", "argument --dns: 'a..b@127.0.0.1' is not NAME@SERVER, NAME/TYPE@SERVER or NAME@SERVER:PORT")]
    [InlineData("--dns", "a/B@127.0.0.1", "argument --dns: 'a/B@127.0.0.1' is not NAME@SERVER, NAME/TYPE@SERVER or NAME@SERVER:PORT")]
    public void A_bad_value_is_refused_in_Pythons_words(string flag, string value, string problem) =>
        Assert.Equal(problem, new HealthCheckOptionReader().Take(Flag(flag), value));

    [Theory]
    [InlineData("[::1]:53", null, "[::1]:53")]
    [InlineData("::1", 53, "[::1]:53")]
    [InlineData("[::1]", 53, "[::1]:53")]
    [InlineData("dns.example.org", 53, "dns.example.org:53")]
    [InlineData("192.0.2.1:5353", 53, "192.0.2.1:5353")]
    [InlineData("::1", null, null)]
    [InlineData(":80", null, null)]
    [InlineData("", 53, null)]
    public void A_host_and_port_may_be_of_IPv6(string text, int? defaultPort, string? expected) =>
        Assert.Equal(expected, HostAndPort.TryParse(text, defaultPort, out var result) ? result.ToString() : null);

    [Fact]
    public void The_file_of_options_has_a_flag_a_line_and_the_command_line_wins()
    {
        var reader = new HealthCheckOptionReader();
        Assert.Null(reader.TakeFile("""
            # what is watched
            name = haproxy
              fast-interval=0.5

            command = curl -sf http://127.0.0.1/?a=b
            ip = 192.0.2.1
            debug
            ri = 7
            """));
        Assert.Null(reader.Take(Flag("--rise"), "2"));
        Assert.Null(reader.Take(Flag("--ip"), "192.0.2.2"));
        Assert.Null(reader.Complete());
        var options = reader.Options;
        Assert.Equal("haproxy", options.Name);
        Assert.Equal(TimeSpan.FromSeconds(0.5), options.FastInterval);
        Assert.Equal("curl -sf http://127.0.0.1/?a=b", options.Command);
        Assert.Equal("192.0.2.1/32 192.0.2.2/32", string.Join(' ', options.Ips));
        Assert.True(options.Debug);
        Assert.Equal(2, options.Rise);
    }

    [Theory]
    [InlineData("speed = 9", "unrecognized arguments: --speed")]
    [InlineData("debug = 1", "argument --debug/-d: ignored explicit argument '1'")]
    [InlineData("name", "argument --name/-n: expected one argument")]
    [InlineData("up = 1", "unrecognized arguments: --up")]
    [InlineData("silent\nno-syslog", "argument --no-syslog: not allowed with argument --silent/-s")]
    public void A_bad_line_of_the_file_is_refused(string text, string problem) => Assert.Equal(problem, new HealthCheckOptionReader().TakeFile(text));

    [Theory]
    [InlineData("10.0.0.1%eth0", "No 'ip' parameter has been defined for the ip_ifname pair '10.0.0.1%eth0'")]
    [InlineData("192.0.2.1", "Expected IP to IFNAME parameter: <ip_address>%<ifname>, got '192.0.2.1'")]
    [InlineData("192.0.2.1%a-very-long-name-x", "Expected NIC interface name but got 'a-very-long-name-x'")]
    [InlineData("192.0.2.1%eth0;reboot", "Expected NIC interface name but got 'eth0;reboot'")]
    [InlineData("eth0%eth0", "'eth0' does not appear to be an IPv4 or IPv6 network")]
    [InlineData("192.0.2.1%eth0.7", null)]
    public void An_interface_belongs_to_an_address_that_is_announced(string value, string? problem)
    {
        var reader = new HealthCheckOptionReader();
        Assert.Null(reader.Take(Flag("--ip"), "192.0.2.1"));
        Assert.Null(reader.Take(Flag("--ip-ifname"), value));
        Assert.Equal(problem, reader.Complete());
    }

    [Fact]
    public void A_network_too_large_to_set_up_can_be_announced_only()
    {
        var reader = new HealthCheckOptionReader();
        Assert.Null(reader.Take(Flag("--ip"), "2001:db8::/32"));
        Assert.Equal("2001:db8::/32 has more than 65536 addresses; with --no-ip-setup it can be announced as it is", reader.Complete());
        Assert.Null(reader.Take(Flag("--no-ip-setup"), null));
        Assert.Null(reader.Complete());
    }

    [Fact]
    public void The_facility_without_a_value_is_the_default_and_excludes_nothing()
    {
        var reader = new HealthCheckOptionReader();
        Assert.Null(reader.Take(Flag("--syslog-facility"), null));
        Assert.Null(reader.Take(Flag("--silent"), null));
        Assert.Equal("daemon", reader.Options.SyslogFacility);
    }

    [Theory]
    [InlineData("it's", "\"it's\"")]
    [InlineData("it's \"so\"", "'it\\'s \"so\"'")]
    [InlineData("a\\b\n\t\u00e9\u00a0\u0001", "'a\\\\b\\n\\t\u00e9\\xa0\\x01'")]
    public void Texts_are_shown_as_Python_shows_them(string text, string expected) => Assert.Equal(expected, PythonText.Repr(text));

    [Fact]
    public void Octets_are_shown_as_Python_shows_them() => Assert.Equal("b\"a'\\x00\\xff\\r\\n\"", PythonText.Repr(new byte[] { 0x61, 0x27, 0, 0xff, 13, 10 }));

    private static HealthCheckFlag Flag(string name) => HealthCheckFlags.All.Single(flag => flag.Name == name);

    private static HealthCheckOptions Read(params (string Flag, string Value)[] values)
    {
        var reader = new HealthCheckOptionReader();
        foreach (var (flag, value) in values) Assert.Null(reader.Take(Flag(flag), value));
        Assert.Null(reader.Complete());
        return reader.Options;
    }
}

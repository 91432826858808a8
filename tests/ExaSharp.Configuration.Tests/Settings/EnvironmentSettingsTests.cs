using ExaSharp.Configuration.Settings;
using Xunit;

namespace ExaSharp.Configuration.Tests.Settings;

public class EnvironmentSettingsTests
{
    [Fact]
    public void All_45_settings_of_ExaBGP_5_0_are_there_and_its_7_for_who_debugs_it()
    {
        Assert.Equal(45, EnvironmentCatalog.All.Count(setting => setting.IsPublic && setting.Origin <= SettingOrigin.ExaBgp50));
        Assert.Equal(41, EnvironmentCatalog.All.Count(setting => setting.IsPublic && setting.Origin == SettingOrigin.ExaBgp42));
        Assert.Equal(7, EnvironmentCatalog.All.Count(setting => !setting.IsPublic));
        Assert.All(EnvironmentCatalog.All, setting => Assert.NotEqual("", setting.Help));
        Assert.Equal(EnvironmentCatalog.All.Count, EnvironmentCatalog.All.Select(setting => setting.Name).Distinct().Count());
    }

    [Theory]
    [InlineData("profile.enable", "bool", "false")]
    [InlineData("profile.file", "string", "''")]
    [InlineData("pdb.enable", "bool", "false")]
    [InlineData("daemon.pid", "string", "''")]
    [InlineData("daemon.user", "user", "'nobody'")]
    [InlineData("daemon.daemonize", "bool", "false")]
    [InlineData("daemon.drop", "bool", "true")]
    [InlineData("daemon.umask", "umask", "'0o137'")]
    [InlineData("log.enable", "bool", "true")]
    [InlineData("log.level", "level", "INFO")]
    [InlineData("log.destination", "string", "'stdout'")]
    [InlineData("log.all", "bool", "false")]
    [InlineData("log.configuration", "bool", "true")]
    [InlineData("log.reactor", "bool", "true")]
    [InlineData("log.daemon", "bool", "true")]
    [InlineData("log.processes", "bool", "true")]
    [InlineData("log.network", "bool", "true")]
    [InlineData("log.statistics", "bool", "true")]
    [InlineData("log.packets", "bool", "false")]
    [InlineData("log.rib", "bool", "false")]
    [InlineData("log.message", "bool", "false")]
    [InlineData("log.timers", "bool", "false")]
    [InlineData("log.routes", "bool", "false")]
    [InlineData("log.parser", "bool", "false")]
    [InlineData("log.short", "bool", "true")]
    [InlineData("tcp.once", "bool", "false")]
    [InlineData("tcp.attempts", "int", "0")]
    [InlineData("tcp.delay", "int", "0")]
    [InlineData("tcp.bind", "ips", "''")]
    [InlineData("tcp.port", "int", "179")]
    [InlineData("tcp.acl", "bool", "false")]
    [InlineData("bgp.passive", "bool", "false")]
    [InlineData("bgp.openwait", "int", "60")]
    [InlineData("bgp.rfc", "bool", "false")]
    [InlineData("cache.attributes", "bool", "true")]
    [InlineData("cache.nexthops", "bool", "true")]
    [InlineData("api.ack", "bool", "true")]
    [InlineData("api.chunk", "int", "1")]
    [InlineData("api.show-routes-format", "format", "v1")]
    [InlineData("api.encoder", "encoder", "json")]
    [InlineData("api.version", "version", "auto")]
    [InlineData("api.compact", "bool", "false")]
    [InlineData("api.respawn", "bool", "true")]
    [InlineData("api.terminate", "bool", "false")]
    [InlineData("api.cli", "bool", "true")]
    [InlineData("api.pipename", "string", "'exabgp'")]
    [InlineData("reactor.speed", "float", "1.0")]
    public void Kinds_and_defaults(string name, string kind, string value)
    {
        var setting = Assert.Single(EnvironmentCatalog.All, setting => setting.Name == name);

        Assert.Equal(kind, setting.Kind);
        Assert.Equal(value, setting.Default);
    }

    [Theory]
    [InlineData("bool", "yes", "true")]
    [InlineData("string", "'x'", "'x'")]
    [InlineData("user", "root", "'root'")]
    [InlineData("umask", "0077", "'0o77'")]
    [InlineData("level", "debug", "DEBUG")]
    [InlineData("int", "7", "7")]
    [InlineData("ips", "127.0.0.1 ::1", "'127.0.0.1 ::1'")]
    [InlineData("format", "V2", "v2")]
    [InlineData("encoder", "TEXT", "text")]
    [InlineData("float", "0.5", "0.5")]
    public void Each_setting_is_read_into_a_place_of_its_own(string kind, string text, string shown)
    {
        foreach (var setting in EnvironmentCatalog.All.Where(setting => setting.Kind == kind))
        {
            var value = kind == "bool" && setting.Default == "true" ? "no" : text;
            var expected = kind == "bool" && setting.Default == "true" ? "false" : shown;
            var settings = Load(("exabgp." + setting.Name, value));

            Assert.Equal(expected, setting.Show(settings));
            // tcp.once also sets tcp.attempts; see below.
            foreach (var other in EnvironmentCatalog.All.Where(other => other != setting && (setting.Name, other.Name) != ("tcp.once", "tcp.attempts")))
                Assert.Equal(other.Default, other.Show(settings));
        }
    }

    [Fact]
    public void Precedence()
    {
        const string file = "[exabgp.tcp]\nport = 3\n";

        Assert.Equal(1, Load(file, ("exabgp.tcp.port", "1"), ("exabgp_tcp_port", "2")).TcpPort);
        Assert.Equal(2, Load(file, ("exabgp_tcp_port", "2")).TcpPort);
        Assert.Equal(3, Load(file).TcpPort);
        Assert.Equal(179, Load("").TcpPort);
    }

    [Fact]
    public void Only_dots_become_underscores() =>
        Assert.Equal(2, Load(("exabgp_api_show-routes-format", "v2")).ApiShowRoutesFormat);

    [Theory]
    [InlineData("1", true)]
    [InlineData("YES", true)]
    [InlineData("on", true)]
    [InlineData("Enable", true)]
    [InlineData("true", true)]
    [InlineData("enabled", false)]
    [InlineData("0", false)]
    [InlineData("nonsense", false)]
    [InlineData("", false)]
    [InlineData("'true'", false)]
    public void Booleans_are_never_wrong(string text, bool value) => Assert.Equal(value, Load(("exabgp_log_all", text)).LogAll);

    [Theory]
    [InlineData("0137", 95)]
    [InlineData("137", 95)]
    [InlineData("0o137", 95)]
    [InlineData("0O22", 18)]
    [InlineData("0", 0)]
    public void Umask_is_octal(string text, int value) => Assert.Equal(value, Load(("exabgp.daemon.umask", text)).DaemonUmask);

    [Theory]
    [InlineData("FATAL", LogThreshold.Critical)]
    [InlineData("critical", LogThreshold.Critical)]
    [InlineData("Error", LogThreshold.Error)]
    [InlineData("WARNING", LogThreshold.Warning)]
    [InlineData("INFO", LogThreshold.Info)]
    [InlineData("DEBUG", LogThreshold.Debug)]
    [InlineData("NOTSET", LogThreshold.NotSet)]
    [InlineData("EMERG", LogThreshold.Critical)]
    [InlineData("ERR", LogThreshold.Error)]
    [InlineData("NOTICE", LogThreshold.Info)]
    public void Levels_of_both_generations(string text, LogThreshold value) => Assert.Equal(value, Load(("exabgp.log.level", text)).LogLevel);

    [Theory]
    [InlineData("tcp.bind", "foo")]
    [InlineData("tcp.bind", "127.0.0.1 foo")]
    [InlineData("tcp.bind", "127.0.0.1,::1")]
    [InlineData("tcp.port", "abc")]
    [InlineData("tcp.port", "70000")]
    [InlineData("tcp.port", "")]
    [InlineData("tcp.attempts", "-1")]
    [InlineData("bgp.openwait", "1.5")]
    [InlineData("daemon.user", "nosuchuser")]
    [InlineData("daemon.umask", "0999")]
    [InlineData("daemon.umask", "")]
    [InlineData("log.level", "LOUD")]
    [InlineData("api.encoder", "xml")]
    [InlineData("api.version", "3")]
    [InlineData("api.show-routes-format", "v3")]
    [InlineData("reactor.speed", "fast")]
    [InlineData("reactor.speed", "nan")]
    public void A_bad_value_is_one_line_and_the_default_stays(string name, string value)
    {
        List<string> errors = [];
        var settings = EnvironmentSettings.Load(Source("", ("exabgp." + name, value)), errors);

        var expected = EnvironmentCatalog.All.Single(setting => setting.Name == name).Expected;
        Assert.Equal($"invalid value for {name} : {value} (variable exabgp.{name}; expected: {expected})", Assert.Single(errors));
        Assert.Equal(EnvironmentSettings.Default, settings);
    }

    [Fact]
    public void All_bad_values_are_told()
    {
        List<string> errors = [];
        EnvironmentSettings.Load(Source("[exabgp.log]\nlevel = LOUD\n", ("exabgp.tcp.port", "x"), ("exabgp_tcp_bind", "y")) with { FileName = "/etc/x.env" }, errors);

        Assert.Equal(
        [
            "invalid value for log.level : LOUD (/etc/x.env line 2; expected: FATAL, CRITICAL, ERROR, WARNING, INFO, DEBUG or NOTSET)",
            "invalid value for tcp.bind : y (variable exabgp_tcp_bind; expected: IP addresses with blanks between)",
            "invalid value for tcp.port : x (variable exabgp.tcp.port; expected: a whole number from 0 to 65535)",
        ], errors);
    }

    [Fact]
    public void Quotes_go_from_the_file_and_from_strings()
    {
        const string file = "[exabgp.tcp]\nport = '1179'\nbind = \"127.0.0.1 ::1\"\n[exabgp.daemon]\npid = ' /run/x.pid '\n";
        var settings = Load(file, ("exabgp.log.destination", " 'stderr' "));

        Assert.Equal(1179, settings.TcpPort);
        Assert.Equal(2, settings.TcpBind.Count);
        Assert.Equal(" /run/x.pid ", settings.DaemonPid);
        Assert.Equal("stderr", settings.LogDestination);
    }

    [Fact]
    public void Connections_is_another_name_of_attempts_as_a_variable()
    {
        Assert.Equal(4, Load(("exabgp_tcp_connections", "4")).TcpAttempts);
        Assert.Equal(4, Load(("exabgp.tcp.connections", "4"), ("exabgp.tcp.attempts", "5"), ("exabgp.tcp.once", "true")).TcpAttempts);
        Assert.Equal(0, Load("[exabgp.tcp]\nconnections = 4\n").TcpAttempts);
        List<string> errors = [];
        EnvironmentSettings.Load(Source("", ("exabgp.tcp.connections", "x")), errors);
        Assert.Equal("invalid value for tcp.connections : x (expected: a whole number from 0 on)", Assert.Single(errors));
    }

    [Fact]
    public void Once_is_an_older_form_of_attempts_as_a_variable()
    {
        Assert.Equal(1, Load(("exabgp_tcp_once", "true")).TcpAttempts);
        Assert.Equal(0, Load("[exabgp.tcp]\nattempts = 5\n", ("exabgp_tcp_once", "false")).TcpAttempts);
        Assert.Equal(5, Load(("exabgp_tcp_once", "true"), ("exabgp_tcp_attempts", "5")).TcpAttempts);
        Assert.Equal(0, Load("[exabgp.tcp]\nonce = true\n").TcpAttempts);
        Assert.True(Load("[exabgp.tcp]\nonce = true\n").TcpOnce);
    }

    [Fact]
    public void The_port_to_connect_to_comes_from_variables_alone()
    {
        Assert.Equal(179, Load("[exabgp.tcp]\nport = 1179\n").TcpConnectPort);
        Assert.Equal(1179, Load(("exabgp_tcp_port", "1179")).TcpConnectPort);
        Assert.Equal(1179, Load(("exabgp.tcp.port", "1179")).TcpConnectPort);
    }

    private static EnvironmentSettings Load(params (string Name, string Value)[] variables) => Load("", variables);

    private static EnvironmentSettings Load(string file, params (string Name, string Value)[] variables)
    {
        List<string> errors = [];
        var settings = EnvironmentSettings.Load(Source(file, variables), errors);
        Assert.Empty(errors);
        return settings;
    }

    private static EnvironmentSource Source(string file, params (string Name, string Value)[] variables)
    {
        var table = variables.ToDictionary(variable => variable.Name, variable => variable.Value);
        return new EnvironmentSource(name => table.GetValueOrDefault(name), file, name => name is "nobody" or "root");
    }
}

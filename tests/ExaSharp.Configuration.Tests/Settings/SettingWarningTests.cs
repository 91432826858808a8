using ExaSharp.Configuration.Settings;
using Xunit;

namespace ExaSharp.Configuration.Tests.Settings;

/// <summary>What is set and changes nothing is told, once.</summary>
public class SettingWarningTests
{
    [Theory]
    [InlineData("[exabgp.profile]\nenable = true\n", "profile.enable has no effect: it is for Python's profiler; dotnet-trace reads what the runtime tells")]
    [InlineData("[exabgp.pdb]\nenable = true\n", "pdb.enable has no effect: it is for Python's debugger")]
    [InlineData("[exabgp.debug]\nroute = 'FF'\n", "debug.route has no effect: \"exasharp decode -c FILE HEX\" shows messages")]
    [InlineData("[exabgp.api]\nhighres = false\n", "api.highres, a setting of ExaBGP 3.4, has no effect: the times of events always have all digits that their version has")]
    [InlineData("[exabgp.bgp]\nPaths_limit_audit = true\n", "bgp.paths_limit_audit, a setting of the development tree of ExaBGP, has no effect: the number of paths is not audited")]
    [InlineData("\n[exabgp.tcp]\nprot = 1\n", "the.env line 3: tcp.prot is no setting (did you mean tcp.port?)")]
    [InlineData("[exabgp.zebra]\nstripes = 1\n", "the.env line 2: zebra.stripes is no setting")]
    [InlineData("[tcp]\nport = 1\nbind = ''\n", "the.env line 2: nothing reads the section [tcp]: the names of sections begin with \"exabgp.\"")]
    public void In_the_file(string text, string warning) => Assert.Equal(warning, Assert.Single(Warnings(text)));

    [Theory]
    [InlineData("exabgp_reactor_speed", "0.5", "reactor.speed has no effect: nothing polls here")]
    [InlineData("exabgp.debug.timing", "true", "debug.timing, a setting of the development tree of ExaBGP, has no effect: the loop that it times is not here")]
    [InlineData("exabgp_api_socket", "", "api.socket, a setting of ExaBGP 3.4, has no effect: there is no socket for it in any ExaBGP")]
    [InlineData("exabgp_log_levle", "DEBUG", "variable exabgp_log_levle is no setting (did you mean log.level?)")]
    [InlineData("exabgp.no.such", "1", "variable exabgp.no.such is no setting")]
    public void In_variables(string name, string value, string warning) => Assert.Equal(warning, Assert.Single(Warnings("", (name, value))));

    [Theory]
    [InlineData("exabgp_tcp_connections", "3")]
    [InlineData("exabgp_api_show-routes-format", "v1")]
    [InlineData("exabgp_version", "5")]
    [InlineData("exabgp_cli_pipe", "/run/")]
    [InlineData("exabgp_mine_own", "1")]
    [InlineData("exabgp_profile_enable", "false")]
    [InlineData("EXABGP_ROOT", "/")]
    public void What_is_right_or_not_ours_is_not_told(string name, string value) => Assert.Empty(Warnings("", (name, value)));

    [Fact]
    public void A_file_with_every_setting_at_its_default_is_not_told()
    {
        var sections = EnvironmentCatalog.All.GroupBy(setting => setting.Section)
            .Select(section => $"[exabgp.{section.Key}]\n" + string.Concat(section.Select(setting => $"{setting.Option} = {setting.Default}\n")));
        Assert.Empty(Warnings(string.Concat(sections)));
    }

    [Fact]
    public void Each_setting_without_effect_says_so_when_it_is_set()
    {
        foreach (var setting in EnvironmentCatalog.All.Where(setting => setting.WithoutEffect is not null))
        {
            var value = setting.Kind switch
            {
                "bool" => setting.Default == "true" ? "false" : "true",
                "string" => "x",
                _ => "7",
            };
            Assert.Equal($"{setting.Name} has no effect: {setting.WithoutEffect}", Assert.Single(Warnings("", ("exabgp." + setting.Name, value))));
        }
    }

    [Fact]
    public void No_setting_is_both_known_and_retired() =>
        Assert.Empty(RetiredSettings.All.Select(setting => setting.Name).Intersect(EnvironmentCatalog.All.Select(setting => setting.Name)));

    private static List<string> Warnings(string file, params (string Name, string Value)[] variables)
    {
        var table = variables.ToDictionary(variable => variable.Name, variable => variable.Value);
        var (errors, warnings) = (new List<string>(), new List<string>());
        EnvironmentSettings.Load(new EnvironmentSource(table.GetValueOrDefault, file) { FileName = "the.env", VariableNames = table.Keys }, errors, warnings);
        Assert.Empty(errors);
        return warnings;
    }
}

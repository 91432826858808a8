using ExaSharp.Bgp.Text;
using ExaSharp.Configuration.Programs;
using ExaSharp.Configuration.Settings;
using Xunit;

namespace ExaSharp.Configuration.Tests.Sections;

public class ProcessTests
{
    [Fact]
    public void Run_takes_all_words()
    {
        var process = Process("run ./watch.py --name \"two words\" [ a, b ] 'x;y';  encoder json;");

        Assert.Equal("p", process.Name);
        Assert.Equal(["./watch.py", "--name", "two words", "[", "a", ",", "b", "]", "x;y"], process.Run);
        Assert.Equal(HelperEncoder.Json, process.Encoder);
        Assert.True(process.Respawn);
    }

    [Theory]
    [InlineData("respawn false;", false)]
    [InlineData("respawn;", true)]
    [InlineData("respawn enable;", true)]
    [InlineData("", true)]
    public void Respawn(string statement, bool value) => Assert.Equal(value, Process($"run /bin/cat; encoder text; {statement}").Respawn);

    [Theory]
    [InlineData("", true, AckMode.On)]
    [InlineData("", false, AckMode.Off)]
    [InlineData("ack true;", false, AckMode.On)]
    [InlineData("ack;", false, AckMode.On)]
    [InlineData("ack disable;", true, AckMode.Off)]
    [InlineData("ack verbose;", false, AckMode.Verbose)]
    public void Acks_are_those_of_the_process_or_of_the_settings(string statement, bool ofSettings, AckMode mode) =>
        Assert.Equal(mode, Process($"run /bin/cat; encoder json; {statement}").AckOr(ofSettings));

    [Theory]
    [InlineData("", OverflowPolicy.DropOldest)]
    [InlineData("overflow drop-oldest;", OverflowPolicy.DropOldest)]
    [InlineData("overflow drop-acks;", OverflowPolicy.DropAcks)]
    [InlineData("overflow pause;", OverflowPolicy.Pause)]
    [InlineData("overflow kill;", OverflowPolicy.Kill)]
    public void Overflow(string statement, OverflowPolicy policy) =>
        Assert.Equal(policy, Process($"run /bin/cat; encoder json; {statement}").Overflow);

    [Theory]
    [InlineData("", 64 * 1024 * 1024)]
    [InlineData("queue 2M;", 2 * 1024 * 1024)]
    [InlineData("queue 2048k;", 2 * 1024 * 1024)]
    [InlineData("queue 1G;", 1024 * 1024 * 1024)]
    [InlineData("queue 1048577;", 1024 * 1024 + 1)]
    public void Queue(string statement, int size) =>
        Assert.Equal(size, Process($"run /bin/cat; encoder json; {statement}").QueueSize);

    [Theory]
    [InlineData("version 3.4;", null, JsonVersion.Three)]
    [InlineData("version 4;", null, JsonVersion.Four)]
    [InlineData("version 4;", JsonVersion.Six, JsonVersion.Four)]
    [InlineData("version 5;", JsonVersion.Four, JsonVersion.Five)]
    [InlineData("version 6;", null, JsonVersion.Six)]
    [InlineData("", JsonVersion.Four, JsonVersion.Four)]
    [InlineData("", null, JsonVersion.Five)]
    public void The_version_of_events_is_that_of_the_process_or_of_the_settings(string statement, JsonVersion? ofSettings, JsonVersion version) =>
        Assert.Equal(version, Process($"run /bin/cat; encoder json; {statement}").VersionOr(ofSettings));

    [Theory]
    [InlineData("", null, JsonVersion.Three)]
    [InlineData("", JsonVersion.Four, JsonVersion.Four)]
    [InlineData("version 5;", null, JsonVersion.Five)]
    public void In_a_file_of_3_4_the_version_of_events_is_3_4(string statement, JsonVersion? ofSettings, JsonVersion version)
    {
        var parsed = Parsed.Text($$"""
            group g {
                process p { run /bin/cat; encoder json; {{statement}} neighbor-changes; }
                neighbor 127.0.0.2 { router-id 10.0.0.1; local-address 127.0.0.1; local-as 65001; peer-as 65002; }
            }
            """);

        Assert.Equal(version, Assert.Single(parsed.Good.Processes).VersionOr(ofSettings));
    }

    [Fact]
    public void The_last_of_repeated_keywords_wins()
    {
        var process = Process("run /bin/cat; encoder text; run /bin/tac -r; encoder json;");

        Assert.Equal(["/bin/tac", "-r"], process.Run);
        Assert.Equal(HelperEncoder.Json, process.Encoder);
    }

    [Theory]
    [InlineData(HelperEncoder.Text, "text")]
    [InlineData(HelperEncoder.Json, "json")]
    public void Process_without_encoder_has_that_of_the_settings(HelperEncoder encoder, string word)
    {
        var parsed = Parsed.Text("process p { run /bin/cat; }", defaultEncoder: encoder);

        Assert.Equal(encoder, Assert.Single(parsed.Good.Processes).Encoder);
        Assert.Contains($"the process \"p\" has no encoder: its events are {word}", parsed.Warnings);
        Assert.Equal(ConfigurationGeneration.ExaBgp50, parsed.Good.Generation);
    }

    [Theory]
    [InlineData("encoder json;", "unset process sections: run")]
    [InlineData("run; encoder json;", "run needs a program")]
    [InlineData("run /bin/cat; encoder;", "\"\" is an invalid option")]
    [InlineData("run /bin/cat; encoder JSON;", "\"JSON\" is an invalid option")]
    [InlineData("run /bin/cat; encoder json; respawn yes;", "invalid value (yes) for a boolean")]
    [InlineData("run /bin/cat; encoder json; peer-updates;", "invalid keyword \"peer-updates\"")]
    public void Refused(string statements, string error) => Assert.Equal(error, Parsed.Text($"process p {{ {statements} }}").Error);

    [Fact]
    public void Names_are_unique_but_not_checked_otherwise()
    {
        Assert.Equal("a process section called \"p\" already exists",
            Parsed.Text("process p { run /bin/cat; encoder json; } process p { run /bin/cat; encoder json; }").Error);
        Assert.Equal("a/b", Assert.Single(Parsed.Text("process a/b { run /bin/cat; encoder json; }").Good.Processes).Name);
    }

    [Fact]
    public void A_process_without_a_name_is_called_by_its_brace()
    {
        var parsed = Parsed.Text("process { run /bin/cat; encoder json; }");

        Assert.Equal("{", Assert.Single(parsed.Good.Processes).Name);
        Assert.Contains("a process without a name is called \"{\"", parsed.Warnings);
    }

    [Fact]
    public void Programs_are_located()
    {
        const string text = "process p { run ./a -x; encoder json; }\nprocess q { run b; encoder json; }";

        var found = Parsed.Text(text, programs: new Locator());
        Assert.Equal("""
            test.conf:2:17: error: can not locate the program "b" [unusable]
                process q { run b; encoder json; }
                                ^
            """, found.Rendered);
        Assert.Equal(["/found/a", "-x"], Assert.Single(Parsed.Text(text.Split('\n')[0], programs: new Locator()).Good.Processes).Run);
    }

    private static ProcessSettings Process(string statements) => Assert.Single(Parsed.Text($"process p {{ {statements} }}").Good.Processes);

    private sealed class Locator : IProgramLocator
    {
        public bool TryLocate(string program, out string path, out string? error)
        {
            var found = program == "./a";
            path = found ? "/found/a" : program;
            error = found ? null : $"can not locate the program \"{program}\"";
            return found;
        }
    }
}

using ExaSharp.Configuration.Programs;
using Xunit;

namespace ExaSharp.Configuration.Tests.Programs;

public class ProgramLocatorTests
{
    private const UnixFileMode Runnable = (UnixFileMode)0b111_101_101;

    private readonly Files _files = new();

    private ProgramSearch _search = new()
    {
        ConfigurationDirectory = "/home/op/conf",
        Path = "/usr/local/bin:/usr/bin",
        StartDirectory = "/srv/exabgp",
        UserId = 1000,
        GroupId = 1000,
    };

    [Fact]
    public void An_absolute_path_stands_for_itself()
    {
        _files.Add("/opt/p");

        Assert.Equal("/opt/p", Find("/opt/p"));
        Assert.Empty(new ProgramLocator(_files, _search).Candidates("/opt/p"));
    }

    [Fact]
    public void Candidates_of_a_relative_path() =>
        Assert.Equal(["/etc/exabgp/run/p", "/home/op/conf/run/p", "/usr/local/bin/run/p", "/usr/bin/run/p"],
            new ProgramLocator(_files, _search).Candidates("./run/../run/p"));

    [Fact]
    public void Candidates_of_a_path_below_etc_exabgp()
    {
        Assert.Equal(["/etc/exabgp/run/p", "/srv/exabgp/etc/exabgp/run/p"], Candidates());
        _search = _search with { StartDirectory = "/srv/exabgp/sbin" };
        Assert.Equal(["/etc/exabgp/run/p", "/srv/exabgp/etc/exabgp/run/p", "/srv/exabgp/sbin/etc/exabgp/run/p"], Candidates());
        _search = _search with { StartDirectory = "/srv/exabgp/etc" };
        Assert.Equal(["/etc/exabgp/run/p", "/srv/exabgp/etc/exabgp/run/p"], Candidates());
        _search = _search with { StartDirectory = "/srv/etc/exabgp" };
        Assert.Equal(["/etc/exabgp/run/p"], Candidates());
        _search = _search with { ExabgpEtc = "/usr/etc/exabgp/" };
        Assert.Equal(["/usr/etc/exabgp/run/p", "/etc/exabgp/run/p"], Candidates());

        IEnumerable<string> Candidates() => new ProgramLocator(_files, _search).Candidates("etc/exabgp/run/p");
    }

    [Fact]
    public void The_last_candidate_that_exists_wins()
    {
        _files.Add("/etc/exabgp/p");
        Assert.Equal("/etc/exabgp/p", Find("p"));
        _files.Add("/home/op/conf/p");
        Assert.Equal("/home/op/conf/p", Find("./p"));
        _files.Add("/usr/local/bin/p");
        Assert.Equal("/usr/local/bin/p", Find("./p"));
        _files.Add("/usr/bin/p");
        Assert.Equal("/usr/bin/p", Find("p"));
    }

    [Fact]
    public void The_last_candidate_wins_even_when_it_can_not_be_run()
    {
        _files.Add("/home/op/conf/p");
        _files.Add("/usr/bin/p", kind: FileKind.Directory);

        Assert.Equal("can not execute directories \"/usr/bin/p\"", Error("./p"));
    }

    [Fact]
    public void Nowhere_else_it_is_looked_for_below_the_working_directory()
    {
        Assert.Equal("can not locate the program \"dir/p\"", Error("dir/p"));
        _files.Add("/dir/p");
        Assert.Equal("/dir/p", Find("dir/p"));
    }

    [Fact]
    public void The_texts_of_what_is_wrong()
    {
        Assert.Equal("can not locate the program \"/p\"", Error("/p"));
        Assert.Equal("can not locate the program \"\"", Error(""));
        Assert.Equal("can not locate the program \"a\0b\"", Error("a\0b"));
        _files.Add("/denied", denied: "[Errno 13] Permission denied: '/denied'");
        Assert.Equal("can not access program \"/denied\": [Errno 13] Permission denied: '/denied'", Error("/denied"));
        _files.Add("/directory", kind: FileKind.Directory);
        Assert.Equal("can not execute directories \"/directory\"", Error("/directory"));
        _files.Add("/setuid", Runnable | UnixFileMode.SetUser);
        Assert.Equal("refusing to run setuid programs \"/setuid\"", Error("/setuid"));
        _files.Add("/setgid", Runnable | UnixFileMode.SetGroup);
        Assert.Equal("refusing to run setgid programs \"/setgid\"", Error("/setgid"));
        _files.Add("/plain", (UnixFileMode)0b110_100_100);
        Assert.Equal("exabgp will not be able to run this program \"/plain\"", Error("/plain"));
        _files.Add("/fifo", kind: FileKind.Other);
        Assert.Equal("program must be a regular file \"/fifo\"", Error("/fifo"));
    }

    [Theory]
    [InlineData(0b001_000_000, 1000, 1, true)]
    [InlineData(0b001_000_000, 1, 1000, false)]
    [InlineData(0b000_001_000, 1, 1000, true)]
    [InlineData(0b000_001_000, 1000, 1, false)]
    [InlineData(0b000_000_001, 1, 1, true)]
    public void The_execute_bit_that_counts(int mode, uint owner, uint group, bool runs)
    {
        _files.Add("/p", (UnixFileMode)mode, owner: owner, group: group);

        Assert.Equal(runs, new ProgramLocator(_files, _search).TryLocate("/p", out _, out _));
    }

    private string Find(string program)
    {
        Assert.True(new ProgramLocator(_files, _search).TryLocate(program, out var path, out var error), error);
        Assert.Null(error);
        return path;
    }

    private string? Error(string program)
    {
        Assert.False(new ProgramLocator(_files, _search).TryLocate(program, out _, out var error));
        return error;
    }

    private sealed class Files : IFileProbe
    {
        private readonly Dictionary<string, (FileFacts Facts, string? Denied)> _files = [];

        public void Add(string path, UnixFileMode mode = Runnable, FileKind kind = FileKind.Regular, uint owner = 0, uint group = 0, string? denied = null) =>
            _files[path] = (new FileFacts(kind, mode, owner, group), denied);

        public bool Exists(string path) => _files.ContainsKey(path);

        public FileAccessResult Open(string path, out FileFacts facts, out string? reason)
        {
            facts = default;
            reason = null;
            if (!_files.TryGetValue(path, out var file)) return FileAccessResult.NotFound;
            (facts, reason) = file;
            return reason is null ? FileAccessResult.Readable : FileAccessResult.Denied;
        }
    }
}

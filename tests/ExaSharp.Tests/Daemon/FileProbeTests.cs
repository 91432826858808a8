using ExaSharp.Configuration.Programs;
using ExaSharp.Daemon;
using ExaSharp.Interop;
using Xunit;

namespace ExaSharp.Tests.Daemon;

public sealed class FileProbeTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("exasharp-probe");
    private readonly FileProbe _probe = new();

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void A_file_is_described_by_what_it_leads_to()
    {
        var file = Path.Combine(_directory.FullName, "program");
        File.WriteAllText(file, "");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.SetUser);
        var link = Path.Combine(_directory.FullName, "link");
        File.CreateSymbolicLink(link, file);
        Assert.True(_probe.Exists(link));
        Assert.Equal(FileAccessResult.Readable, _probe.Open(link, out var facts, out var reason));
        Assert.Equal(
            new FileFacts(FileKind.Regular, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.SetUser, Libc.UserId, Libc.GroupId), facts);
        Assert.Null(reason);
    }

    [Fact]
    public void Directories_devices_and_nothing_are_told_apart()
    {
        Assert.Equal(FileAccessResult.Readable, _probe.Open(_directory.FullName, out var facts, out _));
        Assert.Equal(FileKind.Directory, facts.Kind);
        Assert.Equal(FileAccessResult.Readable, _probe.Open("/dev/null", out facts, out _));
        Assert.Equal(FileKind.Other, facts.Kind);
        Assert.Equal(FileAccessResult.NotFound, _probe.Open("/nonexistent", out _, out _));
        Assert.Equal(FileAccessResult.NotFound, _probe.Open("/dev/null/below", out _, out _));
        Assert.False(_probe.Exists("/nonexistent"));
        Assert.True(_probe.Exists("/dev/null"));
    }

    [Fact]
    public void A_file_that_may_not_be_read_is_denied_with_pythons_words()
    {
        if (Privileges.IsRoot) Assert.Skip("root may read everything");
        var file = Path.Combine(_directory.FullName, "secret");
        File.WriteAllText(file, "");
        File.SetUnixFileMode(file, UnixFileMode.UserExecute);
        Assert.Equal(FileAccessResult.Denied, _probe.Open(file, out _, out var reason));
        Assert.Equal($"[Errno 13] Permission denied: '{file}'", reason);
    }
}

using System.Net.Sockets;
using System.Text;
using ExaSharp.Logging;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ExaSharp.Tests.Logging;

public sealed class LogDestinationTests : IDisposable
{
    private static readonly LogFormat Format = new(true, true, 42);
    private static readonly LogLine Line = new(DateTimeOffset.UnixEpoch, LogLevel.Error, "api", "text");

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("exasharp-log");
    private readonly List<string> _warnings = [];

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData("stdout")]
    [InlineData("stderr")]
    public void Both_standard_streams_are_standard_error(string destination)
    {
        using var sink = Open(destination);
        Assert.IsType<StandardErrorSink>(sink);
        Assert.Empty(_warnings);
    }

    [Fact]
    public void Files_are_relative_to_where_the_daemon_was_started_and_always_long()
    {
        using (var sink = Open("file:exasharp.log")) sink.Write(Line, sink.Format.Format(Line));
        Assert.Equal($"00:00:00 {Environment.ProcessId,-6} api             text\n", File.ReadAllText(Path.Combine(_directory.FullName, "exasharp.log")));
        Open(Path.Combine(_directory.FullName, "other.log")).Dispose();
        Assert.True(File.Exists(Path.Combine(_directory.FullName, "other.log")));
        Assert.Empty(_warnings);
    }

    [Fact]
    public void A_file_that_can_not_be_opened_is_replaced_by_standard_error()
    {
        using var sink = Open("/nonexistent/directory/log");
        Assert.IsType<StandardErrorSink>(sink);
        Assert.Matches("^warning: could not open log file '/nonexistent/directory/log': .*; falling back to stdout$", Assert.Single(_warnings));
    }

    [Fact]
    public void What_is_no_destination_is_replaced_by_standard_error()
    {
        using var sink = Open("foo");
        Assert.IsType<StandardErrorSink>(sink);
        Assert.Equal(
            "warning: invalid log destination 'foo', expected stdout, stderr, syslog, or an absolute file path; falling back to stdout",
            Assert.Single(_warnings));
    }

    [Fact]
    public void A_file_that_is_full_makes_room_and_three_old_ones_stay()
    {
        var path = Path.Combine(_directory.FullName, "log");
        using (var sink = new FileSink(path, Format, limit: 30))
            for (var i = 0; i < 12; i++) sink.Write(Line, $"line {i,2} ...");
        string[] Names() => [.. _directory.GetFiles().Select(f => f.Name).Order(StringComparer.Ordinal)];
        Assert.Equal(["log", "log.1", "log.2", "log.3"], Names());
        Assert.Equal("line 10 ...\nline 11 ...\n", File.ReadAllText(path));
        Assert.Equal("line  4 ...\nline  5 ...\n", File.ReadAllText(path + ".3"));
    }

    [Fact]
    public void Syslog_gets_a_datagram_with_priority_a_line_and_survives_a_restart()
    {
        var path = Path.Combine(_directory.FullName, "devlog");
        var daemon = Listen(path);
        using var sink = SyslogSink.Local(Format, path);
        sink.Write(Line, sink.Format.Format(Line));
        Assert.Equal("<27>api             text\0", Receive(daemon));
        daemon.Dispose();
        Assert.Throws<IOException>(() => sink.Write(Line, "lost"));
        File.Delete(path);
        using var again = Listen(path);
        sink.Write(Line with { Level = LogLevel.Debug }, "again");
        Assert.Equal("<31>again\0", Receive(again));
    }

    private static Socket Listen(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        return socket;
    }

    private static string Receive(Socket socket)
    {
        var buffer = new byte[1000];
        return Encoding.UTF8.GetString(buffer, 0, socket.Receive(buffer));
    }

    private ILogSink Open(string destination) =>
        new LogDestination(new LogOptions { Destination = destination }, _directory.FullName, _warnings.Add).Open();
}

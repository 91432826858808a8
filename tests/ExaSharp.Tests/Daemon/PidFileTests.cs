using ExaSharp.Daemon;
using Xunit;

namespace ExaSharp.Tests.Daemon;

public sealed class PidFileTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("exasharp-pid");

    private string FilePath => Path.Combine(_directory.FullName, "pid");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void It_holds_the_process_id_and_is_removed_at_the_end()
    {
        Assert.True(PidFile.TryCreate(FilePath, out var file, out var message));
        Assert.Equal($"Created PIDfile {FilePath} with value {Environment.ProcessId}", message);
        Assert.Equal($"{Environment.ProcessId}\n", File.ReadAllText(FilePath));
        file!.Dispose();
        Assert.Null(file.RemoveError);
        Assert.False(File.Exists(FilePath));
    }

    [Fact]
    public void A_running_process_keeps_it()
    {
        File.WriteAllText(FilePath, $"{Environment.ProcessId}\n");
        Assert.False(PidFile.TryCreate(FilePath, out _, out var message));
        Assert.Equal($"PIDfile already exists and program still running {FilePath}", message);
    }

    [Theory]
    [InlineData("999999999\nand more that goes away")]
    [InlineData("0\n")]
    [InlineData("-5\n")]
    public void A_stale_one_is_taken_over(string content)
    {
        File.WriteAllText(FilePath, content);
        Assert.True(PidFile.TryCreate(FilePath, out _, out _));
        Assert.Equal($"{Environment.ProcessId}\n", File.ReadAllText(FilePath));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a number\n")]
    public void One_that_is_no_pid_file_is_left_alone(string content)
    {
        File.WriteAllText(FilePath, content);
        Assert.False(PidFile.TryCreate(FilePath, out _, out var message));
        Assert.Equal($"issue accessing PID file {FilePath} (most likely permission or ownership)", message);
        Assert.Equal(content, File.ReadAllText(FilePath));
    }

    [Fact]
    public void A_directory_that_does_not_exist_is_an_error() =>
        Assert.False(PidFile.TryCreate("/nonexistent/directory/pid", out _, out _));
}

using ExaSharp.Daemon;
using Xunit;

namespace ExaSharp.Tests.Daemon;

public sealed class PidFileTests : IDisposable
{
    private readonly RecordingLogger _logger = new();
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("exasharp-pid");

    private string FilePath => Path.Combine(_directory.FullName, "pid");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void It_holds_the_process_id_and_is_removed_at_the_end()
    {
        var file = PidFile.TryCreate(FilePath, _logger);
        Assert.NotNull(file);
        Assert.Equal($"Warning: Created PIDfile {FilePath} with value {Environment.ProcessId}", _logger.Lines.Last());
        Assert.Equal($"{Environment.ProcessId}\n", File.ReadAllText(FilePath));
        file.Dispose();
        Assert.Equal($"Debug: Removed PIDfile {FilePath}", _logger.Lines.Last());
        Assert.False(File.Exists(FilePath));
    }

    [Fact]
    public void A_running_process_keeps_it()
    {
        File.WriteAllText(FilePath, $"{Environment.ProcessId}\n");
        Assert.Null(PidFile.TryCreate(FilePath, _logger));
        Assert.Equal($"Error: PIDfile already exists and program still running {FilePath}", _logger.Lines.Last());
    }

    [Theory]
    [InlineData("999999999\nand more that goes away")]
    [InlineData("0\n")]
    [InlineData("-5\n")]
    public void A_stale_one_is_taken_over(string content)
    {
        File.WriteAllText(FilePath, content);
        Assert.NotNull(PidFile.TryCreate(FilePath, _logger));
        Assert.Equal($"{Environment.ProcessId}\n", File.ReadAllText(FilePath));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a number\n")]
    [InlineData("99999999999999999999\n")]
    public void One_that_is_no_pid_file_is_left_alone(string content)
    {
        File.WriteAllText(FilePath, content);
        Assert.Null(PidFile.TryCreate(FilePath, _logger));
        Assert.Equal($"Error: issue accessing PID file {FilePath} (most likely permission or ownership)", _logger.Lines.Last());
        Assert.Equal(content, File.ReadAllText(FilePath));
    }

    [Fact]
    public void A_directory_that_does_not_exist_is_an_error() =>
        Assert.Null(PidFile.TryCreate("/nonexistent/directory/pid", _logger));

    [Fact]
    public void Without_a_path_there_is_no_file()
    {
        var file = PidFile.TryCreate("", _logger);
        Assert.NotNull(file);
        file.Dispose();
        Assert.Empty(_logger.Lines);
    }
}

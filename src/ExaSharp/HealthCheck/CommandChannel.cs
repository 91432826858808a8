using System.Text;

namespace ExaSharp.HealthCheck;

/// <summary>
/// The commands on standard output and the daemon's answers on standard input. ExaBGP's program stands still until each command
/// is answered; here answers are counted, and waited for only where something depends on them.
/// </summary>
/// <remarks>When full: nothing is kept but the commands that wait for an answer, <see cref="MaxUnanswered"/> at most.</remarks>
internal sealed class CommandChannel
{
    /// <summary>With so many commands and no answer there are none: <c>exabgp.api.ack</c> is false.</summary>
    public const int MaxUnanswered = 4096;

    private readonly Lock _gate = new();
    private readonly ICommandOutput _output;
    private readonly HealthCheckLog _log;
    private readonly Queue<string> _unanswered = [];
    private readonly bool _hasAnswers;
    private Task _writing = Task.CompletedTask;
    private TaskCompletionSource? _allAnswered;
    private bool _isInputClosed;

    /// <param name="output">Where commands go; may block.</param>
    /// <param name="input">Where answers come from; null when they are not to be read.</param>
    /// <param name="log">Told of commands that were refused.</param>
    public CommandChannel(ICommandOutput output, Stream? input, HealthCheckLog log)
    {
        _output = output;
        _log = log;
        _hasAnswers = input is not null;
        if (input is not null) new Thread(() => ReadAnswers(input)) { IsBackground = true, Name = "answers" }.Start();
    }

    /// <summary>Writes commands; complete when the daemon, or the pipe to it, has them.</summary>
    /// <exception cref="HealthCheckException">Nobody reads them any more.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/>; they are written all the same, before any others.</exception>
    public async Task SendAsync(IReadOnlyList<string> commands, CancellationToken stop)
    {
        lock (_gate)
        {
            if (_hasAnswers && !_isInputClosed)
            {
                foreach (var command in commands) _unanswered.Enqueue(command);
                if (_unanswered.Count > MaxUnanswered) _unanswered.Clear();
            }
        }
        var bytes = Encoding.UTF8.GetBytes(string.Concat(commands.Select(command => command + "\n")));
        var before = _writing;
        _writing = Task.Run(async () =>
        {
            await before.ConfigureAwait(false);
            _output.Write(bytes);
        }, CancellationToken.None);
        await _writing.WaitAsync(stop).ConfigureAwait(false);
    }

    /// <summary>Completes when every command so far is answered, or no answer can come.</summary>
    public Task WhenAnsweredAsync()
    {
        lock (_gate)
        {
            if (_unanswered.Count == 0) return Task.CompletedTask;
            _allAnswered ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _allAnswered.Task;
        }
    }

    private void ReadAnswers(Stream input)
    {
        try
        {
            using var reader = new StreamReader(input, Encoding.UTF8);
            while (reader.ReadLine() is { } line)
                if (IsAnswer(line, out var isRefusal)) Answered(isRefusal);
        }
        catch (IOException)
        {
            // As its end.
        }
        lock (_gate)
        {
            _isInputClosed = true;
            _unanswered.Clear();
            _allAnswered?.TrySetResult();
            _allAnswered = null;
        }
    }

    private static bool IsAnswer(string line, out bool isRefusal)
    {
        var word = line.Trim();
        // ExaBGP answers in JSON where the helper asks for it.
        if (word.StartsWith('{') && word.Contains("\"answer\"", StringComparison.Ordinal)) word = word.Contains("\"error\"", StringComparison.Ordinal) ? "error" : "done";
        isRefusal = word == "error";
        return word is "done" or "error" or "shutdown";
    }

    private void Answered(bool isRefusal)
    {
        string? command;
        lock (_gate)
        {
            if (!_unanswered.TryDequeue(out command)) return;
            if (_unanswered.Count == 0)
            {
                _allAnswered?.TrySetResult();
                _allAnswered = null;
            }
        }
        if (isRefusal) _log.Warning($"the daemon refused: {command}");
    }
}

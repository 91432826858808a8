using System.Text;

namespace ExaSharp.Configuration.Programs;

/// <summary>Takes a command apart into program and arguments, by a shell's rules of quoting (POSIX 2.2); nothing is expanded.</summary>
public static class CommandWords
{
    /// <summary>The words; null when a quote is not closed.</summary>
    public static IReadOnlyList<string>? Split(string command)
    {
        ArgumentNullException.ThrowIfNull(command);
        List<string> words = [];
        var word = new StringBuilder();
        var inWord = false;
        var quote = '\0';
        for (var i = 0; i < command.Length; i++)
        {
            var c = command[i];
            if (quote == '\0' && c is ' ' or '\t' or '\r' or '\n')
            {
                if (inWord) words.Add(word.ToString());
                word.Clear();
                inWord = false;
                continue;
            }
            inWord = true;
            if (c == quote) quote = '\0';
            else if (quote == '\0' && c is '"' or '\'') quote = c;
            else if (c == '\\' && quote != '\'' && i + 1 < command.Length && (quote == '\0' || command[i + 1] is '"' or '\\')) word.Append(command[++i]);
            else word.Append(c);
        }
        if (inWord) words.Add(word.ToString());
        return quote == '\0' ? words : null;
    }
}

using System.Text.Json;
using System.Text.Unicode;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Fuzz;

/// <summary>What must hold of everything that is shown.</summary>
internal static class Shown
{
    // A program that reads the events stops where it finds one twice.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 256 };

    /// <summary>What was written since <paramref name="start"/> is one JSON value without a member twice, on one line.</summary>
    public static void IsJson(TextBuffer output, int start)
    {
        var json = output.WrittenMemory[start..];
        if (json.Span.TrimEnd((byte)'\n').Contains((byte)'\n')) throw new InvalidOperationException($"more than a line: {output}");
        try
        {
            JsonDocument.Parse(json, Strict).Dispose();
        }
        catch (JsonException error)
        {
            throw new InvalidOperationException($"not JSON: {System.Text.Encoding.UTF8.GetString(json.Span)}", error);
        }
        output.Append((byte)'\n');
    }

    /// <summary>What was written since <paramref name="start"/> is whole lines of such values; some versions have several for an event, or none.</summary>
    public static void IsJsonLines(TextBuffer output, int start)
    {
        var lines = output.Written[start..].ToArray();
        if (lines.Length > 0 && lines[^1] != (byte)'\n') throw new InvalidOperationException($"not a whole line: {output}");
        var line = new TextBuffer();
        foreach (var range in lines.AsSpan().Split((byte)'\n'))
        {
            if (lines.AsSpan(range).IsEmpty) continue;
            line.Clear();
            line.Append(lines.AsSpan(range));
            IsJson(line, 0);
        }
    }

    /// <summary>What was written since <paramref name="start"/> is UTF-8 without control characters, apart from the ends of its lines.</summary>
    public static void IsText(TextBuffer output, int start)
    {
        var text = output.Written[start..];
        if (!Utf8.IsValid(text)) throw new InvalidOperationException($"not UTF-8: {Convert.ToHexString(text)}");
        foreach (var octet in text)
            if (octet is < 0x20 and not (byte)'\n' or 0x7f) throw new InvalidOperationException($"a control character: {Convert.ToHexString(text)}");
        output.Append((byte)'\n');
    }
}

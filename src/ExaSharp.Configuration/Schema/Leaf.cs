using ExaSharp.Bgp.Text;

namespace ExaSharp.Configuration.Schema;

/// <summary>Reads what follows a keyword into the thing that its section describes.</summary>
/// <returns>False after an error was reported to the reader.</returns>
internal delegate bool LeafReader<in T>(ref TokenReader reader, T target);

/// <summary>Reads one value, which may be absent.</summary>
/// <returns>False after an error was reported to the reader.</returns>
internal delegate bool ValueReader<TValue>(ref TokenReader reader, out TValue value);

/// <summary>A keyword of a section that ends with a semicolon.</summary>
/// <param name="Keyword">The word, as written.</param>
/// <param name="Values">What may follow, for people.</param>
/// <param name="Bare">The value that the keyword alone stands for; null when it needs one.</param>
/// <param name="Help">What it does.</param>
/// <param name="Read">Reads the value; stands behind the keyword.</param>
internal sealed record Leaf<T>(string Keyword, string Values, string? Bare, string Help, LeafReader<T> Read)
{
    /// <summary>
    /// Whether <see cref="Read"/> takes the whole statement from its keyword to its end, semicolon or block: routes, whose
    /// grammar is not the schema's.
    /// </summary>
    public bool OwnsStatement { get; init; }

    /// <summary>The newest generation that has the keyword here.</summary>
    public ConfigurationGeneration Generation { get; init; } = ConfigurationGeneration.ExaBgp50;

    /// <summary>The statement of today, from the text behind the keyword; null when it is written as before.</summary>
    public Func<string, string>? Present { get; init; }

    /// <summary>What <see cref="Present"/> changes, for people.</summary>
    public string? Note { get; init; }

    /// <summary>The same leaf, of ExaBGP 3.4.</summary>
    public Leaf<T> Older(Func<string, string> present, string note) =>
        this with { Generation = ConfigurationGeneration.ExaBgp34, Present = present, Note = note };
}

/// <summary>Makes leaves.</summary>
internal static class Leaf
{
    /// <summary>A keyword with one value.</summary>
    public static Leaf<T> Of<T, TValue>(string keyword, string values, string? bare, string help, ValueReader<TValue> read, Action<T, Setting<TValue>> store) =>
        new(keyword, values, bare, help, (ref TokenReader reader, T target) =>
        {
            var span = reader.Last;
            if (!read(ref reader, out var value)) return false;
            store(target, new Setting<TValue>(value, span));
            return true;
        });

    /// <summary>A boolean; <paramref name="bare"/> is not always true.</summary>
    public static Leaf<T> Boolean<T>(string keyword, bool bare, string help, Action<T, Setting<bool>> store)
    {
        var read = bare ? Schema.Values.Boolean(bare) : WithWord(keyword, Schema.Values.Boolean(bare));
        return new(keyword, "true | false", bare ? "true" : "false", help, (ref TokenReader reader, T target) =>
        {
            var span = reader.Last;
            if (IsUnset(ref reader, span))
            {
                store(target, default);
                return true;
            }
            if (!read(ref reader, out var value)) return false;
            store(target, new Setting<bool>(value, span));
            return true;
        });
    }

    /// <summary>In ExaBGP 3.4 the value <c>unset</c> is as good as no statement.</summary>
    private static bool IsUnset(ref TokenReader reader, TextSpan keyword)
    {
        var word = reader.Peek();
        if (word.Kind != TokenKind.Word || !Ascii.EqualIgnoreCase(reader.Text(word), "unset")) return false;
        reader.Next();
        reader.Diagnostics?.Saw(ConfigurationGeneration.ExaBgp34);
        if (reader.Peek().Kind == TokenKind.Semicolon)
            reader.Diagnostics?.Edits?.Replace(keyword.To(reader.Peek().Span), "", "a keyword that is unset is left out");
        return true;
    }

    /// <summary>Tells that a keyword alone means no (ExaBGP), which is hardly what was meant.</summary>
    private static ValueReader<bool> WithWord(string keyword, ValueReader<bool> read) => (ref TokenReader reader, out bool value) =>
    {
        if (reader.Peek().EndsStatement)
            reader.Diagnostics?.Warning(DiagnosticCode.Questionable, reader.Last, $"{keyword} alone stands for false", keyword + " true");
        return read(ref reader, out value);
    };

    /// <summary>A keyword of another generation of ExaBGP, refused by name until it is supported.</summary>
    public static Leaf<T> NotSupported<T>(string keyword) =>
        new(keyword, "", null, "not supported yet", (ref TokenReader reader, T _) =>
            reader.Fail(DiagnosticCode.NotSupported, $"{keyword} is not supported yet"));
}

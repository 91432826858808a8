using ExaSharp.Bgp.Text;

namespace ExaSharp.Configuration.Schema;

/// <summary>
/// What may stand in a block: its keywords and the sections in it. Reading reports what is wrong and goes on with the next
/// statement.
/// </summary>
internal sealed class Section<T>
    where T : class, IDraft
{
    private readonly KeywordTable<Leaf<T>> _leaves;
    private readonly KeywordTable<SubSection<T>> _sections;

    public Section(string id, IReadOnlyList<Leaf<T>> leaves, IReadOnlyList<SubSection<T>> sections)
    {
        Id = id;
        Leaves = leaves;
        Sections = sections;
        _leaves = new KeywordTable<Leaf<T>>(leaves.Select(leaf => (leaf.Keyword, leaf)));
        _sections = new KeywordTable<SubSection<T>>(sections.Select(section => (section.Keyword, section)));
    }

    /// <summary>ExaBGP's name of the section, in messages.</summary>
    public string Id { get; }

    public IReadOnlyList<Leaf<T>> Leaves { get; }

    public IReadOnlyList<SubSection<T>> Sections { get; }

    /// <summary>Reads the block behind its opening brace, and the closing one, which may be missing at the end of the file.</summary>
    public void Read(ref TokenReader reader, T target)
    {
        while (reader.Peek().Kind != TokenKind.End)
        {
            if (reader.TryTake(TokenKind.CloseBrace)) return;
            ReadStatement(ref reader, target);
        }
    }

    /// <summary>Reads a whole file.</summary>
    public void ReadRoot(ref TokenReader reader, T target)
    {
        while (reader.Peek().Kind != TokenKind.End)
        {
            if (!reader.TryTake(TokenKind.CloseBrace))
            {
                ReadStatement(ref reader, target);
                continue;
            }
            // ExaBGP silently ignores the rest of the file. At its end that does no harm.
            const string message = "closing too many parenthesis: no block is open here";
            if (reader.Peek().Kind is TokenKind.End or TokenKind.CloseBrace) reader.Diagnostics?.Warning(DiagnosticCode.InvalidSyntax, reader.Last, message);
            else reader.Fail(DiagnosticCode.InvalidSyntax, message);
        }
    }

    private void ReadStatement(ref TokenReader reader, T target)
    {
        var keyword = reader.Peek();
        if (keyword.Kind == TokenKind.EndOfLine)
        {
            reader.Next();
            return;
        }
        var leaf = _leaves.Find(reader.Text(keyword));
        if (leaf is { OwnsStatement: true })
        {
            leaf.Read(ref reader, target);
            return;
        }
        var end = Statements.FindEnd(reader, out var statement);
        switch (end.Kind)
        {
            case TokenKind.Semicolon:
                ReadLeaf(ref reader, target, keyword, leaf);
                return;
            case TokenKind.OpenBrace:
                ReadSection(ref reader, target, keyword);
                return;
            case TokenKind.CloseBrace:
                Statements.WarnOfNoSemicolon(reader, statement);
                Statements.Skip(ref reader);
                return;
            case TokenKind.Invalid:
                reader.Fail(DiagnosticCode.InvalidSyntax, end.Span, "a quote is not closed, or the text ends with a backslash");
                Statements.Skip(ref reader);
                return;
            default:
                ReportUnended(ref reader, statement);
                return;
        }
    }

    private void ReadLeaf(ref TokenReader reader, T target, Token keyword, Leaf<T>? leaf)
    {
        if (leaf is null)
        {
            var word = reader.Text(keyword);
            var isEmpty = keyword.Kind == TokenKind.Semicolon;
            reader.Fail(DiagnosticCode.UnknownKeyword, keyword.Span, $"invalid keyword \"{(isEmpty ? "" : reader.Show(keyword))}\"",
                isEmpty ? null : _leaves.Suggest(word) ?? (_sections.Find(word) is { } section ? section.Keyword + " {" : null));
            Statements.Skip(ref reader);
            return;
        }
        reader.Next();
        var first = target.File.Diagnostics.Items.Count;
        if (!leaf.Read(ref reader, target))
        {
            if (leaf.Values.Length > 0) target.File.Diagnostics.Explain(first, leaf.Values);
            Statements.Skip(ref reader);
            return;
        }
        Statements.TakeSemicolon(ref reader);
        if (leaf.Generation < ConfigurationGeneration.ExaBgp50) NoteOlder(reader, keyword, leaf);
    }

    /// <summary>Takes note of a keyword of an older generation, and of the statement that stands for it now.</summary>
    private static void NoteOlder(in TokenReader reader, Token keyword, Leaf<T> leaf)
    {
        if (reader.Diagnostics is not { } diagnostics) return;
        diagnostics.Saw(leaf.Generation);
        if (leaf.Present is not { } present || diagnostics.Edits is not { } edits) return;
        var value = edits.Apply(new TextSpan(keyword.Span.End, reader.Last.Start - keyword.Span.End)).Trim();
        edits.Replace(keyword.Span.To(reader.Last), present(value), leaf.Note);
    }

    private void ReadSection(ref TokenReader reader, T target, Token keyword)
    {
        var isEmpty = keyword.Kind == TokenKind.OpenBrace;
        if (isEmpty || _sections.Find(reader.Text(keyword)) is not { } section)
        {
            var word = isEmpty ? "" : reader.Show(keyword);
            reader.Fail(DiagnosticCode.UnknownKeyword, keyword.Span, $"section {word} is invalid in {Where(target.File.Location)}",
                isEmpty ? null : _sections.Suggest(reader.Text(keyword)));
            Statements.Skip(ref reader);
            return;
        }
        reader.Next();
        target.File.Enter(section.Keyword);
        section.Read(ref reader, target);
        target.File.Leave();
    }

    private string Where(string location) => location.Length == 0 ? Id : $"{Id}, {location}";

    /// <summary>A statement must be complete on its line. A block whose brace stands on the next line is passed over with it.</summary>
    private static void ReportUnended(ref TokenReader reader, TextSpan statement)
    {
        Statements.FailUnended(reader, statement, "\";\" or \"{\"");
        Statements.Skip(ref reader);
        if (reader.TryTake(TokenKind.OpenBrace)) Statements.SkipBlock(ref reader);
    }
}

using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Attributes;

/// <summary>
/// An attribute that is a list of records of equal size in any order: the communities of all kinds. As in ExaBGP, the stored
/// form is sorted by octets, and so are its JSON and text whatever order was received.
/// </summary>
public abstract class SortedListAttribute : AttributeType
{
    /// <inheritdoc/>
    public override AttributeFlags Flags => AttributeFlags.Optional | AttributeFlags.Transitive;

    /// <summary>Octets of a record.</summary>
    protected abstract int RecordSize { get; }

    /// <summary>What a record is called in an error of a received value: <c>community</c>.</summary>
    protected abstract string RecordName { get; }

    /// <summary>Whether a record that is there twice is kept once.</summary>
    protected virtual bool IsSet => false;

    /// <summary>Appends a record's JSON.</summary>
    protected abstract void AppendRecordJson(ReadOnlySpan<byte> record, TextBuffer output);

    /// <summary>Appends a record's JSON in the form of a version.</summary>
    protected virtual void AppendRecordJson(JsonVersion version, ReadOnlySpan<byte> record, TextBuffer output) => AppendRecordJson(record, output);

    /// <summary>Appends a record's text.</summary>
    protected abstract void AppendRecordText(ReadOnlySpan<byte> record, TextBuffer output);

    /// <summary>Appends a record's text in the words of a version.</summary>
    protected virtual void AppendRecordText(JsonVersion version, ReadOnlySpan<byte> record, TextBuffer output) => AppendRecordText(record, output);

    /// <summary>
    /// RFC 7606 sections 7.8, 7.14, 7.15 and RFC 8092 section 5: a length that is not a multiple of the record's is
    /// treat-as-withdraw.
    /// </summary>
    public override BgpError Validate(ReadOnlySpan<byte> value, NegotiatedSession session) => value.Length % RecordSize == 0
        ? default
        : BgpError.Withdraw(5, $"could not decode {RecordName}: {value.Length} bytes is not a whole number of them");

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> ToStored(ReadOnlySpan<byte> received, NegotiatedSession session, Span<byte> scratch)
    {
        if (IsInOrder(received)) return received;
        var copy = scratch[..received.Length];
        received.CopyTo(copy);
        return copy[..Normalize(copy)];
    }

    /// <summary>An empty list is not shown.</summary>
    public override bool IsShown(ReadOnlySpan<byte> value, NegotiatedSession session) => !value.IsEmpty;

    /// <summary>In all JSON but that of 5.0.0.</summary>
    public override bool ShowsReceived(JsonVersion version) => version != JsonVersion.Five;

    /// <inheritdoc/>
    public override void AppendMembers(JsonVersion version, ReadOnlySpan<byte> value, NegotiatedSession session, TextBuffer output)
    {
        output.Append((byte)'"').Append(Name).Append("\": "u8);
        AppendList(version, value, output);
    }

    /// <inheritdoc/>
    public override void AppendJson(ReadOnlySpan<byte> value, NegotiatedSession session, TextBuffer output) => AppendList(JsonVersion.Five, value, output);

    /// <inheritdoc/>
    public override void AppendText(ReadOnlySpan<byte> value, NegotiatedSession session, TextBuffer output) =>
        AppendText(JsonVersion.Five, value, session, output);

    /// <summary>One record stands alone, several in brackets (ExaBGP).</summary>
    public override void AppendText(JsonVersion version, ReadOnlySpan<byte> value, NegotiatedSession session, TextBuffer output)
    {
        var isList = value.Length >= 2 * RecordSize;
        output.Append(Name).Append(isList ? " ["u8 : default);
        for (var i = 0; i + RecordSize <= value.Length; i += RecordSize)
        {
            output.Append((byte)' ');
            AppendRecordText(version, value.Slice(i, RecordSize), output);
        }
        if (isList) output.Append(" ]"u8);
    }

    private void AppendList(JsonVersion version, ReadOnlySpan<byte> value, TextBuffer output)
    {
        output.Append("[ "u8);
        for (var i = 0; i + RecordSize <= value.Length; i += RecordSize)
        {
            if (i > 0) output.Append(", "u8);
            AppendRecordJson(version, value.Slice(i, RecordSize), output);
        }
        output.Append(" ]"u8);
    }

    /// <summary>Sorts the records of a value that is being written, and drops the doubles of a set.</summary>
    protected void Normalize(ValueBuilder value) => value.Truncate(Normalize(value.Span));

    private int Normalize(Span<byte> value)
    {
        AttributeSetBuilder.SortRecords(value, RecordSize);
        if (!IsSet) return value.Length;
        var kept = Math.Min(RecordSize, value.Length);
        for (var i = RecordSize; i + RecordSize <= value.Length; i += RecordSize)
        {
            var record = value.Slice(i, RecordSize);
            if (record.SequenceEqual(value.Slice(kept - RecordSize, RecordSize))) continue;
            record.CopyTo(value[kept..]);
            kept += RecordSize;
        }
        return kept;
    }

    private bool IsInOrder(ReadOnlySpan<byte> value)
    {
        for (var i = RecordSize; i + RecordSize <= value.Length; i += RecordSize)
        {
            var order = value.Slice(i - RecordSize, RecordSize).SequenceCompareTo(value.Slice(i, RecordSize));
            if (order > 0 || (order == 0 && IsSet)) return false;
        }
        return true;
    }

    /// <summary>Appends the record that a word stands for; false with the error reported at the word.</summary>
    protected delegate bool RecordParser(ref TokenReader reader, ReadOnlySpan<byte> word, RouteDraft draft, ValueBuilder value);

    /// <summary>Reads <c>record</c> or <c>[ record record … ]</c>.</summary>
    protected bool ParseList(ref TokenReader reader, RouteDraft draft, ValueBuilder value, RecordParser parser)
    {
        if (!reader.TryTake(TokenKind.OpenBracket))
            return reader.TryWord(out var word) ? parser(ref reader, word, draft, value) : reader.Expected($"{(RecordName[0] is 'e' ? "an" : "a")} {RecordName}");
        while (!reader.TryTake(TokenKind.CloseBracket))
        {
            var token = reader.Peek();
            if (token.EndsStatement || token.Kind == TokenKind.Invalid) return reader.Expected("]");
            reader.Next();
            // As in ExaBGP, a comma or a parenthesis is a value that can not be read.
            if (!parser(ref reader, reader.Text(token), draft, value)) return false;
        }
        return true;
    }

    /// <summary>Reads the list and adds it, sorted; the first one wins when the keyword is given twice.</summary>
    protected bool Parse(ref TokenReader reader, RouteDraft draft, RecordParser parser)
    {
        var value = draft.Attributes.NewValue();
        if (!ParseList(ref reader, draft, value, parser)) return false;
        Normalize(value);
        return Add(ref reader, draft, value.Written);
    }
}

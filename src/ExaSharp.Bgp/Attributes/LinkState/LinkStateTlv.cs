namespace ExaSharp.Bgp.Attributes.LinkState;

/// <summary>
/// A TLV of the BGP-LS attribute in all its faces: whether a received one is well-formed, JSON, text. One line in
/// <see cref="LinkStateTlvs"/> each; no state.
/// </summary>
/// <param name="code">The TLV's type.</param>
/// <param name="name">ExaBGP's key in JSON.</param>
/// <param name="label">ExaBGP's words before the value in text.</param>
internal abstract class LinkStateTlv(ushort code, string name, string label)
{
    private readonly string _name = name;

    public ushort Code { get; } = code;

    public string Name => _name;

    protected string Label { get; } = label;

    /// <summary>The lowest type of those that share a member of the JSON object.</summary>
    public virtual ushort Group => Code;

    /// <summary>The keys that the TLV has in JSON: one, for most.</summary>
    public virtual ReadOnlySpan<string> Members => new(in _name);

    /// <summary>Whether a value can be shown. Octets behind those that are known are no error, where ExaBGP does not take them for one.</summary>
    public abstract bool IsValid(ReadOnlySpan<byte> value);

    /// <summary>Appends a value, as JSON or as it stands in text.</summary>
    /// <param name="member">The index in <see cref="Members"/>.</param>
    /// <param name="value">A valid value.</param>
    /// <param name="output">Where to, and how.</param>
    public abstract void AppendMember(int member, ReadOnlySpan<byte> value, LinkStateOutput output);

    /// <summary>Appends a value with what names it in text.</summary>
    public virtual void AppendText(ReadOnlySpan<byte> value, LinkStateOutput output)
    {
        output.Buffer.Append(Label).Append(": "u8);
        AppendMember(0, value, output);
    }
}

/// <summary>A TLV that may come several times, of which all values together are the list that is shown.</summary>
internal abstract class LinkStateListTlv(ushort code, string name, string label) : LinkStateTlv(code, name, label)
{
    public virtual bool HasSpaces => false;

    /// <summary>Whether text says what the values are before the first.</summary>
    public virtual bool HasLabel => true;

    /// <summary>The two that text has around the values; none in some.</summary>
    public virtual ReadOnlySpan<byte> TextBrackets => "[]"u8;

    /// <summary>Appends what is in front of the first value in text.</summary>
    public void BeginText(LinkStateOutput output)
    {
        if (HasLabel) output.Buffer.Append(Label).Append(": "u8).Append(TextBrackets[..(TextBrackets.Length / 2)]);
    }

    public void EndText(LinkStateOutput output)
    {
        if (HasLabel) output.Raw(TextBrackets[(TextBrackets.Length / 2)..]);
    }

    public override void AppendText(ReadOnlySpan<byte> value, LinkStateOutput output) => AppendMember(0, value, output);
}

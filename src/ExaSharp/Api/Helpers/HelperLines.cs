namespace ExaSharp.Api.Helpers;

/// <summary>
/// The lines in a batch of bytes from a helper, without their newline and without white space at their end, as ExaBGP
/// strips them. Empty lines are lines too.
/// </summary>
internal ref struct HelperLines(ReadOnlySpan<byte> batch)
{
    private ReadOnlySpan<byte> _rest = batch;

    public ReadOnlySpan<byte> Current { get; private set; }

    public readonly HelperLines GetEnumerator() => this;

    public bool MoveNext()
    {
        var newline = _rest.IndexOf((byte)'\n');
        if (newline < 0) return false;
        Current = _rest[..newline].TrimEnd(" \t\r\v\f\x1c\x1d\x1e\x1f"u8);
        _rest = _rest[(newline + 1)..];
        return true;
    }
}

using ExaSharp.Bgp.Text;

namespace ExaSharp.Configuration.Schema;

/// <summary>A value of the file with the place of its keyword, or the fact that it was not given.</summary>
internal readonly record struct Setting<T>
{
    public Setting(T value, TextSpan span)
    {
        Value = value;
        Span = span;
        IsSet = true;
    }

    public bool IsSet { get; }

    /// <summary>What was given; the type's default when nothing was.</summary>
    public T Value { get; }

    /// <summary>Where the keyword stands.</summary>
    public TextSpan Span { get; }

    public T Or(T fallback) => IsSet ? Value : fallback;
}

using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Capabilities;

/// <summary>
/// A capability of one OPEN (RFC 5492): what was announced under one code, whether it came in one value or in several.
/// </summary>
public abstract class Capability
{
    public abstract CapabilityCode Code { get; }

    /// <summary>How many values are written, each as a capability and an optional parameter of its own; may be 0.</summary>
    public virtual int ValueCount => 1;

    /// <summary>Writes the value (without code and length) number <paramref name="index"/>; at most 255 octets.</summary>
    public abstract void WriteValue(int index, ref WireWriter writer);

    /// <summary>Appends the JSON object as ExaBGP shows it in an <c>open</c> event.</summary>
    public abstract void AppendJson(TextBuffer output);

    /// <summary>As <see cref="AppendJson(TextBuffer)"/>, in the spelling of a version that knows the capability.</summary>
    public virtual void AppendJson(JsonVersion version, TextBuffer output) => AppendJson(output);

    /// <summary>Appends ExaBGP's text as in its log; text events show it in lower case.</summary>
    public abstract void AppendText(TextBuffer output);
}

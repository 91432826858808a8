using System.Diagnostics.CodeAnalysis;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Bgp.Capabilities;

/// <summary>Describes a capability code: how we come to announce it and how a received value is read. No state.</summary>
public abstract class CapabilityType
{
    public abstract CapabilityCode Code { get; }

    /// <summary>ExaBGP's word: the key in the JSON of a sent OPEN.</summary>
    public abstract string Name { get; }

    /// <summary>The first version of the events that knows the capability: those before show the octets of an unknown one.</summary>
    public virtual JsonVersion KnownSince => JsonVersion.Three;

    /// <summary>What our OPEN announces under this code; null for nothing.</summary>
    /// <param name="settings">The neighbour's settings.</param>
    /// <param name="localAs">Our AS, also where the settings leave it to the peer.</param>
    public virtual Capability? Create(SessionSettings settings, uint localAs) => null;

    /// <summary>Reads a received value.</summary>
    /// <param name="value">The value without code and length.</param>
    /// <param name="earlier">
    /// What the same OPEN already announced under this code, or null. The reader may extend and return it: nobody else has seen it.
    /// </param>
    /// <param name="capability">What was read.</param>
    /// <param name="error">ExaBGP's text of the NOTIFICATION 2/0 when the value is malformed.</param>
    public abstract bool TryRead(
        ReadOnlySpan<byte> value, Capability? earlier, [NotNullWhen(true)] out Capability? capability, out string error);

    /// <summary>For <see cref="TryRead"/>: the value is malformed.</summary>
    protected static bool Malformed(string text, out Capability? capability, out string error)
    {
        capability = null;
        error = text;
        return false;
    }

    /// <summary>For <see cref="TryRead"/>: the value is good.</summary>
    protected static bool Read(Capability value, out Capability capability, out string error)
    {
        capability = value;
        error = "";
        return true;
    }
}

namespace ExaSharp.Bgp.Text;

/// <summary>
/// Which generation of ExaBGP a configuration was written for, oldest first. A file is of the oldest generation that one of
/// its forms belongs to alone; a file without such a form is of the present one.
/// </summary>
public enum ConfigurationGeneration : byte
{
    /// <summary>ExaBGP 3.4 and before: <c>group</c>, and <c>process</c> inside of it or of a neighbor.</summary>
    ExaBgp34,

    /// <summary>ExaBGP 4.0 to 4.2: <c>api</c>, templates; sets inside the brackets of an AS path.</summary>
    ExaBgp42,

    /// <summary>ExaBGP 5.0.</summary>
    ExaBgp50,
}

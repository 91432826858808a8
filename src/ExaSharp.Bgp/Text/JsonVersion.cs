namespace ExaSharp.Bgp.Text;

/// <summary>The versions of the events' JSON, and of the text beside it, oldest first: each is that of a generation of ExaBGP.</summary>
public enum JsonVersion : byte
{
    /// <summary>3.4.8, of ExaBGP 3.4: announced and withdrawn routes are objects keyed by prefix.</summary>
    Three,

    /// <summary>4.0.1, of ExaBGP 4.0 to 4.2: AS paths are flat lists.</summary>
    Four,

    /// <summary>5.0.0, of ExaBGP 5.0.</summary>
    Five,

    /// <summary>6.0.0, of the development tree of ExaBGP 6.0.</summary>
    Six,
}

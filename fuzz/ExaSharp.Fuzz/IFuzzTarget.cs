namespace ExaSharp.Fuzz;

/// <summary>One thing that reads untrusted input. It must take any octets without an exception and without reading past them.</summary>
internal interface IFuzzTarget
{
    string Name { get; }

    /// <summary>Inputs to start from: valid ones, so that mutations of them get far.</summary>
    IReadOnlyList<byte[]> Seeds { get; }

    /// <summary>Reads the input; throws when something that must hold does not.</summary>
    void Run(ReadOnlySpan<byte> input);
}

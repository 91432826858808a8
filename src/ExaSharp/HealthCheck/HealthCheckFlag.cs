namespace ExaSharp.HealthCheck;

/// <summary>Takes the value of a flag into the options; gives what is wrong with it, else null.</summary>
internal delegate string? FlagReader(HealthCheckOptions options, string value);

/// <summary>A flag of the health check: on the command line, and, without the dashes, in its file of options.</summary>
/// <param name="Name">With dashes.</param>
/// <param name="Aliases">Other spellings.</param>
/// <param name="ValueName">What help calls its value; null for a switch, which has none.</param>
/// <param name="Help">What it does.</param>
/// <param name="Read">Takes its value; a switch's is empty.</param>
internal sealed record HealthCheckFlag(string Name, string[] Aliases, string? ValueName, string Help, FlagReader Read)
{
    /// <summary>Whether it may stand without its value.</summary>
    public bool IsValueOptional { get; init; }

    /// <summary>Flags of one group exclude each other.</summary>
    public bool IsExclusive { get; init; }

    /// <summary>All spellings, as messages name the flag.</summary>
    public string Spellings => string.Join('/', [Name, .. Aliases]);

    public bool IsSwitch => ValueName is null;

    /// <summary>Takes a value; gives ExaBGP's message when it can not be taken.</summary>
    public string? Take(HealthCheckOptions options, string value) => Read(options, value) is { } problem ? $"argument {Spellings}: {problem}" : null;
}

namespace ExaSharp.Configuration.Programs;

/// <summary>Finds the program of a <c>run</c> statement.</summary>
public interface IProgramLocator
{
    /// <summary>The program's path, when it can be run.</summary>
    /// <param name="program">The first word of <c>run</c>.</param>
    /// <param name="path">The path to start.</param>
    /// <param name="error">Why it can not be started, in ExaBGP's words; null when it can.</param>
    bool TryLocate(string program, out string path, out string? error);
}

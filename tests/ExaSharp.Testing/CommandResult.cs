namespace ExaSharp.Testing;

/// <summary>What a program that ran to its end left behind.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Standard output, without the last line end.</param>
/// <param name="Error">Standard error, without the last line end.</param>
public sealed record CommandResult(int ExitCode, string Output, string Error);

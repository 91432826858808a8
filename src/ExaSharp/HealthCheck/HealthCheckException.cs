namespace ExaSharp.HealthCheck;

/// <summary>The health check can not go on; the message says why, in Python's words where ExaBGP shows those.</summary>
internal sealed class HealthCheckException(string message) : Exception(message);

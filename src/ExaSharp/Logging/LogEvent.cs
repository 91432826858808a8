namespace ExaSharp.Logging;

/// <summary>Where the event ids of each area begin.</summary>
internal static class LogEvent
{
    public const int Daemon = 1000;
    public const int Transport = 2000;
    public const int Helpers = 3000;
    public const int Peers = 4000;
    public const int Api = 5000;
    public const int Configuration = 6000;
}

using Microsoft.Extensions.Logging;

namespace ExaSharp.Daemon;

/// <summary>
/// What the daemon logs outside of sessions, by ExaBGP's sources. Event ids: 1xx reactor, 2xx helpers and their commands,
/// 3xx network, 4xx configuration.
/// </summary>
internal sealed partial class DaemonLog(ILoggerFactory factory)
{
    private readonly ILogger _reactor = factory.CreateLogger("reactor");
    private readonly ILogger _api = factory.CreateLogger("api");
    private readonly ILogger _process = factory.CreateLogger("process");
    private readonly ILogger _processes = factory.CreateLogger("processes");
    private readonly ILogger _network = factory.CreateLogger("network");
    private readonly ILogger _configuration = factory.CreateLogger("configuration");
    private readonly ILogger _welcome = factory.CreateLogger("welcome");

    public ILoggerFactory Factory { get; } = factory;

    public void Welcome() => ThankYou(_welcome);

    public void SignalReceived(string text) => SignalReceived(_reactor, text);

    public void Scheduling(string action) => Scheduling(_reactor, action);

    public void WaitingToConnect(long seconds) => WaitingToConnect(_reactor, seconds);

    public void PerformingShutdown() => PerformingShutdown(_reactor);

    public void PerformingReload(string version) => PerformingReload(_configuration, version);

    public void LoadedConfiguration() => LoadedConfiguration(_reactor);

    public void CouldNotLoad(string diagnostics) => CouldNotLoad(_configuration, diagnostics);

    public void ConfigurationWarning(string diagnostic) => ConfigurationWarning(_configuration, diagnostic);

    public void HelperDebug(string helper, string text) => HelperDebug(_api, helper, text);

    public void HelperComment(string helper, string text) => HelperComment(_api, helper, text);

    public void CommandNotUnderstood(string helper, string line) => CommandNotUnderstood(_api, helper, line);

    public void CommandFailed(string helper, string reason) => CommandFailed(_api, helper, reason);

    public void NoNeighborMatching(string helper) => NoNeighborMatching(_processes, helper);

    public void HelperGivenUp(string helper) => HelperGivenUp(_process, helper);

    public void ConnectionRefused(string remote, bool ambiguous)
    {
        if (ambiguous) MoreThanOneMatch(_network, remote);
        else NoSessionConfigured(_network, remote);
    }

    public void Network(string line) => NetworkProblem(_network, line);

    public void Listening(string address, int port) => Listening(_network, address, port);

    public void StoppedListening(string address, int port) => StoppedListening(_network, address, port);

    [LoggerMessage(100, LogLevel.Information, "Thank you for using ExaBGP")]
    private static partial void ThankYou(ILogger logger);

    [LoggerMessage(101, LogLevel.Critical, "{Text}")]
    private static partial void SignalReceived(ILogger logger, string text);

    [LoggerMessage(102, LogLevel.Critical, "scheduling {Action}")]
    private static partial void Scheduling(ILogger logger, string action);

    [LoggerMessage(103, LogLevel.Critical, "performing shutdown")]
    private static partial void PerformingShutdown(ILogger logger);

    [LoggerMessage(104, LogLevel.Information, "loaded new configuration successfully")]
    private static partial void LoadedConfiguration(ILogger logger);

    [LoggerMessage(200, LogLevel.Warning, "debug info from {Helper} : {Text} ")]
    private static partial void HelperDebug(ILogger logger, string helper, string text);

    [LoggerMessage(201, LogLevel.Information, "comment from {Helper} : {Text}")]
    private static partial void HelperComment(ILogger logger, string helper, string text);

    [LoggerMessage(202, LogLevel.Warning, "command from process not understood : {Line} [{Helper}]")]
    private static partial void CommandNotUnderstood(ILogger logger, string helper, string line);

    [LoggerMessage(203, LogLevel.Warning, "command from {Helper} failed : {Reason}")]
    private static partial void CommandFailed(ILogger logger, string helper, string reason);

    [LoggerMessage(204, LogLevel.Error, "no neighbor matching the command of {Helper} (the neighbor must list it in its api block)")]
    private static partial void NoNeighborMatching(ILogger logger, string helper);

    [LoggerMessage(205, LogLevel.Critical, "helper {Helper} can not be kept running, stopping")]
    private static partial void HelperGivenUp(ILogger logger, string helper);

    [LoggerMessage(300, LogLevel.Warning, "no session configured for {Remote}")]
    private static partial void NoSessionConfigured(ILogger logger, string remote);

    [LoggerMessage(301, LogLevel.Warning, "could not accept the connection from {Remote} (more than one neighbor match)")]
    private static partial void MoreThanOneMatch(ILogger logger, string remote);

    [LoggerMessage(302, LogLevel.Critical, "{Line}")]
    private static partial void NetworkProblem(ILogger logger, string line);

    [LoggerMessage(303, LogLevel.Information, "listening for BGP session(s) on {Address}:{Port}")]
    private static partial void Listening(ILogger logger, string address, int port);

    [LoggerMessage(304, LogLevel.Information, "stopped listening on {Address}:{Port}")]
    private static partial void StoppedListening(ILogger logger, string address, int port);

    [LoggerMessage(400, LogLevel.Information, "performing reload of exabgp {Version}")]
    private static partial void PerformingReload(ILogger logger, string version);

    [LoggerMessage(401, LogLevel.Error, "could not load/reload configuration\n{Diagnostics}")]
    private static partial void CouldNotLoad(ILogger logger, string diagnostics);

    [LoggerMessage(402, LogLevel.Warning, "{Diagnostic}")]
    private static partial void ConfigurationWarning(ILogger logger, string diagnostic);

    [LoggerMessage(403, LogLevel.Debug, "waiting for {Seconds} seconds before connecting")]
    private static partial void WaitingToConnect(ILogger logger, long seconds);
}

using System.Globalization;
using System.Net.Sockets;
using System.Text;
using ExaSharp.Api;
using ExaSharp.Api.Channels;
using ExaSharp.Api.Events;
using ExaSharp.Api.Helpers;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;
using ExaSharp.Configuration;
using ExaSharp.Configuration.Settings;
using ExaSharp.Daemon.Systemd;
using ExaSharp.Peers;
using ExaSharp.Transport;

namespace ExaSharp.Daemon;

/// <summary>
/// What the reactor needs of the world: stores, settings, the clock, and the making of helpers, sessions and listeners.
/// </summary>
internal sealed class ReactorServices(
    EnvironmentSettings settings, string version, DaemonLog log, TimeProvider time, Func<DaemonConfiguration?> loadConfiguration,
    RouteStore routes, AttributeInterner attributes, EventContext events, NamedPipes? pipes = null, ControlSocket? socket = null)
{
    private readonly EventEncoders _encoders = new(events);

    public EnvironmentSettings Settings { get; private set; } = settings;

    public string Version { get; } = version;

    public DaemonLog Log { get; } = log;

    public TimeProvider Time { get; } = time;

    /// <summary>Who started the daemon, as far as it wants to be told how it goes.</summary>
    public ServiceManager ServiceManager { get; init; } = ServiceManager.None;

    /// <summary>Opens the log's destination anew, without waiting.</summary>
    public Action ReopenLog { get; init; } = () => { };

    public RouteStore Routes { get; } = routes;

    public AttributeInterner Attributes { get; } = attributes;

    /// <summary>Reads the configuration file again; null, with everything logged, when it has errors.</summary>
    public DaemonConfiguration? LoadConfiguration() => loadConfiguration();

    public Helper CreateHelper(ProcessSettings process)
    {
        var version = process.VersionOr(Settings.ApiVersion);
        return new Helper(process, _encoders.Get(process.Encoder, version), Routes, Attributes, process.AckOr(Settings.ApiAck)) { Version = version };
    }

    /// <summary>The version of helpers that say none, made from now on.</summary>
    public void SetApiVersion(JsonVersion version) => Settings = Settings with { ApiVersion = version };

    /// <summary>Reads a neighbour's section from a command; null, with the reason, when it has errors.</summary>
    public NeighborSettings? ReadNeighbor(string section, out string reason)
    {
        var diagnostics = new DiagnosticBag();
        var source = new SourceText("api", Encoding.UTF8.GetBytes(section));
        var context = new ConfigurationContext(Routes, Attributes) { AllPassive = Settings.BgpPassive, Rfc = Settings.BgpRfc, DefaultEncoder = Settings.ApiEncoder };
        var configuration = ConfigurationParser.Parse(source, context, diagnostics);
        reason = diagnostics.Items.FirstOrDefault(item => item.Severity == Severity.Error)?.Message ?? "";
        return configuration?.Neighbors is [var neighbor] ? neighbor : null;
    }

    /// <summary>The helper that stands for the named pipes, under ExaBGP's name; null when there are none.</summary>
    public Helper? CreateCommandLine()
    {
        if (pipes is null) return null;
        return CreateCommandLine(string.Create(CultureInfo.InvariantCulture, $"api-internal-cli-{Random.Shared.Next():x8}"));
    }

    /// <summary>What takes connections to the Unix socket; null when there is none.</summary>
    public SocketServer? CreateSocketServer(Reactor reactor) => socket is null ? null : new SocketServer(
        socket, Settings.ApiMaxClients, number => CreateCommandLine(string.Create(CultureInfo.InvariantCulture, $"api-internal-socket-{number}")),
        reactor, new SocketLog(Log.Factory), Time);

    private Helper CreateCommandLine(string name)
    {
        var process = new ProcessSettings(name, [], HelperEncoder.Text, Respawn: false);
        var version = process.VersionOr(Settings.ApiVersion);
        return new Helper(process, _encoders.Get(process.Encoder, version), Routes, Attributes, AckMode.On) { IsCommandLine = true, Version = version };
    }

    public void StartHelper(Helper helper, Reactor reactor)
    {
        if (helper.IsCommandLine)
        {
            var channel = new PipeChannel(pipes!, new HelperHost(helper, reactor).ReadAsync, new PipeLog(Log.Factory), Time);
            helper.Channel = channel;
            channel.Start();
            return;
        }
        var options = new HelperOptions
        {
            Name = helper.Name,
            Run = helper.Settings.Run,
            Respawn = helper.Settings.Respawn && Settings.ApiRespawn,
            EndsForGood = Settings.ApiTerminate,
            Overflow = helper.Settings.Overflow,
            QueueLimit = helper.Settings.QueueSize,
            Environment = HelperOptions.BuildEnvironment(Environment.GetEnvironmentVariables()),
        };
        var process = new HelperProcess(options, new HelperHost(helper, reactor), Log.Factory.CreateLogger("process"), Time);
        helper.Channel = process;
        process.Start();
    }

    /// <summary>Tells the helper that the daemon has done with it, unless it is started again (as ExaBGP), and ends it.</summary>
    public static async Task StopHelperAsync(Helper helper, bool comesBack = false)
    {
        if (helper.Channel is not { } channel) return;
        if (!comesBack)
        {
            var output = new Bgp.Text.TextBuffer();
            helper.Encoder.Shutdown(output);
            helper.WriteEvent(output.Written);
        }
        await channel.StopAsync().ConfigureAwait(false);
    }

    public PeerSession CreateSession(NeighborSettings neighbor, PeerEvents peerEvents, int number, Reactor reactor) =>
        new(neighbor, peerEvents, number, this, reactor);

    /// <summary>Tells a peer that is not configured so (Cease 3), or that more than one neighbour fits (Cease 5), and closes.</summary>
    public static async Task RefuseAsync(Socket socket, bool ambiguous)
    {
        try
        {
            await using var connection = BgpConnection.Accept(socket, () => { });
            var notification = ambiguous
                ? Notification.Create(NotificationCode.Cease, 5, "could not accept the connection (more than one neighbor match)")
                : Notification.Create(NotificationCode.Cease, 3, "no session configured for the peer");
            PeerSession.Write(notification, connection.Output);
            connection.Flush();
            await connection.CloseAsync(graceful: true).ConfigureAwait(false);
        }
        catch (TransportException)
        {
            // The peer is gone already: nobody is left to be told.
            socket.Dispose();
        }
    }
}

using System.Globalization;
using ExaSharp.Api.Events;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.BuiltInPeer;

/// <summary>
/// Tells people what the built-in peer received, a line a route: time, what happened, and the route in ExaBGP's words; or
/// programs, as the JSON events of a helper.
/// </summary>
internal sealed class PeerPrinter
{
    private const string Green = "32";
    private const string Red = "31";
    private const string Blue = "36";
    private const string Grey = "90";
    private const string Yellow = "33";

    private readonly PeerOptions _options;
    private readonly TextWriter _output;
    private readonly TimeProvider _time;
    private readonly Json5Encoder _json;
    private readonly NeighborInfo _neighbor = new();
    private readonly TextBuffer _line = new();
    private readonly TextBuffer _attributes = new();
    private long _updates;
    private long _announced;
    private long _withdrawn;

    public PeerPrinter(PeerOptions options, TextWriter output, TimeProvider time)
    {
        _options = options;
        _output = output;
        _time = time;
        _json = new Json5Encoder(new EventContext(Environment.MachineName, Environment.ProcessId, 0, time));
    }

    /// <summary>As many UPDATEs as were asked for have come.</summary>
    public bool HasSeenEnough => _options.Updates is { } wanted && _updates >= wanted;

    public void Listening(IpAddress address, int port) => Say(Grey, "listening", $"for BGP on {address} port {port}");

    public void Connected(IpAddress peer)
    {
        _neighbor.PeerAddress = peer;
        Say(Grey, "connected", $"{peer}");
    }

    public void Open(OpenMessage open, NegotiatedSession session)
    {
        _neighbor.LocalAddress = session.LocalAddress;
        _neighbor.LocalAs = session.LocalAs;
        _neighbor.PeerAs = session.PeerAs;
        _neighbor.RouterId = session.RouterId;
        if (_options.Json)
        {
            _line.Clear();
            _json.Open(new MessageEvent(_neighbor, EventDirection.Receive), open, _line);
            Flush();
            return;
        }
        var families = string.Join(", ", session.Families);
        Say(Blue, "open", $"AS {open.WholeAsn}, router-id {open.RouterId}, hold time {open.HoldTime} s, families {families}");
    }

    public void Established(NegotiatedSession session)
    {
        if (!_options.Json)
        {
            Say(Blue, "established", $"AS {session.LocalAs} with AS {session.PeerAs}{(session.IsIbgp ? " (iBGP)" : " (eBGP)")}, hold time {session.HoldTime} s");
            return;
        }
        _line.Clear();
        _json.Up(_neighbor, _line);
        Flush();
    }

    public void Update(in UpdateView update, NegotiatedSession session)
    {
        if (!update.IsEndOfRib) _updates++;
        if (_options.Json)
        {
            _line.Clear();
            _json.Update(new MessageEvent(_neighbor, EventDirection.Receive), session, update, _line);
            Flush();
            return;
        }
        if (update.IsEndOfRib)
        {
            Say(Yellow, "end-of-rib", update.EndOfRibFamily.ToString());
            return;
        }
        if (update.ErrorText is { } error) Say(Red, "malformed", $"{error}: {update.Treated.Text}");
        _attributes.Clear();
        foreach (var attribute in update.Attributes)
        {
            if (AttributeTypes.Find(attribute.Code) is not { } type) continue;
            _attributes.Append((byte)' ');
            type.AppendText(update.Value(attribute), session, _attributes);
        }
        for (var i = 0; i < update.SectionCount; i++) Section(update.Section(i));
    }

    public void Refresh(RouteRefreshMessage refresh) => Say(Yellow, "refresh", $"{refresh.Family} {refresh.Subtype}");

    public void Notification(Notification notification)
    {
        if (_options.Json)
        {
            _line.Clear();
            _json.Notification(new MessageEvent(_neighbor, EventDirection.Receive), notification.Code, notification.Subcode, notification.Data, _line);
            Flush();
            return;
        }
        Say(Red, "notification", notification.ToString());
    }

    /// <summary>What made us end the session.</summary>
    public void Problem(BgpError error) => Say(Red, "error", $"{(byte)error.Code}/{error.Subcode} {error.Text}");

    public void Closed() => Say(Grey, "closed", "the other side closed the connection");

    public void Ended() => Say(Grey, "ended", $"{_updates} updates, {_announced} routes announced, {_withdrawn} withdrawn");

    private void Section(in NlriSection section)
    {
        var family = AddressFamilies.Find(section.Family);
        if (family is null) return;
        var announced = section.Action == RouteAction.Announce;
        foreach (var item in section)
        {
            _line.Clear();
            // The text of a rule begins with "flow" itself, that of a VPLS site with "vpls".
            _line.Append(section.Family.IsFlow || section.Family.Safi == Safi.Vpls ? FamilyNames.Name(section.Family.Afi) : section.Family.ToString()).Append((byte)' ');
            family.AppendRoute(item.Nlri, item.PathId, announced ? NextHop.Of(section.NextHop) : default, isOwn: false, _line);
            if (announced)
            {
                _announced++;
                _line.Append(_attributes.Written);
            }
            else
            {
                _withdrawn++;
            }
            Say(announced ? Green : Red, announced ? "announce" : "withdraw", _line.ToString());
        }
    }

    private void Say(string color, string what, string text)
    {
        if (_options.Json) return;
        var time = _time.GetLocalNow().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
        var word = what.PadRight(13);
        _output.WriteLine(_options.Color ? $"\u001b[{Grey}m{time}\u001b[0m  \u001b[1;{color}m{word}\u001b[0m{text}" : $"{time}  {word}{text}");
        _output.Flush();
    }

    private void Flush()
    {
        _output.Write(_line.ToString());
        _output.Flush();
    }
}

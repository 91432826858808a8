using ExaSharp.Api;
using ExaSharp.Api.Events;
using ExaSharp.Bgp.Text;
using ExaSharp.Configuration.Settings;

namespace ExaSharp.Peers;

/// <summary>Events that are not about one message.</summary>
internal enum StateEvent
{
    NeighborChanges,
    Negotiated,
    Fsm,
    Signal,
}

/// <summary>
/// Which helpers are told of what about one neighbour: the union of its <c>api</c> blocks, worked out once per
/// configuration. As in ExaBGP a helper that stands in two blocks with the same switch is told twice, and the modes
/// (parsed, packets, consolidate) count for the whole neighbour and direction.
/// </summary>
internal sealed class PeerEvents
{
    private static readonly ApiMessages[] Types =
    [
        ApiMessages.Open, ApiMessages.Update, ApiMessages.Notification, ApiMessages.Keepalive, ApiMessages.Refresh, ApiMessages.Operational,
    ];

    private readonly Dictionary<StateEvent, Helper[]> _states = [];
    private readonly DirectionEvents _receive;
    private readonly DirectionEvents _send;

    public PeerEvents(NeighborSettings settings, IReadOnlyDictionary<string, Helper> helpers)
    {
        foreach (var kind in Enum.GetValues<StateEvent>())
            _states[kind] = Select(settings, helpers, api => HasState(api, kind));
        _receive = new DirectionEvents(settings, helpers, api => api.Receive);
        _send = new DirectionEvents(settings, helpers, api => api.Send);
    }

    public Helper[] Of(StateEvent kind) => _states[kind];

    public DirectionEvents Receive => _receive;

    public DirectionEvents Send => _send;

    /// <summary>Whether a helper asks for <c>negotiated</c>: all that hear of UPDATEs are shown it then (ExaBGP).</summary>
    public bool ShowsNegotiated => _states[StateEvent.Negotiated].Length > 0;

    private static bool HasState(ApiSettings api, StateEvent kind) => kind switch
    {
        StateEvent.NeighborChanges => api.NeighborChanges,
        StateEvent.Negotiated => api.Negotiated,
        StateEvent.Fsm => api.Fsm,
        _ => api.Signal,
    };

    private static Helper[] Select(NeighborSettings settings, IReadOnlyDictionary<string, Helper> helpers, Func<ApiSettings, bool> wanted) =>
    [
        .. settings.Api.Where(wanted).SelectMany(api => api.Processes).Where(helpers.ContainsKey).Select(name => helpers[name]),
    ];

    /// <summary>What of the messages of one direction goes where.</summary>
    internal sealed class DirectionEvents
    {
        private readonly Dictionary<ApiMessages, Helper[]> _types = [];

        public DirectionEvents(NeighborSettings settings, IReadOnlyDictionary<string, Helper> helpers, Func<ApiSettings, ApiMessages> direction)
        {
            foreach (var type in Types) _types[type] = Select(settings, helpers, api => direction(api).HasFlag(type));
            RawHelpers = Select(settings, helpers, api => direction(api).HasFlag(ApiMessages.Packets));
            HasPackets = RawHelpers.Length > 0;
            HasParsed = Select(settings, helpers, api => direction(api).HasFlag(ApiMessages.Parsed)).Length > 0;
            HasConsolidate = Select(settings, helpers, api => direction(api).HasFlag(ApiMessages.Consolidate)).Length > 0;
        }

        public bool HasPackets { get; }

        public bool HasParsed { get; }

        public bool HasConsolidate { get; }

        /// <summary>Who gets messages as octets.</summary>
        public Helper[] RawHelpers { get; }

        /// <summary>Who asks for messages of a type.</summary>
        public Helper[] Of(ApiMessages type) => _types[type];

        /// <summary>Whether messages of a type have to be decoded for somebody.</summary>
        public bool WantsDecoded(ApiMessages type) => _types[type].Length > 0 && (HasParsed || HasConsolidate);
    }
}

/// <summary>Writes one event into the queue of each helper that is to have it, encoded for each: as in ExaBGP the copies of one event have numbers of their own.</summary>
internal static class EventDelivery
{
    /// <summary>Writes one event with an encoder; nothing is written when the encoding has no such event.</summary>
    public delegate void EventWriter<TState>(EventEncoder encoder, TState state, TextBuffer output)
        where TState : allows ref struct;

    public static void Deliver<TState>(ReadOnlySpan<Helper> helpers, TextBuffer scratch, TState state, EventWriter<TState> write)
        where TState : allows ref struct
    {
        foreach (var helper in helpers)
        {
            scratch.Clear();
            write(helper.Encoder, state, scratch);
            if (scratch.Length > 0) helper.WriteEvent(scratch.Written);
        }
    }
}

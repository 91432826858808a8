using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Wire;
using Xunit;

namespace ExaSharp.Bgp.Tests.Session;

/// <summary>What holds for any sequence of events: a model of its caller checks each action against what went before.</summary>
public class PeerFsmPropertyTests
{
    private static readonly SessionSettings Ours = SessionTesting.Settings with { PeerAs = 65001 };

    private static readonly OpenMessage[] Opens =
    [
        SessionTesting.Received(Ours with { LocalAs = 65001, RouterId = SessionTesting.Ip("5.6.7.8") }),
        SessionTesting.Received(Ours with { LocalAs = 65001, RouterId = SessionTesting.Ip("0.0.0.1"), HoldTime = 0 }),
        SessionTesting.Received(Ours with { LocalAs = 65001, RouterId = SessionTesting.Ip("0.0.0.1"), HoldTime = 3 }),
        SessionTesting.Received(Ours with { LocalAs = 65009, RouterId = SessionTesting.Ip("5.6.7.8") }),
    ];

    private static readonly SessionSettings[] Definitions =
    [
        Ours,
        Ours with { Capabilities = new CapabilitySettings { GracefulRestart = 120 } },
        Ours with { LocalAs = null, PeerAs = null },
        Ours with { LocalAddress = default, RouterId = default },
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Any_sequence_of_events_keeps_the_rules(bool passive)
    {
        var random = new Random(passive ? 8 : 4271);
        for (var round = 0; round < 1000; round++)
        {
            var fsm = new PeerFsm(Definitions[random.Next(Definitions.Length)], passive);
            var world = new World(fsm);
            world.Do(FsmEvent.ManualStart);
            for (var steps = random.Next(60); steps > 0; steps--) world.Do(world.Choose(random));
            world.Do(FsmEvent.ManualStop());
            world.AssertStopped();
        }
    }

    [Fact]
    public void Sequences_do_reach_established_sessions()
    {
        var random = new Random(1);
        var established = 0;
        for (var round = 0; round < 500; round++)
        {
            var world = new World(new PeerFsm(Ours));
            world.Do(FsmEvent.ManualStart);
            for (var steps = 0; steps < 60; steps++) world.Do(world.Choose(random));
            established += world.Ups;
        }
        Assert.InRange(established, 100, int.MaxValue);
    }

    /// <summary>Does the actions, as a session would, and holds them against the rules.</summary>
    private sealed class World(PeerFsm fsm)
    {
        private readonly HashSet<TimerKind> _timers = [];
        private bool _connecting;
        private bool _connected;
        private bool _openSent;
        private bool _negotiated;
        private bool _up;

        public int Ups { get; private set; }

        /// <summary>Mostly what may happen now, sometimes what may not.</summary>
        public FsmEvent Choose(Random random) => random.Next(_connected ? 30 : 12) switch
        {
            0 => FsmEvent.ManualStart,
            1 => random.Next(8) == 0 ? FsmEvent.ManualStop() : FsmEvent.ManualStart,
            2 => random.Next(3) == 0 ? FsmEvent.Restart(Definitions[random.Next(Definitions.Length)]) : FsmEvent.KeepaliveReceived,
            3 => FsmEvent.Teardown((byte)random.Next(10)),
            4 or 5 => FsmEvent.ConnectionUp(ConnectionOrigin.Outgoing, SessionTesting.Ip("127.0.0.1"), SessionTesting.Ip("127.0.0.2")),
            6 => FsmEvent.ConnectionUp(ConnectionOrigin.Incoming, SessionTesting.Ip("127.0.0.1"), SessionTesting.Ip("127.0.0.2")),
            7 => FsmEvent.ConnectionFailed,
            8 or 9 => FsmEvent.TimerExpired((TimerKind)random.Next(4)),
            10 => random.Next(5) == 0 ? FsmEvent.ConnectionLost : FsmEvent.KeepaliveReceived,
            11 => random.Next(5) == 0 ? FsmEvent.Deconfigured : FsmEvent.UpdateReceived,
            12 => FsmEvent.NotificationReceived(Notification.Read([6, 4])),
            13 => FsmEvent.MalformedReceived(BgpError.InvalidNetwork("bad")),
            14 => FsmEvent.RouteRefreshReceived,
            15 => FsmEvent.HelperFailed,
            >= 16 and < 22 => FsmEvent.OpenReceived(Opens[random.Next(Opens.Length)]),
            _ => FsmEvent.KeepaliveReceived,
        };

        public void Do(FsmEvent happened)
        {
            if (happened.Kind == FsmEventKind.TimerExpired && !_timers.Remove(happened.Timer)) return;
            var wasConnecting = _connecting;
            var isOutgoing = happened.Kind == FsmEventKind.ConnectionUp && happened.Origin == ConnectionOrigin.Outgoing;
            if (isOutgoing || happened.Kind == FsmEventKind.ConnectionFailed) _connecting = false;
            int adopted = 0, refused = 0;
            foreach (var action in fsm.Handle(happened))
            {
                if (action.Kind == FsmActionKind.Adopt) adopted++;
                if (action.Kind == FsmActionKind.Refuse) refused++;
                Apply(action);
            }
            Assert.Equal(happened.Kind == FsmEventKind.ConnectionUp ? 1 : 0, adopted + refused);
            if (isOutgoing) Assert.Equal(wasConnecting ? 1 : 0, adopted);
            AssertConsistent();
        }

        public void AssertStopped()
        {
            Assert.Equal(FsmState.Idle, fsm.State);
            Assert.False(fsm.IsRunning);
            Assert.False(_connecting || _connected || _up);
            Assert.Empty(_timers);
        }

        private void AssertConsistent()
        {
            Assert.Equal(_connected, fsm.IsConnected);
            Assert.Equal(_up, fsm.IsEstablished);
            Assert.Equal(_up, fsm.State == FsmState.Established);
            Assert.Equal(_openSent, fsm.SentOpen is not null);
            Assert.Equal(_negotiated, fsm.Session is not null);
            var timed = fsm.Session is { HoldTime: > 0 };
            Assert.Equal(timed, _timers.Contains(TimerKind.Hold));
            Assert.Equal(timed, _timers.Contains(TimerKind.Keepalive));
            Assert.Equal(_connected && !_negotiated, _timers.Contains(TimerKind.OpenWait));
            // It never gets stuck: it is connected, connecting, waiting for the timer, or waiting for the peer.
            if (fsm.IsRunning && !fsm.Passive) Assert.True(_connected || _connecting || _timers.Contains(TimerKind.ConnectRetry));
            Assert.False(_connected && _connecting);
        }

        private void Apply(in FsmAction action)
        {
            switch (action.Kind)
            {
                case FsmActionKind.Connect:
                    Assert.False(_connecting || _connected || fsm.Passive);
                    _connecting = true;
                    break;
                case FsmActionKind.CancelConnect:
                    Assert.True(_connecting);
                    _connecting = false;
                    break;
                case FsmActionKind.Adopt:
                    Assert.False(_connected || _connecting);
                    _connected = true;
                    break;
                case FsmActionKind.Close:
                    Assert.True(_connected);
                    _connected = _openSent = _negotiated = false;
                    break;
                case FsmActionKind.SendOpen:
                    Assert.True(_connected && !_openSent);
                    _openSent = true;
                    break;
                case FsmActionKind.Negotiated:
                    Assert.True(_openSent && !_negotiated);
                    _negotiated = true;
                    break;
                case FsmActionKind.SendKeepalive:
                    Assert.True(_negotiated);
                    break;
                case FsmActionKind.SendNotification:
                    Assert.True(_connected);
                    Assert.NotNull(action.Notification);
                    break;
                case FsmActionKind.SessionUp:
                    Assert.True(_negotiated && !_up);
                    _up = true;
                    Ups++;
                    break;
                case FsmActionKind.SessionDown:
                    Assert.True(_connected);
                    Assert.False(string.IsNullOrEmpty(action.Reason));
                    _up = false;
                    break;
                case FsmActionKind.StartTimer:
                    Assert.True(action.Duration > TimeSpan.Zero);
                    _timers.Add(action.Timer);
                    break;
                case FsmActionKind.StopTimer:
                    _timers.Remove(action.Timer);
                    break;
                case FsmActionKind.StateChanged:
                    Assert.True(_connected || action.State is FsmState.Idle or FsmState.Active);
                    break;
            }
        }
    }
}

using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Wire;
using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Bgp.Tests.Session;

/// <summary>Every transition of the state machine, as the list of its actions.</summary>
public class PeerFsmTests
{
    private static readonly SessionSettings Ours = SessionTesting.Settings with { PeerAs = 65001, HoldTime = 90 };

    private static readonly SessionSettings Theirs = SessionTesting.Settings with
    {
        LocalAs = 65001,
        RouterId = SessionTesting.Ip("5.6.7.8"),
    };

    private static readonly FsmEvent Outgoing = FsmEvent.ConnectionUp(
        ConnectionOrigin.Outgoing, SessionTesting.Ip("127.0.0.1"), SessionTesting.Ip("127.0.0.2"));

    private static readonly FsmEvent Incoming = FsmEvent.ConnectionUp(
        ConnectionOrigin.Incoming, SessionTesting.Ip("127.0.0.1"), SessionTesting.Ip("127.0.0.2"));

    private static readonly string[] Closing =
    [
        "StateChanged IDLE", "Close", "StopTimer OpenWait", "StopTimer Hold", "StopTimer Keepalive",
    ];

    private static readonly string[] AtOnce = ["StartTimer ConnectRetry 0.02"];

    [Fact]
    public void A_session_comes_up_in_the_visible_steps_of_ExaBGP()
    {
        var fsm = new PeerFsm(Ours);
        Assert.Equal(["StateChanged ACTIVE", "StateChanged IDLE", "Connect"], Do(fsm, FsmEvent.ManualStart));
        Assert.Equal(
            ["Adopt", "Connected", "StopTimer ConnectRetry", "StateChanged CONNECT", "StartTimer OpenWait 60", "SendOpen", "StateChanged OPENSENT"],
            Do(fsm, Outgoing));
        Assert.NotNull(fsm.SentOpen);
        Assert.Equal(
            ["StopTimer OpenWait", "Negotiated", "StateChanged OPENCONFIRM", "SendKeepalive", "StartTimer Hold 90", "StartTimer Keepalive 30"],
            Do(fsm, Open()));
        Assert.Equal(65001u, fsm.Session!.PeerAs);
        Assert.False(fsm.IsEstablished);
        Assert.Equal(["StartTimer Hold 90", "StateChanged ESTABLISHED", "SessionUp"], Do(fsm, FsmEvent.KeepaliveReceived));
        Assert.True(fsm.IsEstablished);
        Assert.Equal(1, fsm.OutgoingAttempts);
    }

    [Fact]
    public void An_incoming_connection_is_used_while_ours_is_on_its_way()
    {
        var fsm = new PeerFsm(Ours);
        Do(fsm, FsmEvent.ManualStart);
        Assert.Equal(
            [
                "CancelConnect", "Adopt", "Connected", "StopTimer ConnectRetry", "StateChanged ACTIVE", "StateChanged IDLE",
                "StateChanged CONNECT", "StartTimer OpenWait 60", "SendOpen", "StateChanged OPENSENT",
            ],
            Do(fsm, Incoming));
        // What the given-up attempt still brings is refused, and does no harm.
        Assert.Equal(["Refuse"], Do(fsm, Outgoing));
        Assert.Empty(Do(fsm, FsmEvent.ConnectionFailed));
        Assert.Equal(FsmState.OpenSent, fsm.State);
    }

    [Fact]
    public void A_passive_neighbour_waits_for_its_peer()
    {
        var fsm = new PeerFsm(Ours, passive: true);
        Assert.Empty(Do(fsm, FsmEvent.ManualStart));
        Assert.True(fsm.IsRunning);
        Assert.Equal("Adopt", Do(fsm, Incoming)[0]);
        Assert.Equal(["SessionDown closing connection", .. Closing], Do(fsm, FsmEvent.ConnectionLost));
        Assert.Equal("Adopt", Do(fsm, Incoming)[0]);
        Assert.Equal(0, fsm.OutgoingAttempts);
    }

    [Fact]
    public void Failed_attempts_back_off_and_are_counted()
    {
        var fsm = new PeerFsm(Ours);
        Do(fsm, FsmEvent.ManualStart);
        Assert.Equal(["StateChanged IDLE", .. AtOnce], Do(fsm, FsmEvent.ConnectionFailed));
        foreach (var seconds in new[] { 1, 2, 3, 4, 5, 7 })
        {
            Assert.Equal(
                ["StateChanged ACTIVE", "StateChanged IDLE", "Connect"], Do(fsm, FsmEvent.TimerExpired(TimerKind.ConnectRetry)));
            Assert.Equal(["StateChanged IDLE", $"StartTimer ConnectRetry {seconds}"], Do(fsm, FsmEvent.ConnectionFailed));
        }
        Assert.Equal(7, fsm.OutgoingAttempts);
    }

    [Fact]
    public void An_established_session_that_is_lost_reconnects_at_once_and_then_backs_off()
    {
        var fsm = new PeerFsm(Ours);
        Do(fsm, FsmEvent.ManualStart);
        for (var i = 0; i < 5; i++)
        {
            Do(fsm, FsmEvent.ConnectionFailed);
            Do(fsm, FsmEvent.TimerExpired(TimerKind.ConnectRetry));
        }
        Do(fsm, Outgoing);
        Do(fsm, Open());
        Do(fsm, FsmEvent.KeepaliveReceived);
        Assert.Equal(["SessionDown closing connection", .. Closing, .. AtOnce], Do(fsm, FsmEvent.ConnectionLost));
        Assert.Null(fsm.Session);
        Do(fsm, FsmEvent.TimerExpired(TimerKind.ConnectRetry));
        Assert.Equal("StartTimer ConnectRetry 1", Do(fsm, FsmEvent.ConnectionFailed)[^1]);
    }

    [Fact]
    public void An_accepted_connection_resets_the_back_off()
    {
        var fsm = new PeerFsm(Ours);
        Do(fsm, FsmEvent.ManualStart);
        Do(fsm, FsmEvent.ConnectionFailed);
        Do(fsm, FsmEvent.TimerExpired(TimerKind.ConnectRetry));
        Do(fsm, FsmEvent.ConnectionFailed);
        Do(fsm, Incoming);
        Assert.Equal(["SessionDown closing connection", .. Closing, .. AtOnce], Do(fsm, FsmEvent.ConnectionLost));
    }

    [Theory]
    [InlineData("KEEPALIVE")]
    [InlineData("UPDATE")]
    [InlineData("REFRESH")]
    [InlineData("OPERATIONAL")]
    public void Another_message_than_an_open_is_answered_with_5_1(string word)
    {
        var fsm = In(FsmState.OpenSent);
        var actions = fsm.Handle(Message(word)).ToArray();
        Assert.Equal(
            ["SendNotification 5/1", "SessionDown notification sent (5,1)", .. Closing, .. AtOnce],
            actions.Select(action => action.ToString()));
        Assert.Equal($"The first packet received is not an open message ({word})", DataOf(actions[0]));
    }

    [Theory]
    [InlineData("OPEN")]
    [InlineData("UPDATE")]
    [InlineData("REFRESH")]
    [InlineData("OPERATIONAL")]
    public void Another_message_than_a_keepalive_is_answered_with_5_2(string word)
    {
        var fsm = In(FsmState.OpenConfirm);
        var actions = fsm.Handle(Message(word)).ToArray();
        Assert.Equal(
            ["SendNotification 5/2", "SessionDown notification sent (5,2)", .. Closing, .. AtOnce],
            actions.Select(action => action.ToString()));
        Assert.Equal("Receive Unexpected Message in OpenConfirm State", DataOf(actions[0]));
    }

    [Fact]
    public void A_peer_that_sends_no_open_is_told_1_1()
    {
        var fsm = In(FsmState.OpenSent);
        var actions = fsm.Handle(FsmEvent.TimerExpired(TimerKind.OpenWait)).ToArray();
        Assert.Equal(
            ["SendNotification 1/1", "SessionDown notification sent (1,1)", .. Closing, .. AtOnce],
            actions.Select(action => action.ToString()));
        Assert.Equal("waited for open too long, we do not like stuck in active", DataOf(actions[0]));
    }

    [Fact]
    public void The_wait_for_an_open_is_configurable()
    {
        var fsm = new PeerFsm(Ours) { OpenWait = TimeSpan.FromSeconds(5) };
        Do(fsm, FsmEvent.ManualStart);
        Assert.Contains("StartTimer OpenWait 5", Do(fsm, Outgoing));
    }

    [Fact]
    public void An_unacceptable_open_ends_the_attempt()
    {
        var fsm = In(FsmState.OpenSent);
        var actions = fsm.Handle(Open(Theirs with { LocalAs = 65009 })).ToArray();
        Assert.Equal(
            ["SendNotification 2/2", "SessionDown notification sent (2,2)", .. Closing, .. AtOnce],
            actions.Select(action => action.ToString()));
        Assert.Equal("ASN in OPEN (65009) did not match ASN expected (65001)", DataOf(actions[0]));
    }

    [Theory]
    [InlineData(FsmState.OpenSent)]
    [InlineData(FsmState.OpenConfirm)]
    [InlineData(FsmState.Established)]
    public void A_notification_a_loss_and_an_error_end_any_connection(FsmState state)
    {
        Assert.Equal(
            ["SessionDown notification received (6,2)", .. Closing, .. AtOnce],
            Do(In(state), FsmEvent.NotificationReceived(Notification.Read([6, 2]))));
        Assert.Equal(["SessionDown closing connection", .. Closing, .. AtOnce], Do(In(state), FsmEvent.ConnectionLost));
        Assert.Equal(
            ["SendNotification 3/10", "SessionDown notification sent (3,10)", .. Closing, .. AtOnce],
            Do(In(state), FsmEvent.MalformedReceived(BgpError.InvalidNetwork("bad"))));
        Assert.Equal(["SessionDown process problem", .. Closing, .. AtOnce], Do(In(state), FsmEvent.HelperFailed));
    }

    [Fact]
    public void The_keepalive_timer_sends_and_starts_again_and_nothing_else_restarts_it()
    {
        foreach (var state in new[] { FsmState.OpenConfirm, FsmState.Established })
            Assert.Equal(["SendKeepalive", "StartTimer Keepalive 30"], Do(In(state), FsmEvent.TimerExpired(TimerKind.Keepalive)));
        Assert.Equal(["StartTimer Hold 90"], Do(In(FsmState.Established), FsmEvent.UpdateReceived));
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(4, 1)]
    [InlineData(9, 3)]
    [InlineData(10, 3)]
    [InlineData(180, 60)]
    public void The_keepalive_interval_is_a_third_of_the_hold_time_truncated(ushort holdTime, int interval)
    {
        var fsm = In(FsmState.OpenSent, Ours with { HoldTime = holdTime });
        Assert.Equal([$"StartTimer Hold {holdTime}", $"StartTimer Keepalive {interval}"], Do(fsm, Open())[^2..]);
    }

    [Theory]
    [InlineData(FsmState.OpenConfirm)]
    [InlineData(FsmState.Established)]
    public void The_hold_timer_ends_the_session_with_4_0_without_data(FsmState state)
    {
        var actions = In(state).Handle(FsmEvent.TimerExpired(TimerKind.Hold)).ToArray();
        Assert.Equal(
            ["SendNotification 4/0", "SessionDown notification sent (4,0)", .. Closing, .. AtOnce],
            actions.Select(action => action.ToString()));
        Assert.Equal("", DataOf(actions[0]));
    }

    [Theory]
    [InlineData("OPEN")]
    [InlineData("KEEPALIVE")]
    [InlineData("UPDATE")]
    [InlineData("REFRESH")]
    [InlineData("OPERATIONAL")]
    public void Any_message_restarts_the_hold_timer_of_an_established_session(string word) =>
        Assert.Equal(["StartTimer Hold 90"], Do(In(FsmState.Established), Message(word)));

    [Fact]
    public void Without_hold_time_there_are_no_timers_and_one_keepalive_too_many_is_let_pass()
    {
        var fsm = In(FsmState.OpenSent, Ours with { HoldTime = 0 });
        Assert.Equal(["StopTimer OpenWait", "Negotiated", "StateChanged OPENCONFIRM", "SendKeepalive"], Do(fsm, Open()));
        Assert.Equal(["StateChanged ESTABLISHED", "SessionUp"], Do(fsm, FsmEvent.KeepaliveReceived));
        Assert.Empty(Do(fsm, FsmEvent.UpdateReceived));
        Assert.Empty(Do(fsm, FsmEvent.KeepaliveReceived));
        Assert.Empty(Do(fsm, FsmEvent.UpdateReceived));
        var actions = fsm.Handle(FsmEvent.KeepaliveReceived).ToArray();
        Assert.Equal("SendNotification 2/6", actions[0].ToString());
        Assert.Equal("Negotiated holdtime was zero, it was invalid to send us a keepalive messages", DataOf(actions[0]));
    }

    [Fact]
    public void The_keepalive_that_was_let_pass_is_forgotten_with_its_session()
    {
        var fsm = In(FsmState.Established, Ours with { HoldTime = 0 });
        Do(fsm, FsmEvent.KeepaliveReceived);
        Do(fsm, FsmEvent.ConnectionLost);
        Do(fsm, Incoming);
        Do(fsm, Open());
        Do(fsm, FsmEvent.KeepaliveReceived);
        Assert.Empty(Do(fsm, FsmEvent.KeepaliveReceived));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(200)]
    public void A_teardown_sends_its_subcode_and_reconnects_at_once(byte subcode) =>
        Assert.Equal(
            [$"SendNotification 6/{subcode}", $"SessionDown notification sent (6,{subcode})", .. Closing, .. AtOnce],
            Do(In(FsmState.Established), FsmEvent.Teardown(subcode)));

    [Theory]
    [InlineData(FsmState.Idle)]
    [InlineData(FsmState.OpenSent)]
    [InlineData(FsmState.OpenConfirm)]
    public void A_teardown_is_only_for_established_sessions(FsmState state) =>
        Assert.Empty(Do(In(state), FsmEvent.Teardown(4)));

    [Fact]
    public void With_graceful_restart_announced_a_teardown_is_silent()
    {
        var settings = Ours with { Capabilities = new CapabilitySettings { GracefulRestart = 120 } };
        Assert.Equal(
            [
                "SessionDown graceful restarted negotiated, closing without sending any notification", .. Closing, .. AtOnce,
            ],
            Do(In(FsmState.Established, settings), FsmEvent.Teardown(4)));
        Assert.Equal(
            ["SessionDown stop, message [shutting down]", .. Closing, "StateChanged IDLE"],
            Do(In(FsmState.Established, settings), FsmEvent.ManualStop()));
        // The neighbour is gone for good: its peer must not keep the routes.
        Assert.Equal("SendNotification 6/3", Do(In(FsmState.Established, settings), FsmEvent.Deconfigured)[0]);
    }

    [Theory]
    [InlineData(FsmState.OpenSent)]
    [InlineData(FsmState.OpenConfirm)]
    [InlineData(FsmState.Established)]
    public void A_stop_and_a_removal_send_a_cease_and_end_for_good(FsmState state)
    {
        var fsm = In(state);
        Assert.Equal(
            ["SendNotification 6/2", "SessionDown stop, message [shutting down]", .. Closing, "StateChanged IDLE"],
            Do(fsm, FsmEvent.ManualStop()));
        Assert.False(fsm.IsRunning);
        Assert.Empty(Do(fsm, FsmEvent.ManualStop()));
        Assert.Empty(Do(fsm, FsmEvent.TimerExpired(TimerKind.ConnectRetry)));
        Assert.Equal(["Refuse 6/5"], Do(fsm, Incoming));

        Assert.Equal(
            ["SendNotification 6/3", "SessionDown stop, message [removed]", .. Closing, "StateChanged IDLE"],
            Do(In(state), FsmEvent.Deconfigured));
    }

    [Fact]
    public void A_stop_before_there_is_a_connection_only_ends_the_attempts()
    {
        var fsm = new PeerFsm(Ours);
        Do(fsm, FsmEvent.ManualStart);
        Assert.Equal(["CancelConnect", "StateChanged IDLE"], Do(fsm, FsmEvent.ManualStop()));
        Do(fsm, FsmEvent.ManualStart);
        Do(fsm, FsmEvent.ConnectionFailed);
        Assert.Equal(["StopTimer ConnectRetry", "StateChanged IDLE"], Do(fsm, FsmEvent.ManualStop("bye")));
    }

    [Fact]
    public void A_stopped_neighbour_starts_afresh()
    {
        var fsm = In(FsmState.Established);
        Do(fsm, FsmEvent.ManualStop());
        Assert.Equal(["StateChanged ACTIVE", "StateChanged IDLE", "Connect"], Do(fsm, FsmEvent.ManualStart));
        Assert.Empty(Do(fsm, FsmEvent.ManualStart));
    }

    [Theory]
    [InlineData(FsmState.OpenSent)]
    [InlineData(FsmState.OpenConfirm)]
    [InlineData(FsmState.Established)]
    public void A_changed_definition_ends_the_connection_with_6_3_and_is_used_by_the_next(FsmState state)
    {
        var fsm = In(state);
        Assert.Equal(
            ["SendNotification 6/3", "SessionDown notification sent (6,3)", .. Closing, .. AtOnce],
            Do(fsm, FsmEvent.Restart(Ours with { LocalAs = 64000 })));
        Do(fsm, FsmEvent.TimerExpired(TimerKind.ConnectRetry));
        Do(fsm, Outgoing);
        Assert.Equal(64000u, fsm.SentOpen!.Asn);
    }

    [Fact]
    public void A_restart_shortens_the_wait_and_gives_up_the_attempt()
    {
        var fsm = new PeerFsm(Ours);
        Assert.Empty(Do(fsm, FsmEvent.Restart()));
        Do(fsm, FsmEvent.ManualStart);
        Assert.Equal(["CancelConnect", "StateChanged IDLE", .. AtOnce], Do(fsm, FsmEvent.Restart()));
        Assert.Equal(AtOnce, Do(fsm, FsmEvent.Restart()));
    }

    [Fact]
    public void Local_as_auto_reads_the_peers_open_first()
    {
        var fsm = new PeerFsm(Ours with { LocalAs = null, PeerAs = null });
        Do(fsm, FsmEvent.ManualStart);
        Assert.Equal("StartTimer OpenWait 60", Do(fsm, Outgoing)[^1]);
        Assert.Equal(FsmState.Connect, fsm.State);
        Assert.Null(fsm.SentOpen);
        Assert.Equal(
            [
                "SendOpen", "StateChanged OPENSENT", "StopTimer OpenWait", "Negotiated", "StateChanged OPENCONFIRM",
                "SendKeepalive", "StartTimer Hold 90", "StartTimer Keepalive 30",
            ],
            Do(fsm, Open(Theirs with { LocalAs = 4200000000 })));
        Assert.Equal(4200000000u, fsm.SentOpen!.Asn);
        Assert.True(fsm.Session!.IsIbgp);
    }

    [Fact]
    public void Addresses_that_were_left_open_come_from_the_connection()
    {
        var fsm = new PeerFsm(Ours with { LocalAddress = default, RouterId = default });
        Do(fsm, FsmEvent.ManualStart);
        Do(fsm, FsmEvent.ConnectionUp(ConnectionOrigin.Outgoing, SessionTesting.Ip("10.0.0.1"), SessionTesting.Ip("10.0.0.2")));
        Assert.Equal(SessionTesting.Ip("10.0.0.1"), fsm.SentOpen!.RouterId);
        Do(fsm, Open());
        Assert.Equal(SessionTesting.Ip("10.0.0.1"), fsm.Session!.LocalAddress);
        Assert.Equal(SessionTesting.Ip("10.0.0.2"), fsm.Session.PeerAddress);
        Do(fsm, FsmEvent.ConnectionLost);
        Assert.Equal(SessionTesting.Ip("10.0.0.1"), fsm.Settings.LocalAddress);
    }

    [Fact]
    public void An_incoming_connection_beside_an_open_one_is_judged_by_the_collision_rule()
    {
        const string Down = "SessionDown closing outgoing connection as we have another incoming on with higher router-id";
        Assert.Equal(["SendNotification 6/7", Down, .. Closing, "Adopt"], Do(In(FsmState.OpenSent), Incoming)[..8]);

        // The peer's identifier is the higher one: its connection wins.
        var fsm = In(FsmState.OpenConfirm);
        Assert.Equal(["SendNotification 6/7", Down, .. Closing, "Adopt"], Do(fsm, Incoming)[..8]);
        Assert.Equal(FsmState.OpenSent, fsm.State);
        Assert.Null(fsm.ReceivedOpen);

        fsm = In(FsmState.OpenConfirm, Ours with { RouterId = SessionTesting.Ip("9.9.9.9") });
        var refused = Assert.Single(fsm.Handle(Incoming).ToArray());
        Assert.Equal("Refuse 6/7", refused.ToString());
        Assert.Equal(
            "could not accept the connection, as another connection is already in open-confirm and will go through", DataOf(refused));
        Assert.Equal(FsmState.OpenConfirm, fsm.State);

        fsm = In(FsmState.Established);
        refused = Assert.Single(fsm.Handle(Incoming).ToArray());
        Assert.Equal("Refuse 6/7", refused.ToString());
        Assert.Equal("could not accept the connection, already established", DataOf(refused));
        Assert.True(fsm.IsEstablished);
    }

    [Fact]
    public void Messages_and_timers_without_a_connection_do_nothing()
    {
        foreach (var fsm in new[] { new PeerFsm(Ours), In(FsmState.Idle) })
        {
            foreach (var word in new[] { "OPEN", "KEEPALIVE", "UPDATE", "REFRESH", "OPERATIONAL" }) Assert.Empty(Do(fsm, Message(word)));
            Assert.Empty(Do(fsm, FsmEvent.NotificationReceived(Notification.Read([6, 2]))));
            Assert.Empty(Do(fsm, FsmEvent.TimerExpired(TimerKind.Hold)));
            Assert.Empty(Do(fsm, FsmEvent.ConnectionLost));
            Assert.Empty(Do(fsm, FsmEvent.HelperFailed));
        }
    }

    [Fact]
    public void An_update_allocates_nothing()
    {
        var fsm = In(FsmState.Established);
        var update = FsmEvent.UpdateReceived;
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 1000; i++) fsm.Handle(update);
        }));
    }

    /// <summary>A state machine in that state; Idle: waiting for its next attempt.</summary>
    private static PeerFsm In(FsmState state, SessionSettings? settings = null)
    {
        var fsm = new PeerFsm(settings ?? Ours);
        Do(fsm, FsmEvent.ManualStart);
        if (state == FsmState.Idle) Do(fsm, FsmEvent.ConnectionFailed);
        if (state >= FsmState.OpenSent) Do(fsm, Outgoing);
        if (state >= FsmState.OpenConfirm) Do(fsm, Open());
        if (state >= FsmState.Established) Do(fsm, FsmEvent.KeepaliveReceived);
        Assert.Equal(state, fsm.State);
        return fsm;
    }

    private static string[] Do(PeerFsm fsm, FsmEvent happened) =>
        [.. fsm.Handle(happened).ToArray().Select(action => action.ToString())];

    private static FsmEvent Open(SessionSettings? theirs = null) =>
        FsmEvent.OpenReceived(SessionTesting.Received(theirs ?? Theirs));

    private static FsmEvent Message(string word) => word switch
    {
        "OPEN" => Open(),
        "KEEPALIVE" => FsmEvent.KeepaliveReceived,
        "UPDATE" => FsmEvent.UpdateReceived,
        "REFRESH" => FsmEvent.RouteRefreshReceived,
        _ => FsmEvent.OperationalReceived,
    };

    private static string DataOf(FsmAction action) => System.Text.Encoding.UTF8.GetString(action.Notification!.Data);
}

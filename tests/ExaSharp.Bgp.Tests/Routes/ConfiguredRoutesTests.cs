using ExaSharp.Bgp.Routes;
using Xunit;

namespace ExaSharp.Bgp.Tests.Routes;

public sealed class ConfiguredRoutesTests : IDisposable
{
    private RibRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void A_reload_announces_what_is_new_and_withdraws_what_is_gone()
    {
        var set = _rig.Set("1.1.1.1");
        using var before = Batch(set, "10.0.0.0/8", "11.0.0.0/8", "14.0.0.0/8");
        using var after = Batch(set, "11.0.0.0/8", "12.0.0.0/8");
        _rig.Rib.Reload(ConfiguredRoutes.None, ConfiguredRoutes.Of(before.Batch));
        _rig.Rib.SessionUp(RibRig.Session());
        _rig.Announce("13.0.0.0/8", set);
        _rig.Announce("14.0.0.0/8", _rig.Set("2.2.2.2"));
        _rig.Flush();
        _rig.Rib.Reload(ConfiguredRoutes.Of(before.Batch), ConfiguredRoutes.Of(after.Batch));
        Assert.Equal(["0002080A" + "0015" + "40010100400200" + "40030401010101" + "40050400000064" + "080C"], _rig.Flush());
        Assert.Equal(4, _rig.Rib.Count);
    }

    [Fact]
    public void Watchdog_groups_are_announced_and_withdrawn_together()
    {
        var set = _rig.Set("1.1.1.1");
        using var up = Batch(set, "10.0.0.0/8");
        up.Add("11.0.0.0/8", set, "dnsr", startsWithdrawn: false);
        up.Add("12.0.0.0/8", set, "dnsr", startsWithdrawn: true);
        up.Add("13.0.0.0/8", set, "other", startsWithdrawn: true);
        _rig.Rib.Reload(ConfiguredRoutes.None, ConfiguredRoutes.Of(up.Batch));
        _rig.Rib.SessionUp(RibRig.Session());
        const string attributes = "0015" + "40010100400200" + "40030401010101" + "40050400000064";
        Assert.Equal(["0000" + attributes + "080A080B"], _rig.Flush());
        for (var i = 0; i < 2; i++)
        {
            _rig.Rib.AnnounceWatchdog("dnsr");
            _rig.Rib.AnnounceWatchdog("dnsr");
            Assert.Equal(i == 0 ? ["0000" + attributes + "080C"] : ["0000" + attributes + "080B080C"], _rig.Flush());
            _rig.Rib.WithdrawWatchdog("dnsr");
            _rig.Rib.WithdrawWatchdog("nobody");
            Assert.Equal(["0004080B080C0000"], _rig.Flush());
        }
        _rig.Rib.AnnounceWatchdog("dnsr");
        using var gone = Batch(set, "10.0.0.0/8");
        _rig.Flush();
        _rig.Rib.Reload(ConfiguredRoutes.Of(up.Batch), ConfiguredRoutes.Of(gone.Batch));
        Assert.Equal(["0004080B080C0000"], _rig.Flush());
        _rig.Rib.AnnounceWatchdog("dnsr");
        Assert.Empty(_rig.Flush());
    }

    [Fact]
    public void What_a_watchdog_withdrew_stays_withdrawn_when_the_configuration_is_read_again()
    {
        var set = _rig.Set("1.1.1.1");
        using var before = Batch(set, "10.0.0.0/8");
        before.Add("11.0.0.0/8", set, "dnsr", startsWithdrawn: false);
        before.Add("12.0.0.0/8", set, "dnsr", startsWithdrawn: true);
        using var after = Batch(set, "13.0.0.0/8");
        after.Add("11.0.0.0/8", set, "dnsr", startsWithdrawn: false);
        after.Add("12.0.0.0/8", set, "dnsr", startsWithdrawn: true);
        _rig.Rib.Reload(ConfiguredRoutes.None, ConfiguredRoutes.Of(before.Batch));
        _rig.Rib.WithdrawWatchdog("dnsr");
        _rig.Rib.SessionUp(RibRig.Session());
        _rig.Flush();
        const string attributes = "0015" + "40010100400200" + "40030401010101" + "40050400000064";
        _rig.Rib.Reload(ConfiguredRoutes.Of(before.Batch), ConfiguredRoutes.Of(after.Batch));
        Assert.Equal(["0002080A" + attributes + "080D"], _rig.Flush());
        _rig.Rib.AnnounceWatchdog("dnsr");
        Assert.Equal(["0000" + attributes + "080B080C"], _rig.Flush().Order());
        _rig.Rib.Reload(ConfiguredRoutes.Of(after.Batch), ConfiguredRoutes.Of(after.Batch));
        Assert.Empty(_rig.Flush());
    }

    [Fact]
    public void A_table_of_nothing_but_what_a_watchdog_withdrew_stays_empty()
    {
        using var batch = Batch(_rig.Set("1.1.1.1"));
        batch.Add("11.0.0.0/8", _rig.Set("1.1.1.1"), "dnsr", startsWithdrawn: false);
        _rig.Rib.Reload(ConfiguredRoutes.None, ConfiguredRoutes.Of(batch.Batch));
        _rig.Rib.WithdrawWatchdog("dnsr");
        _rig.Rib.Reload(ConfiguredRoutes.Of(batch.Batch), ConfiguredRoutes.Of(batch.Batch));
        Assert.Equal(0, _rig.Rib.Count);
    }

    /// <summary>ExaBGP keeps what is announced and what is withdrawn apart, and each in the order in which it came there.</summary>
    [Fact]
    public void A_watchdog_announces_what_began_withdrawn_before_what_a_command_withdrew()
    {
        _rig = new RibRig(grouped: false);
        var set = _rig.Set("1.1.1.1");
        using var up = Batch(set);
        up.Add("11.0.0.0/8", set, "dnsr", startsWithdrawn: false);
        up.Add("12.0.0.0/8", set, "dnsr", startsWithdrawn: true);
        _rig.Rib.Reload(ConfiguredRoutes.None, ConfiguredRoutes.Of(up.Batch));
        _rig.Rib.SessionUp(RibRig.Session());
        Assert.Single(_rig.Flush());
        _rig.Rib.WithdrawWatchdog("dnsr");
        Assert.Single(_rig.Flush());
        _rig.Rib.AnnounceWatchdog("dnsr");
        Assert.Equal(["080C", "080B"], _rig.Flush().Select(update => update[^4..]));
        _rig.Rib.WithdrawWatchdog("dnsr");
        _rig.Flush();
        _rig.Rib.AnnounceWatchdog("dnsr");
        Assert.Equal(["080C", "080B"], _rig.Flush().Select(update => update[^4..]));
    }

    [Fact]
    public void Neighbours_with_the_same_templates_share_what_they_announce()
    {
        var set = _rig.Set("1.1.1.1");
        using var template = Batch(set, Enumerable.Range(0, 5000).Select(i => $"10.{i / 256}.{i % 256}.0/24"));
        using var own = Batch(_rig.Set("2.2.2.2"), ["10.0.7.0/24", "11.0.0.0/8"]);
        var shared = ConfiguredRoutes.Of(template.Batch);
        using var first = new AdjRibOut(_rig.Store, _rig.Interner);
        first.Reload(ConfiguredRoutes.None, shared);
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var second = new AdjRibOut(_rig.Store, _rig.Interner);
        second.Reload(ConfiguredRoutes.None, ConfiguredRoutes.Of(template.Batch));
        var taken = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(5000, second.Count);
        Assert.InRange(taken, 0, 4000);

        using var third = new AdjRibOut(_rig.Store, _rig.Interner);
        third.Reload(ConfiguredRoutes.None, ConfiguredRoutes.Of(own.Batch, template.Batch));
        Assert.Equal(5001, third.Count);
        second.Withdraw(_rig.Route("10.0.9.0/24"), set);
        Assert.Equal((5000, 4999, 5001), (first.Count, second.Count, third.Count));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Any_row_of_reloads_and_commands_leaves_what_was_said_last(bool suppressDuplicates)
    {
        for (var seed = 0; seed < 12; seed++) new ConfiguredRoutesModel(seed, suppressDuplicates).Run(60);
    }

    private ConfiguredBatch Batch(int set, params IEnumerable<string> prefixes)
    {
        var batch = new ConfiguredBatch(_rig);
        foreach (var prefix in prefixes) batch.Add(prefix, set);
        return batch;
    }
}

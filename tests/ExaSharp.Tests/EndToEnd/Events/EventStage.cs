using ExaSharp.Testing;

namespace ExaSharp.Tests.EndToEnd.Events;

/// <summary>A session whose events are recorded. The goldens of all of them stand in <c>event-scenes.txt</c>, which says where ExaBGP tells otherwise.</summary>
internal sealed record EventStage(Scene Scene, EventRecorder Recorder, bool HasPathIds)
{
    public const string Attributes = "4001010040020602010000FDEA4003047F00000A";

    private int _marks;

    /// <summary>Of the goldens that are being written, those of one version of the JSON only: that of the program which writes them.</summary>
    private static string? OnlyVersion => Environment.GetEnvironmentVariable("EXASHARP_TEST_GENERATION");

    /// <summary>Brings a session up, does the steps, ends it, and compares what the helpers were told until then.</summary>
    /// <param name="part">The golden's name.</param>
    /// <param name="version">The version of the JSON: 4, 5 or 6.</param>
    /// <param name="settings">The session.</param>
    /// <param name="recorders">The helpers.</param>
    /// <param name="steps">What happens once the session is up and our End-of-RIB markers have come.</param>
    /// <param name="open">The peer's OPEN, where it is not the usual one.</param>
    public static async Task Play(string part, string version, SceneSettings settings, EventRecorder[] recorders, Func<EventStage, Task> steps, BgpFrame? open = null)
    {
        if (OnlyVersion is { } only && only != version) return;
        var all = settings with
        {
            HoldTime = 0,
            Sections = settings.Sections + string.Concat(recorders.Select(recorder => recorder.Section)),
            Neighbor = settings.Neighbor + "\n" + string.Concat(recorders.Select(recorder => recorder.Block)),
        };
        if (version != "5") all.Environment["exabgp_api_version"] = version;
        await using var scene = Scene.Create(all);
        await scene.Peer.Accept();
        try
        {
            await scene.Peer.Establish(open ?? scene.Open());
            await scene.WaitForUp();
            for (var families = settings.PeerFamilies.Length; families > 0; families--) await scene.Peer.Next(Scene.IsEndOfRib, "End-of-RIB");
            await steps(new EventStage(scene, recorders[0], settings.Capabilities.Contains((byte)69)));
            await scene.Peer.Send(BgpFrame.Notification(6, 3));
        }
        catch (Exception gone) when (gone is InvalidOperationException or System.Net.Sockets.SocketException)
        {
            // The session may be ended for what was sent: the events say so.
        }
        await scene.Helper.WaitFor(EventRecorder.IsDown, "the end of the session");
        foreach (var recorder in recorders)
            recorder.Check($"{part}, {version}", scene, await recorder.Until(scene, EventRecorder.IsDown), "event-scenes.txt");
    }

    /// <summary>Sends UPDATEs and waits until they are told.</summary>
    public async Task Updates(params string[] bodies)
    {
        var mark = _marks++;
        foreach (var body in bodies.Append(Update("", Attributes, $"{(HasPathIds ? "00000001" : "")}180A63{mark:X2}")))
            await Scene.Peer.Send(BgpFrame.Of(BgpFrame.UpdateType, Convert.FromHexString(body)));
        await Recorder.Until(Scene, line => line.Contains($"10.99.{mark}.0/24", StringComparison.Ordinal));
    }

    /// <summary>Gives a command for one UPDATE, and waits until it was sent.</summary>
    public async Task Command(string command)
    {
        await Scene.Command(command);
        await Scene.NextUpdate();
    }

    public static string Update(string withdrawn, string attributes, string routes) => $"{withdrawn.Length / 2:X4}{withdrawn}{attributes.Length / 2:X4}{attributes}{routes}";

    public static string Reach(string family, string routes) => Attribute(14, family + routes);

    public static string Unreach(string family, string routes) => Attribute(15, family + routes);

    private static string Attribute(int code, string value) => $"80{code:X2}{value.Length / 2:X2}{value}";
}

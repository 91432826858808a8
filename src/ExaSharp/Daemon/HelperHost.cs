using ExaSharp.Api;
using ExaSharp.Api.Helpers;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Daemon;

/// <summary>
/// Stands between a helper's process and the reactor: reads the commands in what the helper writes, on the helper's own
/// task, and posts them in batches.
/// </summary>
internal sealed class HelperHost(Helper helper, Reactor reactor) : IHelperOwner
{
    private readonly ApiLineReader _reader = new(new RouteGrammar(reactor.Routes, reactor.Attributes), helper.Version);

    public void HelperStarted(HelperProcess process)
    {
        // A new process does not know of the group that the one before had begun.
        _reader.EndGroup();
        reactor.Post(new ReactorMessage.HelperStarted(helper));
    }

    public ValueTask HelperLinesAsync(HelperProcess process, ReadOnlyMemory<byte> lines, CancellationToken cancellationToken) =>
        ReadAsync(lines, cancellationToken);

    /// <summary>Reads complete lines and posts their commands; waits while too many of them are under way.</summary>
    public async ValueTask ReadAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellationToken)
    {
        while (!lines.IsEmpty)
        {
            var batch = await helper.RentAsync(cancellationToken).ConfigureAwait(false);
            lines = lines[Read(lines.Span, batch)..];
            if (batch.Items.Count > 0) reactor.Post(new ReactorMessage.Commands(batch));
            else batch.Release();
        }
    }

    public void HelperEnded(HelperProcess process, ProcessExit exit, bool restarts)
    {
        if (!restarts) reactor.Post(new ReactorMessage.HelperLost(helper));
    }

    public void HelperNotStarted(HelperProcess process, string reason) =>
        reactor.Post(new ReactorMessage.HelperLost(helper));

    public void HelperGaveUp(HelperProcess process) => reactor.Post(new ReactorMessage.HelperLost(helper));

    /// <summary>Reads lines into a batch until it is full; gives how many octets were read.</summary>
    private int Read(ReadOnlySpan<byte> bytes, CommandBatch batch)
    {
        var used = 0;
        while (!batch.IsFull)
        {
            var newline = bytes[used..].IndexOf((byte)'\n');
            if (newline < 0) return bytes.Length;
            foreach (var line in new HelperLines(bytes.Slice(used, newline + 1)))
            {
                // ExaBGP, but for 4.2: a line of this form is for its log, and is not answered.
                if (line.StartsWith("debug "u8) && helper.Version >= JsonVersion.Five) reactor.Log.HelperDebug(helper.Name, System.Text.Encoding.UTF8.GetString(line[6..]));
                else _reader.Read(line, batch);
            }
            used += newline + 1;
        }
        return used;
    }
}

using ExaSharp.Api;
using ExaSharp.Api.Events;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;
using ExaSharp.Configuration.Settings;

namespace ExaSharp.Fuzz.Targets;

/// <summary>Lines of a helper: each becomes one command or is told of, and what a line means does not depend on the ones before it.</summary>
internal sealed class ApiTarget : FuzzTarget
{
    private readonly RouteStore _routes = new();
    private readonly AttributeInterner _attributes = new();
    private readonly Helper _helper;
    private readonly ApiLineReader _reader;

    public ApiTarget()
    {
        var settings = new ProcessSettings("helper", ["/bin/cat"], HelperEncoder.Json, Respawn: false);
        _helper = new Helper(settings, new Json5Encoder(new EventContext("host", 1, 1, new StoppedClock())), _routes, _attributes, AckMode.On);
        _reader = new ApiLineReader(new RouteGrammar(_routes, _attributes));
    }

    public override string Name => "api";

    public override IEnumerable<byte[]> Derive(Corpus corpus)
    {
        foreach (var route in corpus.Inputs("route"))
        {
            yield return [.. "announce route "u8, .. route];
            yield return [.. "neighbor 10.0.0.1 local-as 1 announce ipv4 "u8, .. route];
            yield return [.. "announce flow route "u8, .. route];
        }
        foreach (var command in ApiCommands.All) yield return System.Text.Encoding.UTF8.GetBytes(command.Name + " ipv4 unicast 10.0.0.0/24 next-hop 1.2.3.4");
    }

    public override void Run(ReadOnlySpan<byte> input, TextBuffer shown)
    {
        // What a reader remembers of lines must not change what they mean, but for a group that was begun.
        _reader.EndGroup();
        Read(_reader, input, shown);
        var again = new TextBuffer();
        Read(new ApiLineReader(new RouteGrammar(_routes, _attributes)), input, again);
        if (!shown.Written.SequenceEqual(again.Written)) throw new InvalidOperationException($"behind others: {shown}, alone: {again}");
        if (_routes.Count != 0 || _attributes.Count != 0) throw new InvalidOperationException("references are left");
    }

    private void Read(ApiLineReader reader, ReadOnlySpan<byte> input, TextBuffer shown)
    {
        var batch = new CommandBatch(_helper, new RouteBatch(_routes, _attributes));
        var lines = 0;
        foreach (var range in input.Split((byte)'\n'))
        {
            reader.Read(input[range], batch);
            if (batch.Items.Count != ++lines) throw new InvalidOperationException("a line that is not one command");
        }
        foreach (var item in batch.Items)
        {
            shown.Append(item.Command?.Name ?? "none").Append((byte)' ').Append(item.First).Append((byte)' ').Append(item.Count).Append((byte)' ').Append(item.Text ?? "").Append((byte)'\n');
            if (item.Command is null && string.IsNullOrEmpty(item.Text) && !input.IsEmpty && lines == 1) throw new InvalidOperationException("not understood, without a word");
        }
        batch.Routes.Release();
    }
}

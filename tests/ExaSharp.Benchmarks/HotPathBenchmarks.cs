using System.Buffers;
using System.Text;
using BenchmarkDotNet.Attributes;
using ExaSharp.Api.Events;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Benchmarks;

/// <summary>Each hot path alone; times and allocations are of one route.</summary>
[MemoryDiagnoser]
public class HotPathBenchmarks
{
    private const int Count = 6_000;

    private readonly RouteStore _store = new();
    private readonly AttributeInterner _interner = new();
    private readonly TextBuffer _output = new(64 * 1024);
    private readonly ArrayBufferWriter<byte> _messages = new(1 << 20);
    private readonly NegotiatedSession _session = new() { LocalAs = 65001, PeerAs = BenchPeer.Asn, Families = [FamilyId.Ipv4Unicast] };
    private readonly UpdateReader _updateReader = new();
    private readonly Json5Encoder _encoder = new(new EventContext("host", 1, 1, TimeProvider.System));
    private readonly NeighborInfo _neighbor = new() { LocalAs = 65001, PeerAs = BenchPeer.Asn, PeerAddress = IpAddress.FromIpv4(0x7f000001) };
    private readonly byte[][] _lines = [.. Enumerable.Range(0, Count).Select(i => Encoding.ASCII.GetBytes("route " + Table.Prefix(i) + Table.Words(i)))];
    private readonly List<byte[]> _updates = [];
    private RouteGrammar _grammar = null!;
    private RouteBatch _routes = null!;
    private RouteBatch _reused = null!;
    private AdjRibOut _rib = null!;
    private UpdateBuilder _builder = null!;
    private (byte[] Canonical, NextHop NextHop)[] _sets = [];

    [GlobalSetup]
    public void Setup()
    {
        _grammar = new RouteGrammar(_store, _interner);
        _routes = new RouteBatch(_store, _interner);
        _reused = new RouteBatch(_store, _interner);
        foreach (var line in _lines) Parse(line, _routes);
        _rib = new AdjRibOut(_store, _interner, suppressDuplicates: false);
        _rib.SessionUp(_session);
        _builder = new UpdateBuilder(_store, _interner);
        _sets = [.. _routes.Changes.ToArray().Select(change => _interner.Get(change.Attributes)).Select(set => (set.Canonical.ToArray(), set.NextHop))];
        var updates = Table.Updates(Count, BenchPeer.Asn).AsSpan();
        for (; !updates.IsEmpty; updates = updates[(updates[16] << 8 | updates[17])..])
            _updates.Add(updates[BgpHeader.Size..(updates[16] << 8 | updates[17])].ToArray());
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public int Tokenizer()
    {
        var tokens = 0;
        foreach (var line in _lines)
        {
            var tokenizer = new Tokenizer(line, TokenizerMode.Api);
            while (tokenizer.Next().Kind != TokenKind.End) tokens++;
        }
        return tokens;
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public void Grammar()
    {
        foreach (var line in _lines) Parse(line, _reused);
        _reused.Release();
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public void Interner()
    {
        foreach (var (canonical, nextHop) in _sets) _interner.Release(_interner.Acquire(canonical, nextHop).Id);
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public void Rib()
    {
        foreach (var change in _routes.Changes) _rib.Apply(change);
    }

    /// <summary>With <see cref="Rib"/>'s part: what is to be sent has to be put in first.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public int RibAndUpdateBuilder()
    {
        Rib();
        _messages.ResetWrittenCount();
        while (_rib.HasPending) _builder.Fill(_rib, _messages);
        return _messages.WrittenCount;
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public int UpdateReader()
    {
        var sections = 0;
        foreach (var body in _updates)
            if (_updateReader.TryRead(body, _session, out var update, out _)) sections += update.SectionCount;
        return sections;
    }

    /// <summary>With <see cref="UpdateReader"/>'s part.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public int UpdateReaderAndJson()
    {
        _output.Clear();
        foreach (var body in _updates)
            if (_updateReader.TryRead(body, _session, out var update, out _))
                _encoder.Update(new MessageEvent(_neighbor, EventDirection.Receive), _session, update, _output);
        return _output.Length;
    }

    private void Parse(byte[] line, RouteBatch batch)
    {
        var reader = new TokenReader(line, TokenizerMode.Api);
        if (!reader.TryKeyword("route") || !_grammar.TryParseRoute(ref reader, RouteAction.Announce, batch)) throw new FormatException(Encoding.ASCII.GetString(line));
    }
}

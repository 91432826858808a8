using System.Text.Json;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Tests.Attributes;
using ExaSharp.Bgp.Text;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace ExaSharp.Bgp.Tests.Messages;

/// <summary>What a route says is what its receiver understands: text, stored form, octets of a session, received form, JSON and text.</summary>
public class AttributeRoundTripTests
{
    private static readonly Gen<uint> Number = Gen.OneOf(
        Gen.Elements(0u, 1u, 65000u, 65535u, 65536u, 4200000000u, uint.MaxValue),
        Gen.Choose(0, int.MaxValue).Select(number => (uint)number));

    // AS_TRANS itself is left out: with AS4_PATH it can not be told from a large number; and 0, which nobody may have (RFC 7607).
    private static readonly Gen<uint> As = Number.Where(number => number is not (0 or 23456));

    private static readonly Gen<string> Address = Number.Select(number => $"{number >> 24}.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}");

    private static readonly Gen<string> Attribute = Gen.OneOf(
        Gen.Elements("origin igp", "origin egp", "origin incomplete", "atomic-aggregate"),
        Number.Select(number => $"med {number}"),
        Number.Select(number => $"local-preference {number}"),
        Number.Select(number => $"aigp {number}"),
        Address.Select(address => $"originator-id {address}"),
        List(Address).Select(list => $"cluster-list [ {list} ]"),
        Pair(As, Address).Select(pair => $"aggregator {pair}"),
        Gen.OneOf(List(As).Select(list => $"[ {list} ]"), List(As).Select(list => $"( {list} )")).NonEmptyListOf()
            .Select(segments => $"as-path {string.Join(' ', segments.Take(4))}"),
        List(Pair(Short, Short)).Select(list => $"community [ {list} ]"),
        List(Pair(Number, Pair(Number, Number))).Select(list => $"large-community [ {list} ]"),
        List(Gen.OneOf(
            Pair(Gen.Elements("target", "origin"), Pair(Short, Number)),
            Pair(Gen.Elements("target", "origin"), Pair(Address, Short)),
            Pair(Gen.Constant("l2info"), Pair(Pair(Octet, Octet), Pair(Short, Short))),
            Number.Select(number => $"0x43ff0000{number:x8}"))).Select(list => $"extended-community [ {list} ]"),
        Number.Select(number => $"attribute [ 0x63 0xE0 0x{number:x8} ]"));

    private static Gen<uint> Short => Number.Select(number => number & 0xffff);

    private static Gen<uint> Octet => Number.Select(number => number & 0xff);

    private static Gen<string> List<T>(Gen<T> items) => items.NonEmptyListOf().Select(list => string.Join(' ', list.Take(6)));

    private static Gen<string> Pair<T1, T2>(Gen<T1> first, Gen<T2> second) => first.Zip(second, (a, b) => $"{a}:{b}");

    [Fact]
    public void Sent_and_received_are_the_same()
    {
        var reader = new UpdateReader();
        NegotiatedSession[] sessions =
        [
            AttributeTesting.WithAigp,
            AttributeTesting.WithAigp with { Asn4 = false },
        ];
        var texts = Attribute.NonEmptyListOf().Select(list => string.Join(' ', list)).ToArbitrary();
        Prop.ForAll(texts, text =>
        {
            var sent = AttributeTesting.Parse(text);
            foreach (var session in sessions)
            {
                var octets = AttributeTesting.Encode(sent, session);
                var body = Convert.FromHexString($"0000{octets.Length / 2:x4}{octets}");
                Assert.True(reader.TryRead(body, session, out var view, out var error), error.Text);
                Assert.Null(view.ErrorText);
                var received = new AttributeSetBuilder();
                UpdateReader.CanonicalAttributes(view, received);
                Assert.Equal(AttributeTesting.ShownAsText(sent, session), AttributeTesting.ShownAsText(received, session));
                using var json = JsonDocument.Parse($"{{ {AttributeTesting.ShownAsJson(received, session)} }}");
                Assert.Equal(view.Attributes.Length, json.RootElement.EnumerateObject().Count());
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_text_of_lists_reads_as_itself()
    {
        var lists = Gen.OneOf(
            List(Pair(Short, Short)).Select(list => $"community [ {list} ]"),
            List(Pair(Number, Pair(Number, Number))).Select(list => $"large-community [ {list} ]"),
            List(Address).Select(list => $"cluster-list [ {list} ]"),
            Pair(As, Address).Select(pair => $"aggregator {pair}")).ToArbitrary();
        Prop.ForAll(lists, text =>
        {
            var shown = AttributeTesting.ShownAsText(AttributeTesting.Parse(text), AttributeTesting.Ibgp);
            foreach (var mode in new[] { TokenizerMode.Api, TokenizerMode.Configuration })
            {
                Assert.Null(AttributeTesting.Parse(shown, mode, out var again));
                Assert.Equal(shown, AttributeTesting.ShownAsText(again, AttributeTesting.Ibgp));
            }
        }).QuickCheckThrowOnFailure();
    }
}

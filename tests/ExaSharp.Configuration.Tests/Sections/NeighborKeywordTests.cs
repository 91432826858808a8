using ExaSharp.Configuration.Settings;
using Xunit;

namespace ExaSharp.Configuration.Tests.Sections;

public class NeighborKeywordTests
{
    [Fact]
    public void Defaults_are_those_of_ExaBGP()
    {
        var neighbor = Parsed.Text("neighbor 10.0.0.2 { router-id 1.1.1.1; local-as 65000; peer-as 65001; }").Neighbor;

        Assert.Equal("10.0.0.2/32", neighbor.Peer.ToString());
        Assert.False(neighbor.IsRange);
        Assert.Equal("", neighbor.Description);
        Assert.False(neighbor.Passive);
        Assert.Equal(0, neighbor.Listen);
        Assert.Equal(0, neighbor.Connect);
        Assert.Null(neighbor.SourceInterface);
        Assert.Null(neighbor.OutgoingTtl);
        Assert.Null(neighbor.IncomingTtl);
        Assert.Null(neighbor.Md5);
        Assert.False(neighbor.Md5Ip.IsDefined);
        Assert.Equal(0, neighbor.RateLimit);
        Assert.True(neighbor.GroupUpdates);
        Assert.True(neighbor.AutoFlush);
        Assert.True(neighbor.AdjRibIn);
        Assert.True(neighbor.AdjRibOut);
        Assert.False(neighbor.ManualEor);
        Assert.Empty(neighbor.Api);
        Assert.Empty(neighbor.Routes);

        var session = neighbor.Session;
        Assert.False(session.LocalAddress.IsDefined);
        Assert.Equal(180, session.HoldTime);
        Assert.Equal(Bgp.Families.AddressFamilies.Known, session.Families);
        Assert.Null(session.HostName);
        Assert.Null(session.DomainName);
        Assert.Null(session.AddPathFamilies);
        Assert.Empty(session.NextHops);
        Assert.Equal(new Bgp.Session.CapabilitySettings(), session.Capabilities);
    }

    [Theory]
    [InlineData("description x;", "x")]
    [InlineData("description \"a note\";", "a note")]
    [InlineData("description;", "")]
    public void Description(string statement, string value) => Assert.Equal(value, Parsed.InNeighbor(statement).Neighbor.Description);

    [Theory]
    [InlineData("host-name router-1.example;", "router-1.example")]
    [InlineData("host-name 9;", "9")]
    public void Host_name(string statement, string value) => Assert.Equal(value, Parsed.InNeighbor(statement).Neighbor.Session.HostName);

    [Theory]
    [InlineData("host-name;", "bad host-name")]
    [InlineData("host-name -a;", "bad host-name (alphanumeric)")]
    [InlineData("host-name a.;", "bad host-name (alphanumeric)")]
    [InlineData("host-name a..b;", "bad host-name (double period)")]
    [InlineData("host-name a_b;", "bad host-name (charset)")]
    [InlineData("domain-name;", "bad domain-name")]
    [InlineData("domain-name .a;", "bad domain-name")]
    [InlineData("domain-name a..b;", "bad domain-name")]
    [InlineData("domain-name a_b;", "bad domain-name")]
    [InlineData("router-id;", "\"\" is an invalid router-id")]
    [InlineData("router-id 1.2.3;", "\"1.2.3\" is an invalid router-id")]
    [InlineData("router-id ::1;", "\"::1\" is an invalid router-id")]
    [InlineData("hold-time;", "\"\" is an invalid hold-time")]
    [InlineData("hold-time x;", "\"x\" is an invalid hold-time")]
    [InlineData("hold-time 2;", "holdtime must be zero or at least 3 seconds")]
    [InlineData("hold-time -1;", "holdtime must be zero or at least 3 seconds")]
    [InlineData("hold-time 65536;", "holdtime must be smaller or equal to 65535")]
    [InlineData("hold-time 99999999999999999999999;", "holdtime must be smaller or equal to 65535")]
    [InlineData("hold-time [ 180 ];", "\"[\" is an invalid hold-time")]
    [InlineData("rate-limit;", "\"\" is an invalid rate-limit")]
    [InlineData("rate-limit Fast;", "\"fast\" is an invalid rate-limit")]
    [InlineData("rate-limit 0;", "rate must be zero or at 1 (per second)")]
    [InlineData("local-address;", "\"\" is an invalid IP address")]
    [InlineData("local-address AUTO;", "\"AUTO\" is an invalid IP address")]
    [InlineData("local-address 10.0.0.300;", "\"10.0.0.300\" is an invalid IP address")]
    [InlineData("peer-address;", "\"\" is an invalid IP address")]
    [InlineData("peer-address 10.0.0.0/33;", "\"10.0.0.0\" is an invalid IP address")]
    [InlineData("local-as;", "\"\" is an invalid ASN, expecting a number or <high>.<low>")]
    [InlineData("local-as AUTO;", "\"AUTO\" is an invalid ASN, expecting a number or <high>.<low>")]
    [InlineData("local-as 4294967296;", "\"4294967296\" is an invalid ASN, must be 0 to 4294967295")]
    [InlineData("local-as 1.2.3;", "\"1.2.3\" is an invalid ASN, expecting <high>.<low> (for example 1.1)")]
    [InlineData("peer-as 1.x;", "\"1.x\" is an invalid ASN, \"x\" is not a decimal number")]
    [InlineData("peer-as 1.65536;", "\"1.65536\" is an invalid ASN, each part must be 0 to 65535")]
    [InlineData("peer-as -1;", "\"-1\" is an invalid ASN, expecting a number or <high>.<low>")]
    [InlineData("passive yes;", "invalid value (yes) for a boolean")]
    [InlineData("passive 1;", "invalid value (1) for a boolean")]
    [InlineData("listen;", "\"\" is an invalid port")]
    [InlineData("listen bgp;", "\"bgp\" is an invalid port")]
    [InlineData("listen 65536;", "the port must be smaller than 65536")]
    [InlineData("connect -1;", "the port must be positive")]
    [InlineData("outgoing-ttl;", "invalid ttl-security \"\"")]
    [InlineData("outgoing-ttl x;", "invalid ttl-security \"x\"")]
    [InlineData("outgoing-ttl -1;", "ttl-security can not be negative")]
    [InlineData("incoming-ttl 256;", "ttl must be smaller than 256")]
    [InlineData("md5-password;", "value requires the value password as an argument (quoted or unquoted).  FreeBSD users should use \"kernel\" as the argument.")]
    [InlineData("md5-base64 maybe;", "invalid value (maybe) for a boolean")]
    [InlineData("md5-ip;", "\"\" is an invalid IP address")]
    [InlineData("inherit;", "invalid inherit list")]
    [InlineData("inherit a b;", "invalid inherit list")]
    [InlineData("inherit [ ];", "invalid inherit list")]
    [InlineData("inherit [ a b;", "invalid inherit list")]
    [InlineData("inherit [ a ] b;", "invalid inherit list")]
    [InlineData("local-link-local fe80::1;", "local-link-local is not supported yet")]
    public void Refused_values(string statement, string error) => Assert.Equal(error, Parsed.InNeighbor(statement).Error);

    [Fact]
    public void Names_of_256_characters_are_too_long()
    {
        Assert.Equal("bad host-name (length)", Parsed.InNeighbor($"host-name {new string('a', 256)};").Error);
        Assert.Equal("bad domain-name (length)", Parsed.InNeighbor($"domain-name {new string('a', 256)};").Error);
        Assert.Equal(255, Parsed.InNeighbor($"domain-name {new string('a', 255)};").Neighbor.Session.DomainName!.Length);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("3", 3)]
    [InlineData("65535", 65535)]
    public void Hold_time(string value, int seconds) => Assert.Equal(seconds, Parsed.InNeighbor($"hold-time {value};").Neighbor.Session.HoldTime);

    [Theory]
    [InlineData("1", 1)]
    [InlineData("5000", 5000)]
    [InlineData("disable", 0)]
    [InlineData("DISABLED", 0)]
    public void Rate_limit(string value, int rate) => Assert.Equal(rate, Parsed.InNeighbor($"rate-limit {value};").Neighbor.RateLimit);

    [Theory]
    [InlineData("65000", 65000u)]
    [InlineData("4294967295", 4294967295u)]
    [InlineData("1.1", 65537u)]
    [InlineData("0", 0u)]
    [InlineData("auto", null)]
    public void As_numbers(string value, uint? asn)
    {
        var session = Parsed.InNeighbor($"local-as {value}; peer-as {value};").Neighbor.Session;

        Assert.Equal(asn, session.LocalAs);
        Assert.Equal(asn, session.PeerAs);
    }

    [Theory]
    [InlineData("passive", true)]
    [InlineData("passive true", true)]
    [InlineData("passive TRUE", true)]
    [InlineData("passive enable", true)]
    [InlineData("passive Enabled", true)]
    [InlineData("passive false", false)]
    [InlineData("passive disable", false)]
    [InlineData("passive disabled", false)]
    public void Booleans(string statement, bool value) => Assert.Equal(value, Parsed.InNeighbor(statement + ";").Neighbor.Passive);

    [Theory]
    [InlineData("", false, false)]
    [InlineData("", true, true)]
    [InlineData("rfc;", false, true)]
    [InlineData("rfc true;", false, true)]
    [InlineData("rfc false;", true, false)]
    public void Rfc_is_as_the_setting_says_unless_the_neighbour_does(string statement, bool setting, bool expected) =>
        Assert.Equal(expected, Parsed.InNeighbor(statement, rfc: setting).Neighbor.Session.Rfc);

    [Fact]
    public void Bare_booleans_are_not_always_true()
    {
        var neighbor = Parsed.InNeighbor("passive; group-updates; auto-flush; adj-rib-in; adj-rib-out; manual-eor;").Neighbor;

        Assert.True(neighbor.Passive);
        Assert.True(neighbor.GroupUpdates);
        Assert.True(neighbor.AutoFlush);
        Assert.False(neighbor.AdjRibIn);
        Assert.False(neighbor.AdjRibOut);
        Assert.False(neighbor.ManualEor);
    }

    [Fact]
    public void Booleans_with_a_value()
    {
        var neighbor = Parsed.InNeighbor("group-updates false; auto-flush false; adj-rib-in true; adj-rib-out true; manual-eor true;").Neighbor;

        Assert.False(neighbor.GroupUpdates);
        Assert.False(neighbor.AutoFlush);
        Assert.True(neighbor.AdjRibIn);
        Assert.True(neighbor.AdjRibOut);
        Assert.True(neighbor.ManualEor);
    }

    [Fact]
    public void Ports()
    {
        var neighbor = Parsed.InNeighbor("listen 1179; connect 65535;").Neighbor;

        Assert.Equal(1179, neighbor.Listen);
        Assert.Equal(65535, neighbor.Connect);
        Assert.Equal(0, Parsed.InNeighbor("listen 0;").Neighbor.Listen);
    }

    [Theory]
    [InlineData("1", (byte)1)]
    [InlineData("255", (byte)255)]
    [InlineData("0", null)]
    [InlineData("false", null)]
    [InlineData("disable", null)]
    [InlineData("disabled", null)]
    public void Ttl(string value, byte? ttl)
    {
        var neighbor = Parsed.InNeighbor($"outgoing-ttl {value}; incoming-ttl {value};").Neighbor;

        Assert.Equal(ttl, neighbor.OutgoingTtl);
        Assert.Equal(ttl, neighbor.IncomingTtl);
    }

    [Fact]
    public void Md5()
    {
        Assert.Equal(new Md5Settings("a key", false), Parsed.InNeighbor("md5-password \"a key\";").Neighbor.Md5);
        Assert.Equal(new Md5Settings("c2VjcmV0", true), Parsed.InNeighbor("md5-password c2VjcmV0; md5-base64 true;").Neighbor.Md5);
        Assert.Equal(new Md5Settings("c2VjcmV0", false), Parsed.InNeighbor("md5-password c2VjcmV0; md5-base64;").Neighbor.Md5);
        Assert.Equal(new Md5Settings("%%%", null), Parsed.InNeighbor("md5-password %%%; md5-base64 auto;").Neighbor.Md5);
    }

    [Theory]
    [InlineData("%%%", "Invalid MD5 password: not valid base64 (Only base64 data is allowed)")]
    [InlineData("abc", "Invalid MD5 password: not valid base64 (Incorrect padding)")]
    public void Md5_base64_that_is_none(string key, string error) =>
        Assert.Equal(error, Parsed.InNeighbor($"md5-password {key}; md5-base64 true;").Error);

    [Fact]
    public void Md5_keys_have_at_most_80_octets()
    {
        const string error = "MD5 password must be no larger than 80 characters";

        Assert.Equal(80, Parsed.InNeighbor($"md5-password {new string('k', 80)};").Neighbor.Md5!.Password.Length);
        Assert.Equal(error, Parsed.InNeighbor($"md5-password {new string('k', 81)};").Error);
        Assert.Equal(error, Parsed.InNeighbor($"md5-password {new string('é', 41)};").Error);
        Assert.NotNull(Parsed.InNeighbor($"md5-password {Convert.ToBase64String(new byte[80])}; md5-base64 true;").Neighbor.Md5);
        Assert.Equal(error, Parsed.InNeighbor($"md5-password {Convert.ToBase64String(new byte[81])}; md5-base64 true;").Error);
    }

    [Fact]
    public void Md5_ip_is_the_local_address_unless_given()
    {
        Assert.Equal("10.0.0.1", Parsed.InNeighbor("").Neighbor.Md5Ip.ToString());
        Assert.Equal("10.0.0.9", Parsed.InNeighbor("md5-ip 10.0.0.9;").Neighbor.Md5Ip.ToString());

        var auto = Parsed.InNeighbor("local-address auto; md5-ip 10.0.0.9;");
        Assert.False(auto.Neighbor.Md5Ip.IsDefined);
        Assert.Equal("ignored: md5-ip needs a local-address", Assert.Single(auto.Warnings));
    }

    [Fact]
    public void Peer_address_replaces_the_sections_own()
    {
        var neighbor = Parsed.InNeighbor("peer-address 10.9.9.9;").Neighbor;

        Assert.Equal("10.9.9.9", neighbor.Session.PeerAddress.ToString());
        Assert.StartsWith("neighbor 10.9.9.9 ", neighbor.Name, StringComparison.Ordinal);
    }

    [Fact]
    public void Source_interface() => Assert.Equal("eth0", Parsed.InNeighbor("source-interface eth0;").Neighbor.SourceInterface);

    [Fact]
    public void An_address_is_needed() => Assert.Equal("\"\" is an invalid IP address", Parsed.Text("neighbor { local-as 1; peer-as 1; }").Error);

    [Fact]
    public void Every_keyword_has_help_and_every_section_too()
    {
        foreach (var leaf in Configuration.Sections.NeighborSection.Definition.Leaves) Assert.NotEqual("", leaf.Help);
        foreach (var section in Configuration.Sections.NeighborSection.Definition.Sections) Assert.NotEqual("", section.Help);
    }
}

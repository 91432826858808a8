using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;
using ExaSharp.Configuration.Schema;

namespace ExaSharp.Configuration.Drafts;

/// <summary>A neighbour, or a template of one, while it is read.</summary>
internal sealed class NeighborDraft : IDraft
{
    private readonly List<RouteBatch> _inheritedRoutes = [];
    private readonly List<RoutesDraft> _sealed = [];

    public NeighborDraft(FileDraft file, TextSpan span, string? templateName = null)
    {
        File = file;
        Span = span;
        TemplateName = templateName;
        Capability = new CapabilityDraft(file);
        NextHop = new NextHopDraft(file);
        Routes = new RoutesDraft(file, this);
        Operational = new OperationalDraft(file);
        TcpAo = new TcpAoDraft(file);
    }

    public FileDraft File { get; }

    /// <summary>The name of a template; null for a neighbour.</summary>
    public string? TemplateName { get; }

    /// <summary>The place of the neighbour's address or the template's name.</summary>
    public TextSpan Span { get; }

    /// <summary>The whole block, when it was read to its end.</summary>
    public SectionPlace Section { get; set; }

    /// <summary>Whether something in the block, or in a template of it, was wrong: then what is missing is no further error.</summary>
    public bool IsBroken { get; set; }

    public Setting<WrittenPrefix> Peer { get; set; }

    public Setting<string> Description { get; set; }

    public Setting<string> HostName { get; set; }

    public Setting<string> DomainName { get; set; }

    public Setting<WrittenAddress> RouterId { get; set; }

    public Setting<ushort> HoldTime { get; set; }

    public Setting<int> RateLimit { get; set; }

    /// <summary>An undefined address for <c>auto</c>.</summary>
    public Setting<WrittenAddress> LocalAddress { get; set; }

    public Setting<string> SourceInterface { get; set; }

    /// <summary>Null for <c>auto</c>.</summary>
    public Setting<uint?> LocalAs { get; set; }

    /// <summary>Null for <c>auto</c>.</summary>
    public Setting<uint?> PeerAs { get; set; }

    public Setting<bool> Passive { get; set; }

    public Setting<int> Listen { get; set; }

    public Setting<int> Connect { get; set; }

    /// <summary>Null for off.</summary>
    public Setting<byte?> OutgoingTtl { get; set; }

    /// <summary>Null for off.</summary>
    public Setting<byte?> IncomingTtl { get; set; }

    public Setting<string> Md5Password { get; set; }

    /// <summary>The path of the file that the key is in.</summary>
    public Setting<string> Md5File { get; set; }

    /// <summary>Null for <c>auto</c>.</summary>
    public Setting<bool?> Md5Base64 { get; set; }

    public Setting<WrittenAddress> Md5Ip { get; set; }

    public Setting<bool> GroupUpdates { get; set; }

    public Setting<bool> AutoFlush { get; set; }

    public Setting<bool> AdjRibIn { get; set; }

    public Setting<bool> AdjRibOut { get; set; }

    public Setting<bool> ManualEor { get; set; }

    public Setting<bool> Rfc { get; set; }

    /// <summary>The templates to inherit from, in order.</summary>
    public List<(string Name, TextSpan Span)> Inherits { get; } = [];

    public CapabilityDraft Capability { get; }

    public List<FamilyId> Families { get; } = [];

    /// <summary>Whether an <c>add-path</c> block said anything.</summary>
    public Setting<bool> AddPathBlock { get; set; }

    public List<FamilyId> AddPath { get; } = [];

    public NextHopDraft NextHop { get; }

    public List<ApiDraft> Api { get; } = [];

    public RoutesDraft Routes { get; private set; }

    /// <summary>All that was read of routes in the block of this neighbour or group itself.</summary>
    public IEnumerable<RoutesDraft> AllRouteDrafts => _sealed.Append(Routes);

    /// <summary>Whether this is a group (ExaBGP 3.4): what neighbours in it have in common.</summary>
    public bool IsGroup { get; init; }

    /// <summary>How many errors there were before a group: with more, what its neighbours lack is no further error.</summary>
    public int ErrorsBefore { get; init; }

    /// <summary>The group that the neighbour stands in; null outside of groups.</summary>
    public NeighborDraft? Group { get; init; }

    /// <summary>What the neighbour had from its group when its block was closed.</summary>
    public GroupMerge? FromGroup { get; private set; }

    /// <summary>The <c>family</c> blocks, from keyword to closing brace.</summary>
    public List<TextSpan> FamilyBlocks { get; } = [];

    /// <summary>The keywords of statements that name a family of their block again.</summary>
    public List<TextSpan> RepeatedFamilies { get; } = [];

    /// <summary><c>family { minimal; }</c> (ExaBGP 3.4): the families of the neighbour's routes.</summary>
    public Setting<bool> MinimalFamilies { get; set; }

    public OperationalDraft Operational { get; }

    public TcpAoDraft TcpAo { get; }

    /// <summary>What is known of the routes of the templates.</summary>
    public List<RouteFact> InheritedFacts { get; } = [];

    /// <summary>The neighbour's own routes, then those of its templates.</summary>
    public IEnumerable<RouteBatch> AllRoutes => Routes.IsEmpty ? _inheritedRoutes : _inheritedRoutes.Prepend(Routes.Batch);

    /// <summary>Joins the values of a template to this neighbour's.</summary>
    public void Inherit(NeighborDraft template)
    {
        var merge = new TemplateMerge(template.TemplateName ?? "", File.Diagnostics);
        InheritScalars(template, merge);
        Capability.Inherit(template.Capability, merge);
        Families.AddRange(template.Families);
        if (!AddPathBlock.IsSet) AddPathBlock = template.AddPathBlock;
        AddPath.AddRange(template.AddPath);
        NextHop.Entries.AddRange(template.NextHop.Entries);
        Api.AddRange(template.Api);
        Operational.Messages.AddRange(template.Operational.Messages);
        if (!template.Routes.IsEmpty) _inheritedRoutes.Add(template.Routes.Batch);
        InheritedFacts.AddRange(template.Routes.Facts);
        IsBroken |= template.IsBroken;
    }

    /// <summary>
    /// Joins what a group said so far: scalars that the neighbour does not give itself, its families when the neighbour names
    /// none, and its routes behind the neighbour's own.
    /// </summary>
    public void InheritGroup(NeighborDraft group)
    {
        var merge = FromGroup = new GroupMerge();
        InheritScalars(group, merge);
        Capability.Inherit(group.Capability, merge);
        if (FamilyBlocks.Count == 0)
        {
            Families.AddRange(group.Families);
            MinimalFamilies = group.MinimalFamilies;
        }
        if (!AddPathBlock.IsSet) AddPathBlock = group.AddPathBlock;
        AddPath.AddRange(group.AddPath);
        NextHop.Entries.AddRange(group.NextHop.Entries);
        Api.AddRange(group.Api);
        Operational.Messages.AddRange(group.Operational.Messages);
        group.SealRoutes();
        _inheritedRoutes.AddRange(group._inheritedRoutes);
        InheritedFacts.AddRange(group.InheritedFacts);
        IsBroken |= group.IsBroken;
    }

    /// <summary>Puts the routes read so far aside, so that those to come are not of the neighbours that had these.</summary>
    private void SealRoutes()
    {
        if (Routes.IsEmpty) return;
        _sealed.Add(Routes);
        _inheritedRoutes.Add(Routes.Batch);
        InheritedFacts.AddRange(Routes.Facts);
        Routes = new RoutesDraft(File, this);
    }

    private void InheritScalars(NeighborDraft template, Merge merge)
    {
        Peer = merge.Scalar("peer-address", Peer, template.Peer);
        Description = merge.Scalar("description", Description, template.Description);
        HostName = merge.Scalar("host-name", HostName, template.HostName);
        DomainName = merge.Scalar("domain-name", DomainName, template.DomainName);
        RouterId = merge.Scalar("router-id", RouterId, template.RouterId);
        HoldTime = merge.Scalar("hold-time", HoldTime, template.HoldTime);
        RateLimit = merge.Scalar("rate-limit", RateLimit, template.RateLimit);
        LocalAddress = merge.Scalar("local-address", LocalAddress, template.LocalAddress);
        SourceInterface = merge.Scalar("source-interface", SourceInterface, template.SourceInterface);
        LocalAs = merge.Scalar("local-as", LocalAs, template.LocalAs);
        PeerAs = merge.Scalar("peer-as", PeerAs, template.PeerAs);
        Passive = merge.Scalar("passive", Passive, template.Passive);
        Listen = merge.Scalar("listen", Listen, template.Listen);
        Connect = merge.Scalar("connect", Connect, template.Connect);
        OutgoingTtl = merge.Scalar("outgoing-ttl", OutgoingTtl, template.OutgoingTtl);
        IncomingTtl = merge.Scalar("incoming-ttl", IncomingTtl, template.IncomingTtl);
        Md5Password = merge.Scalar("md5-password", Md5Password, template.Md5Password);
        Md5File = merge.Scalar("md5-file", Md5File, template.Md5File);
        Md5Base64 = merge.Scalar("md5-base64", Md5Base64, template.Md5Base64);
        Md5Ip = merge.Scalar("md5-ip", Md5Ip, template.Md5Ip);
        GroupUpdates = merge.Scalar("group-updates", GroupUpdates, template.GroupUpdates);
        AutoFlush = merge.Scalar("auto-flush", AutoFlush, template.AutoFlush);
        AdjRibIn = merge.Scalar("adj-rib-in", AdjRibIn, template.AdjRibIn);
        AdjRibOut = merge.Scalar("adj-rib-out", AdjRibOut, template.AdjRibOut);
        ManualEor = merge.Scalar("manual-eor", ManualEor, template.ManualEor);
        Rfc = merge.Scalar("rfc", Rfc, template.Rfc);
        TcpAo.Inherit(template.TcpAo, merge);
    }
}

/// <summary>Where a section stands: its keyword, the opening brace and the closing one, or what ended it instead.</summary>
internal readonly record struct SectionPlace(TextSpan Keyword, TextSpan Open, TextSpan Close);

namespace ExaSharp.Compat.Tests.Commands;

/// <summary>Commands that are answered otherwise than by an ExaBGP, with the reason. A test checks that each still is.</summary>
internal static class IntendedAnswers
{
    private const string OfAllVersions = "commands of all versions are taken from every helper";
    private const string Json = "the word json asks 5.0 and later for JSON, and is taken from helpers of 4.2, too";

    private static readonly Dictionary<string, string> Four = new(StringComparer.Ordinal)
    {
        ["show neighbor extensive"] = "the peer's router identifier is its own; 4.2 shows ours there",
        ["show neighbor 127.0.0.1 extensive"] = "the peer's router identifier is its own; 4.2 shows ours there",
        ["show adj-rib out json"] = Json,
        ["show neighbor json"] = Json,
        ["show neighbor summary json"] = Json,
        ["show adj-rib out inet"] = "the word inet chooses families as in 5.0; 4.2 takes it for an address",
        ["show adj-rib out extensive inet"] = "the word inet chooses families as in 5.0; 4.2 takes it for an address",
        ["neighbor 127.0.0.1 show adj-rib out"] = "told; 4.2 fails",
        ["ping"] = OfAllVersions,
        ["enable-ack"] = OfAllVersions,
        ["neighbor * announce route 10.72.0.0/24 next-hop 1.2.3.4"] = "Debian's 4.2 does not know the star yet",
        ["show adj-rib out routes"] = "what was withdrawn is gone; 4.2 shows it still",
        ["show neighbors"] = "old programs write it",
        ["show routes"] = "old programs write it",
    };

    private static readonly Dictionary<string, string> Five = new(StringComparer.Ordinal)
    {
        ["ping"] = OfAllVersions,
        ["show neighbors"] = "old programs write it",
        ["show routes"] = "old programs write it",
    };

    private static readonly Dictionary<string, string> Six = new(StringComparer.Ordinal)
    {
        ["version"] = OfAllVersions,
        ["show neighbor summary"] = OfAllVersions,
        ["help"] = OfAllVersions,
        ["peer show"] = "without prefixes, which are not counted",
        ["peer show summary"] = "without prefixes, which are not counted",
        ["peer 127.0.0.1 show"] = "without prefixes, which are not counted",
        ["peer 9.9.9.9 announce route 10.2.0.0/24 next-hop 1.2.3.4"] = "what is for nobody is refused; 6.0 sends it to all",
        ["peer 9.9.9.9 withdraw route 10.2.0.0/24 next-hop 1.2.3.4"] = "what is for nobody is refused; 6.0 withdraws it from all",
        ["rib show out extensive"] = "the neighbour's members are those of peer show; 6.0 puts lines of text there",
        ["rib flush in"] = "refused; 6.0 flushes out",
        ["system crash"] = "one answer; 6.0 gives two",
        ["system api version 7"] = "5 is a version here, too",
        ["peer create neighbor 127.0.0.9 local-address 127.0.0.1 local-as 65001 peer-as 65009"] = "the word neighbor is taken, as in the old form; 6.0 fails at it",
        ["peer * group announce route 10.10.0.0/24 ; bogus"] = "the error names the command",
        ["announce route 10.30.0.0/24 next-hop 1.2.3.4"] = OfAllVersions,
        ["system help"] = "there is no session sync",
        ["peer create bogus"] = "the reason in our words",
        ["peer delete 127.0.0.1"] = "deleted; 6.0 finds nobody",
    };

    /// <summary>By command, the reasons of one generation.</summary>
    public static IReadOnlyDictionary<string, string> Of(string generation) => generation switch
    {
        "4.2" => Four,
        "5.0" => Five,
        _ => Six,
    };
}

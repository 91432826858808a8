using ExaSharp.Configuration.Schema;
using ExaSharp.Configuration.Settings;

namespace ExaSharp.Configuration.Migration;

/// <summary>Blocks as they are written in the form of 5.0.</summary>
internal static class BlockText
{
    private static readonly (ApiMessages Message, string Word)[] Messages =
    [
        (ApiMessages.Parsed, "parsed"), (ApiMessages.Packets, "packets"), (ApiMessages.Consolidate, "consolidate"), (ApiMessages.Open, "open"),
        (ApiMessages.Update, "update"), (ApiMessages.Notification, "notification"), (ApiMessages.Keepalive, "keepalive"),
        (ApiMessages.Refresh, "refresh"), (ApiMessages.Operational, "operational"),
    ];

    public static string Api(ApiSettings api)
    {
        List<string> parts = [$"processes [ {string.Join(' ', api.Processes.Select(Quoting.Quote))} ];"];
        if (api.NeighborChanges) parts.Add("neighbor-changes;");
        if (api.Receive != 0) parts.Add($"receive {{ {Words(api.Receive)} }}");
        if (api.Send != 0) parts.Add($"send {{ {Words(api.Send)} }}");
        return $"api {{ {string.Join(' ', parts)} }}";
    }

    public static string Families(NeighborSettings neighbor) =>
        string.Join(' ', neighbor.Session.Families.Select(family => family + ";"));

    private static string Words(ApiMessages messages) =>
        string.Join(' ', Messages.Where(one => messages.HasFlag(one.Message)).Select(one => one.Word + ";"));
}

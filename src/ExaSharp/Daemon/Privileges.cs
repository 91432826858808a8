using System.Runtime.InteropServices;
using System.Text;
using ExaSharp.Interop;
using ExaSharp.Logging;
using Microsoft.Extensions.Logging;

namespace ExaSharp.Daemon;

/// <summary>Who the daemon runs as, and what it leaves to others of what it makes.</summary>
internal static unsafe class Privileges
{
    private const int UserOffset = 16;
    private const int GroupOffset = 20;

    /// <summary>The process that started the daemon, as helpers are told at its end.</summary>
    public static int ParentProcessId => Libc.ParentProcessId;

    public static bool IsRoot => Libc.EffectiveUserId == 0;

    /// <summary>
    /// Becomes another user, when the user or the group is root's; else nothing is to be done. Supplementary groups are given
    /// up too (ExaBGP keeps root's). <c>root</c> stays root.
    /// </summary>
    /// <param name="user">The account to become: <c>daemon.user</c>.</param>
    /// <param name="logger">Told, with ExaBGP's two lines, when it can not be done; with the source <see cref="LogSource.Reactor"/>.</param>
    /// <returns>False when the daemon would still have privileges; it must not go on.</returns>
    public static bool TryDrop(string user, ILogger logger)
    {
        if (TryDrop(user)) return true;
        ProcessLog.PrivilegesNotDropped(logger, user);
        return false;
    }

    private static bool TryDrop(string user)
    {
        var (isRootUser, isRootGroup) = (Libc.UserId == 0, Libc.GroupId == 0);
        if (!isRootUser && !isRootGroup) return true;
        if (!TryFindUser(user, out var userId, out var groupId)) return false;
        if (isRootUser && userId != 0)
        {
            uint none = 0;
            if (Libc.SetGroups(0, &none) != 0) return false;
        }
        // The group first: once the user is another it may not be changed.
        if (isRootGroup && Libc.SetGroupId(groupId) != 0) return false;
        if (isRootUser && Libc.SetUserId(userId) != 0) return false;
        var isUser = Libc.UserId == userId && Libc.EffectiveUserId == userId && Libc.GroupId == groupId;
        return isUser && (userId == 0 || Libc.SetUserId(0) != 0);
    }

    /// <summary>Becomes a group and a user that are named, whoever the process is now.</summary>
    /// <param name="user">The account; null: not changed.</param>
    /// <param name="group">The group; null: not changed.</param>
    /// <param name="tell">Told of each, before it is done.</param>
    /// <returns>What went wrong, in Python's words; else null.</returns>
    public static string? Become(string? user, string? group, Action<string> tell)
    {
        const string notPermitted = "[Errno 1] Operation not permitted";
        uint groupId = 0, userId = 0;
        if (group is not null && !TryFindGroup(group, out groupId)) return $"\"getgrnam(): name not found: '{group}'\"";
        if (user is not null && !TryFindUser(user, out userId, out _)) return $"\"getpwnam(): name not found: '{user}'\"";
        if (group is not null) tell($"Dropping privileges to group {group}/{groupId}");
        if (user is not null) tell($"Dropping privileges to user {user}/{userId}");
        uint none = 0;
        if ((user is not null || group is not null) && IsRoot && Libc.SetGroups(0, &none) != 0) return notPermitted;
        if (group is not null && Libc.SetGroupId(groupId) != 0) return notPermitted;
        return user is not null && Libc.SetUserId(userId) != 0 ? notPermitted : null;
    }

    /// <summary>Whether there is an account of the name.</summary>
    public static bool UserExists(string user) => TryFindUser(user, out _, out _);

    /// <summary>The permissions that new files of the daemon and its helpers do not get.</summary>
    public static void SetUmask(int umask) => _ = Libc.SetUmask((uint)umask);

    /// <summary>
    /// Who a file is to belong to: a user and a group by name. Without a user's name it is the account that the daemon will
    /// be, without a group's that account's; all ones where nothing is to be changed. False when there is no such account.
    /// </summary>
    public static bool TryFindOwner(string user, string group, string daemonUser, out uint userId, out uint groupId)
    {
        userId = groupId = uint.MaxValue;
        if (user.Length == 0 && Libc.UserId == 0) user = daemonUser;
        if (user.Length > 0 && !TryFindUser(user, out userId, out groupId)) return false;
        return group.Length == 0 || TryFindGroup(group, out groupId);
    }

    private static bool TryFindGroup(string group, out uint groupId)
    {
        groupId = 0;
        var entry = stackalloc byte[Libc.OpaqueSize];
        var buffer = new byte[64 * 1024];
        byte* found;
        fixed (byte* name = Encoding.UTF8.GetBytes(group + '\0'), pointer = buffer)
        {
            if (group.Contains('\0') || Libc.FindGroup(name, entry, pointer, buffer.Length, &found) != 0 || found is null) return false;
        }
        // struct group { char *gr_name, *gr_passwd; gid_t gr_gid; … }
        groupId = MemoryMarshal.Read<uint>(new ReadOnlySpan<byte>(entry + UserOffset, 4));
        return true;
    }

    private static bool TryFindUser(string user, out uint userId, out uint groupId)
    {
        userId = groupId = 0;
        if (user.Contains('\0')) return false;
        var name = Encoding.UTF8.GetBytes(user + '\0');
        var entry = stackalloc byte[Libc.OpaqueSize];
        for (var size = 1024; size <= 1024 * 1024; size *= 4)
        {
            var buffer = new byte[size];
            byte* found;
            int error;
            fixed (byte* namePointer = name, bufferPointer = buffer)
                error = Libc.FindUser(namePointer, entry, bufferPointer, size, &found);
            if (error == Libc.ErrorRange) continue;
            if (error != 0 || found is null) return false;
            // struct passwd { char *pw_name, *pw_passwd; uid_t pw_uid; gid_t pw_gid; … }
            userId = MemoryMarshal.Read<uint>(new ReadOnlySpan<byte>(entry + UserOffset, 4));
            groupId = MemoryMarshal.Read<uint>(new ReadOnlySpan<byte>(entry + GroupOffset, 4));
            return true;
        }
        return false;
    }
}

using System.Runtime.InteropServices;
using System.Text;
using ExaSharp.Interop;

namespace ExaSharp.Daemon;

/// <summary>Stops being root, and the other things that a process has from its parent: working directory and umask.</summary>
internal static unsafe class Privileges
{
    private const int UserOffset = 16;
    private const int GroupOffset = 20;

    public static bool IsRoot => Libc.EffectiveUserId() == 0;

    /// <summary>
    /// Becomes another user, when the user or the group is root's; else nothing is to be done. Supplementary groups are given
    /// up too (ExaBGP keeps root's). <c>root</c> stays root.
    /// </summary>
    /// <returns>False when the daemon would still have privileges; it must not go on.</returns>
    public static bool TryDrop(string user)
    {
        var (isRootUser, isRootGroup) = (Libc.UserId() == 0, Libc.GroupId() == 0);
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
        var isUser = Libc.UserId() == userId && Libc.EffectiveUserId() == userId && Libc.GroupId() == groupId;
        return isUser && (userId == 0 || Libc.SetUserId(0) != 0);
    }

    /// <summary>ExaBGP's log lines for privileges that could not be dropped.</summary>
    public static IReadOnlyList<string> ErrorLines(string user) =>
    [
        $"could not drop privileges to '{user}' refusing to run as root",
        "set the environmemnt value exabgp.daemon.user to change the unprivileged user",
    ];

    /// <summary>Whether there is an account of the name.</summary>
    public static bool UserExists(string user) => TryFindUser(user, out _, out _);

    /// <summary>What a daemon does first: it holds no directory, and its files and its helpers' are not for everybody.</summary>
    public static void SetUpProcess(int umask)
    {
        Directory.SetCurrentDirectory("/");
        _ = Libc.SetUmask((uint)umask);
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

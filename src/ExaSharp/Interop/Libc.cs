using System.Runtime.InteropServices;

namespace ExaSharp.Interop;

/// <summary>The functions of the C library that .NET does not offer. Numbers are those of Linux.</summary>
internal static unsafe partial class Libc
{
    public const int SignalKill = 9;
    public const int SignalTerminate = 15;

    public const nint SignalDefault = 0;
    public const nint SignalIgnore = 1;

    public const int ErrorInterrupted = 4;
    public const int ErrorNotPermitted = 1;
    public const int ErrorNoEntry = 2;
    public const int ErrorRange = 34;

    /// <summary><c>AT_EMPTY_PATH</c>: the status is that of the descriptor itself.</summary>
    public const int StatusOfDescriptor = 0x1000;

    /// <summary><c>STATX_BASIC_STATS</c>.</summary>
    public const uint StatusBasic = 0x7ff;

    public const int CloseOnExec = 0x80000;

    /// <summary>Duplicates to the lowest free descriptor from the argument on, closed on exec.</summary>
    public const int DuplicateCloseOnExec = 1030;

    public const int GetPipeSize = 1032;

    public const int SetDescriptorFlags = 2;
    public const int CloseOnExecFlag = 1;

    public const int OpenReadWrite = 2;

    public const int GetStatusFlags = 3;
    public const int SetStatusFlags = 4;
    public const int NonBlocking = 0x800;

    public const int WaitForPid = 1;
    public const int WaitExited = 4;
    public const int WaitLeaveZombie = 0x01000000;

    public const short SpawnSetProcessGroup = 2;
    public const short SpawnSetSignalDefaults = 4;
    public const short SpawnSetSignalMask = 8;
    public const short SpawnSetSession = 0x80;

    /// <summary>More than any C library's <c>posix_spawnattr_t</c>, <c>posix_spawn_file_actions_t</c>, <c>sigset_t</c> and <c>siginfo_t</c>.</summary>
    public const int OpaqueSize = 512;

    private const string Library = "libc";

    public static uint UserId => GetUserId();

    public static uint EffectiveUserId => GetEffectiveUserId();

    public static uint GroupId => GetGroupId();

    public static int ParentProcessId => GetParentProcessId();

    [LibraryImport(Library, EntryPoint = "pipe2", SetLastError = true)]
    public static partial int Pipe(int* descriptors, int flags);

    [LibraryImport(Library, EntryPoint = "fcntl", SetLastError = true)]
    public static partial int FileControl(int descriptor, int command, int argument);

    [LibraryImport(Library, EntryPoint = "open", SetLastError = true)]
    public static partial int Open(byte* path, int flags);

    [LibraryImport(Library, EntryPoint = "statx", SetLastError = true)]
    public static partial int Status(int directory, byte* path, int flags, uint mask, byte* status);

    [LibraryImport(Library, EntryPoint = "close")]
    public static partial int Close(int descriptor);

    [LibraryImport(Library, EntryPoint = "isatty")]
    public static partial int IsTerminal(int descriptor);

    [LibraryImport(Library, EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(int descriptor, byte* buffer, nint count);

    [LibraryImport(Library, EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int descriptor, byte* buffer, nint count);

    [LibraryImport(Library, EntryPoint = "mkfifo", SetLastError = true)]
    public static partial int MakePipe(byte* path, uint mode);

    [LibraryImport(Library, EntryPoint = "chmod", SetLastError = true)]
    public static partial int ChangeMode(byte* path, uint mode);

    /// <summary>A user or group of all ones stays as it is.</summary>
    [LibraryImport(Library, EntryPoint = "chown", SetLastError = true)]
    public static partial int ChangeOwner(byte* path, uint user, uint group);

    /// <summary>Locks a file for who has it open by this descriptor (F_OFD_SETLK); does not wait.</summary>
    public static bool TryLock(int descriptor)
    {
        const int setLock = 37;
        const short writeLock = 1;
        // struct flock { short l_type, l_whence; off_t l_start, l_len; pid_t l_pid; }: all of the file.
        var region = stackalloc byte[32];
        new Span<byte>(region, 32).Clear();
        *(short*)region = writeLock;
        return FileControl(descriptor, setLock, region) == 0;
    }

    [LibraryImport(Library, EntryPoint = "fcntl", SetLastError = true)]
    private static partial int FileControl(int descriptor, int command, byte* argument);

    [LibraryImport(Library, EntryPoint = "kill", SetLastError = true)]
    public static partial int Kill(int pid, int signal);

    /// <summary>Sets what a signal does (<see cref="SignalDefault"/>, <see cref="SignalIgnore"/>); gives what it did before.</summary>
    [LibraryImport(Library, EntryPoint = "signal", SetLastError = true)]
    public static partial nint SetSignal(int signal, nint handler);

    /// <summary>Reads what a signal does: the first word of <paramref name="old"/> is the handler.</summary>
    [LibraryImport(Library, EntryPoint = "sigaction", SetLastError = true)]
    public static partial int SignalAction(int signal, byte* action, byte* old);

    [LibraryImport(Library, EntryPoint = "waitid", SetLastError = true)]
    public static partial int WaitId(int idType, int id, byte* information, int options);

    [LibraryImport(Library, EntryPoint = "waitpid", SetLastError = true)]
    public static partial int WaitPid(int pid, int* status, int options);

    [LibraryImport(Library, EntryPoint = "umask")]
    public static partial uint SetUmask(uint mask);

    [LibraryImport(Library, EntryPoint = "getuid")]
    private static partial uint GetUserId();

    [LibraryImport(Library, EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUserId();

    [LibraryImport(Library, EntryPoint = "getgid")]
    private static partial uint GetGroupId();

    [LibraryImport(Library, EntryPoint = "getppid")]
    private static partial int GetParentProcessId();

    /// <summary>Of all threads, as the two below: the C library sees to that, the system call would not.</summary>
    [LibraryImport(Library, EntryPoint = "setgroups", SetLastError = true)]
    public static partial int SetGroups(nint count, uint* groups);

    [LibraryImport(Library, EntryPoint = "setgid", SetLastError = true)]
    public static partial int SetGroupId(uint group);

    [LibraryImport(Library, EntryPoint = "setuid", SetLastError = true)]
    public static partial int SetUserId(uint user);

    [LibraryImport(Library, EntryPoint = "getpwnam_r")]
    public static partial int FindUser(byte* name, byte* entry, byte* buffer, nint size, byte** found);

    [LibraryImport(Library, EntryPoint = "getgrnam_r")]
    public static partial int FindGroup(byte* name, byte* entry, byte* buffer, nint size, byte** found);

    [LibraryImport(Library, EntryPoint = "posix_spawn")]
    public static partial int Spawn(int* pid, byte* path, byte* fileActions, byte* attributes, byte** arguments, byte** environment);

    [LibraryImport(Library, EntryPoint = "posix_spawn_file_actions_init")]
    public static partial int FileActionsInit(byte* actions);

    [LibraryImport(Library, EntryPoint = "posix_spawn_file_actions_destroy")]
    public static partial int FileActionsDestroy(byte* actions);

    [LibraryImport(Library, EntryPoint = "posix_spawn_file_actions_adddup2")]
    public static partial int FileActionsAddDuplicate(byte* actions, int descriptor, int newDescriptor);

    [LibraryImport(Library, EntryPoint = "posix_spawn_file_actions_addopen")]
    public static partial int FileActionsAddOpen(byte* actions, int descriptor, byte* path, int flags, uint mode);

    [LibraryImport(Library, EntryPoint = "posix_spawnattr_init")]
    public static partial int SpawnAttributesInit(byte* attributes);

    [LibraryImport(Library, EntryPoint = "posix_spawnattr_destroy")]
    public static partial int SpawnAttributesDestroy(byte* attributes);

    [LibraryImport(Library, EntryPoint = "posix_spawnattr_setflags")]
    public static partial int SpawnAttributesSetFlags(byte* attributes, short flags);

    [LibraryImport(Library, EntryPoint = "posix_spawnattr_setpgroup")]
    public static partial int SpawnAttributesSetProcessGroup(byte* attributes, int processGroup);

    [LibraryImport(Library, EntryPoint = "posix_spawnattr_setsigdefault")]
    public static partial int SpawnAttributesSetSignalDefaults(byte* attributes, byte* signals);

    [LibraryImport(Library, EntryPoint = "posix_spawnattr_setsigmask")]
    public static partial int SpawnAttributesSetSignalMask(byte* attributes, byte* signals);

    [LibraryImport(Library, EntryPoint = "sigemptyset")]
    public static partial int SignalSetEmpty(byte* signals);

    [LibraryImport(Library, EntryPoint = "sigfillset")]
    public static partial int SignalSetFill(byte* signals);

    /// <summary>
    /// <c>posix_spawn_file_actions_addclosefrom_np</c> closes all descriptors from one on in the child; C libraries older
    /// than glibc 2.34 have none, and then only those marked close-on-exec, which all of .NET's are, are closed.
    /// </summary>
    public static void FileActionsAddCloseFrom(byte* actions, int descriptor)
    {
        if (AddCloseFrom != 0) _ = ((delegate* unmanaged<byte*, int, int>)AddCloseFrom)(actions, descriptor);
    }

    private static readonly nint AddCloseFrom =
        NativeLibrary.TryLoad(Library, out var library)
        && NativeLibrary.TryGetExport(library, "posix_spawn_file_actions_addclosefrom_np", out var function)
            ? function
            : 0;
}

using ExaSharp.Configuration.Drafts;

namespace ExaSharp.Configuration.Schema;

/// <summary>Something that a section of the file fills.</summary>
internal interface IDraft
{
    /// <summary>The file that it is part of.</summary>
    FileDraft File { get; }
}

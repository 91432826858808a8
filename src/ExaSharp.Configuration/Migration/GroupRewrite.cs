using ExaSharp.Bgp.Text;
using ExaSharp.Configuration.Drafts;
using ExaSharp.Configuration.Schema;

namespace ExaSharp.Configuration.Migration;

/// <summary>
/// Makes templates of what a group says: one for each part between its neighbours, as a neighbour has only what stands
/// before it. A template's value counts more than the neighbour's, a group's less: what a neighbour says itself is taken out
/// of the template and put into the other neighbours.
/// </summary>
internal sealed class GroupRewrite(NeighborDraft group, FileDraft file, TextEdits edits, Layout layout, NeighborLines lines)
{
    private readonly NeighborDraft[] _members = [.. file.Neighbors.Select(one => one.Draft).Where(draft => draft.Group == group)];

    public void Run()
    {
        edits.Note($"the group {group.TemplateName} is now a template");
        MoveScalars();
        MoveFamilies();
        WriteTemplates();
        if (layout.IsCloseBrace(group.Section.Close)) edits.Replace(layout.WholeLines(group.Section.Close), "");
    }

    /// <summary>Statements of the group that a neighbour replaces are now those of each neighbour that does not.</summary>
    private void MoveScalars()
    {
        var moved = _members.SelectMany(member => member.FromGroup?.Overridden ?? []).Distinct().OrderBy(one => one.Place.Start).ToList();
        var statements = layout.Statements(group.Section.Open.End, group.Section.Close.Start).ToList();
        foreach (var (name, keyword) in moved)
        {
            // Of a keyword that stands several times the last one counts, here and for each neighbour before it.
            foreach (var (word, place) in statements)
                if (IsNamed(word, name) && !moved.Exists(one => one.Place.Start == place) && !_members.Any(member => Takes(member, place)))
                    edits.Replace(layout.WholeLines(layout.Statement(place)), "");
            var statement = layout.Statement(keyword.Start);
            var text = edits.Apply(statement).Trim();
            if (layout.EnclosingBlock(group.Section.Open.End, keyword.Start) == "capability") text = $"capability {{ {text} }}";
            foreach (var member in _members)
                if (Takes(member, keyword.Start)) lines.Add(member, text);
            edits.Replace(layout.WholeLines(statement), "");
        }
    }

    private static bool Takes(NeighborDraft member, int place) => member.FromGroup?.Taken.Exists(one => one.Place.Start == place) == true;

    /// <summary>Whether a word is a keyword of today or its name in ExaBGP 3.4.</summary>
    private static bool IsNamed(string word, string keyword) =>
        word == keyword || (word, keyword) is ("md5", "md5-password") or ("ttl-security", "outgoing-ttl");

    /// <summary>A neighbour that names families has none of the group's.</summary>
    private void MoveFamilies()
    {
        if (group.FamilyBlocks.Count == 0) return;
        if (!group.MinimalFamilies.IsSet && !Array.Exists(_members, member => member.FamilyBlocks.Count > 0)) return;
        foreach (var member in _members.Where(member => member.FamilyBlocks.Count == 0))
        {
            var settings = file.Neighbors.Find(one => one.Draft == member).Settings;
            if (group.FamilyBlocks.Exists(block => block.Start < member.Section.Keyword.Start) && settings is not null)
                lines.Add(member, $"family {{ {BlockText.Families(settings)} }}");
        }
        foreach (var block in group.FamilyBlocks) edits.Replace(layout.WholeLines(block), "", "families of a group stand in its neighbors");
    }

    private void WriteTemplates()
    {
        var start = group.Section.Open.End;
        List<string> names = [];
        for (var i = 0; i <= _members.Length; i++)
        {
            var end = i < _members.Length ? _members[i].Section.Keyword.Start : group.Section.Close.Start;
            WriteTemplate(new TextSpan(start, Math.Max(0, end - start)), isFirst: i == 0, names);
            if (i == _members.Length) break;
            if (names.Count > 0) lines.AddFirst(_members[i], names.Count == 1 ? $"inherit {names[0]};" : $"inherit [ {string.Join(' ', names)} ];");
            start = _members[i].Section.Close.End;
        }
    }

    /// <summary>Makes a template of a part of the group, if it has statements left.</summary>
    private void WriteTemplate(TextSpan part, bool isFirst, List<string> names)
    {
        var opening = isFirst ? group.Section.Keyword.To(group.Section.Open) : new TextSpan(part.Start, 0);
        // A group without anything is still a statement of the file.
        if (!HasStatements(part) && !(isFirst && _members.Length == 0))
        {
            // Processes of the group were put before it, so that its line can not go.
            if (isFirst) edits.Replace(opening, "");
            return;
        }
        var name = NewName(isFirst);
        names.Add(name);
        var indent = layout.Indent(group.Section.Keyword.Start);
        if (isFirst) edits.Replace(opening, $"template {{ neighbor {name} {{");
        else edits.Insert(part.Start, $"\n{indent}template {{ neighbor {name} {{");
        var end = edits.EndOfEdit(layout.LastTokenEnd(part));
        // A statement without a semicolon is passed over, as long as its line has a brace.
        if (!layout.EndsStatement(end)) edits.Insert(end, " } }");
        else edits.Insert(end, layout.IsLineStart(end) ? $"{indent}}} }}\n" : $"\n{indent}}} }}" + (layout.HasRestOfLine(end) ? "\n" : ""));
    }

    /// <summary>Whether more than processes and comments stands in a part.</summary>
    private bool HasStatements(TextSpan part)
    {
        var text = System.Text.Encoding.UTF8.GetBytes(edits.Apply(part));
        return new Tokenizer(text, TokenizerMode.Configuration).Next().Kind != TokenKind.End;
    }

    /// <summary>A name that no template has: the group's, without what a template's name can not have.</summary>
    private string NewName(bool isFirst)
    {
        var wanted = string.Concat((group.TemplateName ?? "").Select(c => c < 128 && Values.IsName([(byte)c]) ? c : '-'));
        if (wanted.Length == 0) wanted = "group";
        var name = wanted;
        for (var i = 2; !isFirst || file.Templates.ContainsKey(name); i++)
        {
            name = $"{wanted}-{i}";
            if (!file.Templates.ContainsKey(name)) break;
        }
        file.Templates[name] = group;
        return name;
    }
}

using System.Text;

namespace ExaSharp.Cli.Completion;

/// <summary>The scripts of the shells.</summary>
internal static class CompletionScripts
{
    /// <summary>The names under which the program is called.</summary>
    private const string Programs = "exasharp exabgp";

    private static readonly (string Shell, Func<CompletionTree, string> Write)[] Writers = [("bash", Bash), ("zsh", Zsh), ("fish", Fish)];

    public static IEnumerable<string> Shells => Writers.Select(writer => writer.Shell);

    /// <summary>The script for one of <see cref="Shells"/>.</summary>
    public static string Write(string shell, CompletionTree tree) => Array.Find(Writers, writer => writer.Shell == shell).Write(tree);

    private static string Bash(CompletionTree tree)
    {
        var script = new StringBuilder($$"""
            # bash completion of {{Programs}}: source it, or put it into /usr/share/bash-completion/completions
            _exasharp_api()
            {
                # The next words of the commands that begin with the words so far.
                local line typed="${COMP_WORDS[*]:$1:COMP_CWORD-$1}"
                [[ -n $typed ]] && typed+=' '
                while IFS= read -r line; do
                    [[ $line == "$typed"* ]] || continue
                    line=${line#"$typed"}
                    printf '%s\n' "${line%% *}"
                done <<'COMMANDS'
            {{string.Join('\n', tree.ApiCommands)}}
            COMMANDS
            }

            _exasharp()
            {
                local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command= i options=
                for ((i = 1; i < COMP_CWORD; i++)); do
                    case ${COMP_WORDS[i]} in
                    {{string.Join('|', tree.Commands.Select(node => node.Name.Text))}}) command=${COMP_WORDS[i]}; break ;;
                    esac
                done
                COMPREPLY=()
                case $command:$before in
                *:--env-file) compopt -o default 2>/dev/null; return ;;

            """);
        foreach (var node in tree.Commands.Where(node => node.Options.Any(option => option.HasValue)))
        {
            var patterns = node.Options.Where(option => option.HasValue).Select(option => $"{node.Name.Text}:{option.Text}");
            script.Append("    ").AppendJoin('|', patterns).Append(") compopt -o default 2>/dev/null; return ;;\n");
        }
        script.Append($"""
                esac
                case $command in
                '') options='{Words(tree.Everywhere)}'
                    [[ $word == -* ]] || COMPREPLY=($(compgen -W '{string.Join(' ', tree.Commands.Select(node => node.Name.Text))}' -- "$word")) ;;

            """);
        foreach (var node in tree.Commands)
        {
            script.Append($"    {node.Name.Text}) options='{Words([.. node.Options, .. tree.Everywhere])}'");
            if (node.Name.Text == "cli") script.Append("\n        [[ $word == -* ]] || COMPREPLY=($(compgen -W \"$(_exasharp_api $((i + 1)))\" -- \"$word\")) ;;\n");
            else if (node.Values.Count > 0) script.Append($"\n        [[ $word == -* ]] || COMPREPLY=($(compgen -W '{string.Join(' ', node.Values)}' -- \"$word\")) ;;\n");
            else script.Append(" ;;\n");
        }
        script.Append($$"""
                esac
                if [[ $word == -* ]]; then
                    COMPREPLY=($(compgen -W "$options" -- "$word"))
                elif [[ ${#COMPREPLY[@]} -eq 0 ]]; then
                    compopt -o default 2>/dev/null
                fi
            }

            complete -F _exasharp {{Programs}}

            """);
        return script.ToString();
    }

    private static string Zsh(CompletionTree tree)
    {
        var script = new StringBuilder($$"""
            #compdef {{Programs}}
            # zsh completion of {{Programs}}: as _exasharp into a directory of $fpath
            _exasharp()
            {
                local word command=
                local -a words_of commands options values
                words_of=({{string.Join(' ', tree.Commands.Select(node => node.Name.Text))}})
                commands=({{string.Join(' ', tree.Commands.Select(node => Described(node.Name)))}})
                for word in ${words[2,CURRENT-1]}; do
                    if (( ${words_of[(Ie)$word]} )); then command=$word; break; fi
                done
                options=({{string.Join(' ', tree.Everywhere.Select(Described))}})
                case $command in

            """);
        foreach (var node in tree.Commands)
        {
            script.Append($"    {node.Name.Text})\n        options+=({string.Join(' ', node.Options.Select(Described))})\n");
            var values = node.Name.Text == "cli" ? [.. tree.ApiCommands.Select(name => name.Split(' ')[0]).Distinct()] : node.Values;
            if (values.Count > 0) script.Append($"        values=({string.Join(' ', values.Select(Quoted))})\n");
            script.Append("        ;;\n");
        }
        script.Append("""
                esac
                if [[ $PREFIX == -* ]]; then
                    _describe -o 'option' options
                elif [[ -z $command ]]; then
                    _describe 'command' commands
                    _files
                elif (( ${#values} )); then
                    compadd -a values
                else
                    _files
                fi
            }

            if [[ $funcstack[1] == _exasharp ]]; then _exasharp "$@"; else compdef _exasharp exasharp exabgp; fi

            """);
        return script.ToString();
    }

    private static string Fish(CompletionTree tree)
    {
        var script = new StringBuilder($"# fish completion of {Programs}: as exasharp.fish into ~/.config/fish/completions\n");
        foreach (var program in Programs.Split(' '))
        {
            foreach (var option in tree.Everywhere) Option(program, "", option);
            foreach (var node in tree.Commands)
            {
                script.Append($"complete -c {program} -n __fish_use_subcommand -a {node.Name.Text} -d {Quoted(node.Name.Description)}\n");
                var condition = $" -n {Quoted($"__fish_seen_subcommand_from {node.Name.Text}")}";
                foreach (var option in node.Options) Option(program, condition, option);
                var values = node.Name.Text == "cli" ? [.. tree.ApiCommands.Select(name => name.Split(' ')[0]).Distinct()] : node.Values;
                if (values.Count > 0) script.Append($"complete -c {program}{condition} -f -a {Quoted(string.Join(' ', values))}\n");
            }
        }
        return script.ToString();

        void Option(string program, string condition, CompletionWord option)
        {
            var name = option.Text.StartsWith("--", StringComparison.Ordinal) ? $"-l {option.Text[2..]}"
                : option.Text.Length == 2 ? $"-s {option.Text[1..]}"
                : $"-o {option.Text[1..]}";
            script.Append($"complete -c {program}{condition} {name}{(option.HasValue ? " -r" : "")} -d {Quoted(option.Description)}\n");
        }
    }

    private static string Words(IEnumerable<CompletionWord> words) => string.Join(' ', words.Select(word => word.Text).Distinct());

    /// <summary>A word and its description as zsh's <c>_describe</c> takes them.</summary>
    private static string Described(CompletionWord word) => Quoted($"{word.Text.Replace(":", "\\:", StringComparison.Ordinal)}:{word.Description}");

    /// <summary>In single quotes, for all three shells.</summary>
    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}

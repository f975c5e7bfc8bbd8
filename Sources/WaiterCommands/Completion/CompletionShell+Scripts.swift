extension CompletionShell {
    static let bashScript = #"""
        # Completion of waiter for bash; the candidates come from waiter itself.
        _waiter() {
            local line program=${COMP_WORDS[0]}
            type -P -- "$program" >/dev/null || program=waiter
            COMPREPLY=()
            # Conversations are listed newest first; older versions of bash sort them nevertheless.
            compopt -o nosort 2>/dev/null
            local -a describe=()
            # When bash only lists candidates, their descriptions can be shown.
            [[ $COMP_TYPE == 63 ]] && describe=(--describe)
            while IFS= read -r line; do
                case $line in
                    =*) COMPREPLY+=("${line#=}") ;;
                    @files) compopt -o default ;;
                    @directories) compopt -o dirnames ;;
                esac
            done < <("$program" completions candidates --shell bash --breaks "$COMP_WORDBREAKS" "${describe[@]}" \
                -- "${COMP_LINE:0:COMP_POINT}" 2>/dev/null </dev/null)
        }
        complete -F _waiter waiter

        """#

    static let zshScript = #"""
        #compdef waiter
        # Completion of waiter for zsh; the candidates come from waiter itself.
        _waiter() {
            local line value description program=${(Q)words[1]}
            local -a typed found
            (( CURRENT > 2 )) && typed=("${(@Q)words[2,CURRENT-1]}")
            (( $+commands[$program] )) || [[ -x $program ]] || program=waiter
            while IFS= read -r line; do
                case $line in
                    (\=*)
                        line=${line#=}
                        value=${line%%$'\t'*}
                        description=${line#"$value"}
                        value=${value//\\/\\\\}
                        found+=("${value//:/\\:}${description:+:${description#$'\t'}}")
                        ;;
                    (@files) _files ;;
                    (@directories) _files -/ ;;
                esac
            done < <("$program" completions candidates --shell zsh -- "${typed[@]}" "${(Q)PREFIX}" 2>/dev/null </dev/null)
            (( $#found )) && _describe -V waiter found
        }
        if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
            _waiter "$@"
        else
            compdef _waiter waiter
        fi

        """#

    static let fishScript = #"""
        # Completion of waiter for fish; the candidates come from waiter itself.
        function __waiter_candidates
            set -l typed (commandline -opc)
            set -l current (commandline -ct | string replace -r '^["\']' '' | string collect)
            set -l program $typed[1]
            set -e typed[1]
            type -q -- "$program"; or set program waiter
            for line in ($program completions candidates --shell fish -- $typed "$current" 2>/dev/null </dev/null)
                switch $line
                    case '=*'
                        string sub -s 2 -- $line
                    case '@files'
                        __fish_complete_path "$current"
                    case '@directories'
                        __fish_complete_directories "$current"
                end
            end
        end
        complete -c waiter -f -k -a '(__waiter_candidates)'

        """#
}

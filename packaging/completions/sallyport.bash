# bash completion for sallyport: asks the program itself, so it never falls behind.
_sallyport() {
    local line
    COMPREPLY=()
    while IFS= read -r line; do
        COMPREPLY+=("$line")
    done < <(sallyport "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null | grep -e "^${COMP_WORDS[COMP_CWORD]}" || true)
}
complete -o default -F _sallyport sallyport

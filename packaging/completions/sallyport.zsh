#compdef sallyport
# zsh completion for sallyport: asks the program itself, so it never falls behind.
_sallyport() {
    local -a words_of_line
    words_of_line=("${(@f)$(sallyport "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
    compadd -a words_of_line || _files
}
compdef _sallyport sallyport

# fish completion for sallyport: asks the program itself, so it never falls behind.
complete -c sallyport -a '(sallyport "[suggest:"(string length -- (commandline -cp))"]" (commandline -cp) 2>/dev/null)'

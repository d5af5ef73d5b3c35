export const SHELLS = ['bash', 'zsh', 'fish'] as const

export type Shell = (typeof SHELLS)[number]

/**
 * Scripts that ask lvslab itself for each word: `lvslab complete -- WORDS` prints a candidate a line, with what it stands
 * for behind a tab. Without one, the shell offers files.
 */
export const completionScripts: Readonly<Record<Shell, string>> = {
  bash: `# Completion of lvslab for bash(1): put it into ~/.local/share/bash-completion/completions/lvslab
_lvslab() {
  local IFS=$'\\n'
  COMPREPLY=($("\${COMP_WORDS[0]}" complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null | cut -f 1))
}
complete -o default -F _lvslab lvslab`,
  zsh: `#compdef lvslab
# Completion of lvslab for zsh(1): put it into a folder of $fpath, as _lvslab
_lvslab() {
  local -a found
  found=("\${(@f)$("\${words[1]}" complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null |
    sed -e 's/:/\\:/g' -e "s/$(printf '\\t')/:/")}")
  if [[ -n \${found[1]} ]]; then
    _describe lvslab found
  else
    _files
  fi
}
if [[ \${zsh_eval_context[-1]} == loadautofunc ]]; then
  _lvslab "$@"
else
  compdef _lvslab lvslab
fi`,
  fish: `# Completion of lvslab for fish(1): put it into ~/.config/fish/completions/lvslab.fish
function __lvslab
  set -l words (commandline -opc) (commandline -ct)
  $words[1] complete -- $words[2..-1] 2>/dev/null
end
complete -c lvslab -a '(__lvslab)'`,
}

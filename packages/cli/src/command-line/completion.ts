import type { Command } from 'commander';
import { UsageError } from '../terminal/failures.ts';
import type { CommandSpec } from './command.ts';

/** Completion scripts with every word and flag of the commands. */
export const completionCommand = (program: Command): CommandSpec => ({
  usage: 'completion <shell>',
  summary: 'print a completion script for bash, zsh or fish',
  run: async (_session, [shell = '']) => {
    const script = scripts[shell]?.(wordsOf(program));
    if (script === undefined) throw new UsageError(`unknown shell "${shell}"`, 'use bash, zsh or fish');
    return { json: { shell, script }, text: script };
  },
});

interface Words {
  /** Words already typed, such as `gateways`, and the words that may follow. */
  readonly after: string;
  readonly next: readonly string[];
}

function wordsOf(program: Command): readonly Words[] {
  const own = (command: Command, path: readonly string[]): readonly Words[] => [
    {
      after: path.join(' '),
      next: [
        ...command.commands.map((child) => child.name()),
        ...command.options.flatMap(({ long }) => long ?? []),
        ...(command === program ? [] : program.options.flatMap(({ long }) => long ?? [])),
      ],
    },
    ...command.commands.flatMap((child) => own(child, [...path, child.name()])),
  ];
  return own(program, []);
}

const cases = (words: readonly Words[], line: (after: string, next: string) => string): string =>
  words
    .filter(({ after }) => after !== '')
    .map(({ after, next }) => line(after, next.join(' ')))
    .join('\n');

const scripts: Readonly<Record<string, (words: readonly Words[]) => string>> = {
  /** Skips arguments and flags between the words of a command. */
  bash: (words) => `_polynat() {
  local path= word known next="${nextAfter('', words)}" current="\${COMP_WORDS[COMP_CWORD]}"
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    known="$(_polynat_next "\${path:+$path }$word")" || continue
    path="\${path:+$path }$word" next="$known"
  done
  COMPREPLY=($(compgen -W "$next" -- "$current"))
}
_polynat_next() {
  case "$1" in
${cases(words, (after, next) => `    "${after}") echo "${next}" ;;`)}
    *) return 1 ;;
  esac
}
complete -o default -F _polynat polynat
`,
  zsh: (words) => `#compdef polynat
_polynat() {
  local path= word known next="${nextAfter('', words)}"
  for word in "\${(@)words[2,CURRENT-1]}"; do
    known="$(_polynat_next "\${path:+$path }$word")" || continue
    path="\${path:+$path }$word" next="$known"
  done
  compadd -- \${=next}
}
_polynat_next() {
  case "$1" in
${cases(words, (after, next) => `    "${after}") echo "${next}" ;;`)}
    *) return 1 ;;
  esac
}
compdef _polynat polynat
`,
  fish: (words) => words.map(fishLine).join(''),
};

const nextAfter = (path: string, words: readonly Words[]): string =>
  words.find(({ after }) => after === path)?.next.join(' ') ?? '';

/** Completes after the words of a command, as long as no word of a subcommand follows. */
function fishLine({ after, next }: Words): string {
  const seen = after === '' ? [] : after.split(' ').map((word) => `__fish_seen_subcommand_from ${word}`);
  const deeper = next.filter((word) => !word.startsWith('-'));
  const none = deeper.length === 0 ? [] : [`not __fish_seen_subcommand_from ${deeper.join(' ')}`];
  const condition = [...seen, ...none].join('; and ');
  return `complete -c polynat -f -n '${condition}' -a '${next.join(' ')}'\n`;
}

import type { Command } from 'commander';
import type { CommandSpec } from './command.ts';
import { UsageError } from './failures.ts';

/** Completion scripts that know every word and flag; made from the commands themselves. */
export const completionCommand = (program: Command): CommandSpec => ({
  usage: 'completion <shell>',
  summary: 'print a completion script for bash, zsh or fish',
  run: async (_session, [shell = '']) => {
    const script = scripts[shell]?.(wordsOf(program));
    if (script === undefined)
      throw new UsageError(`there is no completion for "${shell}"`, 'use bash, zsh or fish');
    return { json: { shell, script }, text: script };
  },
});

interface Words {
  /** Words already typed, such as `gateways`, with what may come next. */
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
      ],
    },
    ...command.commands.flatMap((child) => own(child, [...path, child.name()])),
  ];
  return own(program, []);
}

const cases = (words: readonly Words[], line: (after: string, next: string) => string): string =>
  words.map(({ after, next }) => line(after, next.join(' '))).join('\n');

const scripts: Readonly<Record<string, (words: readonly Words[]) => string>> = {
  bash: (words) => `_polynat() {
  local typed="\${COMP_WORDS[*]:1:COMP_CWORD-1}" current="\${COMP_WORDS[COMP_CWORD]}" next=
  while [ -z "$next" ]; do
    case "$typed" in
${cases(words, (after, next) => `      "${after}") next="${next}" ;;`)}
      *" "*) typed="\${typed% *}" ;;
      *) typed= ;;
    esac
  done
  COMPREPLY=($(compgen -W "$next" -- "$current"))
}
complete -F _polynat polynat
`,
  zsh: (words) => `#compdef polynat
_polynat() {
  local typed="\${words[2,CURRENT-1]}"
  case "$typed" in
${cases(words, (after, next) => `    "${after}") compadd -- ${next} ;;`)}
  esac
}
compdef _polynat polynat
`,
  fish: (words) =>
    `${words
      .flatMap(({ after, next }) =>
        next.map(
          (word) =>
            `complete -c polynat -n 'test "$(commandline -opc | string collect)" = "polynat${after && ` ${after}`}"' -f -a '${word}'`,
        ),
      )
      .join('\n')}\n`,
};

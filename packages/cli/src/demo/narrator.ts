import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Shell } from '../command-line/context.ts';
import { Declined, type ExitCode, exitCodes } from '../terminal/failures.ts';
import type { Io } from '../terminal/io.ts';
import { paint } from '../terminal/paint.ts';

/** Runs commands in a folder of its own and shows each command and its output. */
export class Narrator {
  readonly #io: Io;
  readonly #inside: Io;
  readonly #run: Shell;
  #chapter = 0;

  constructor(io: Io, run: Shell, url: string, folder: string) {
    const environment = {
      PATH: io.environment.PATH,
      POLYNAT_EMULATOR: url,
      POLYNAT_STATE: join(folder, 'runs'),
    };
    this.#io = io;
    this.#run = run;
    this.#inside = {
      ...io,
      err: io.out,
      colour: { out: io.colour.out, err: io.colour.out },
      environment,
      directory: folder,
      home: folder,
      interactive: false,
    };
  }

  chapter(title: string, ...words: readonly string[]): void {
    this.#chapter += 1;
    this.#io.out(`\n${this.#strong(`${this.#chapter}. ${title}`)}\n`);
    for (const line of words) this.#io.out(`   ${line}\n`);
  }

  /** Runs a command that must succeed. */
  async type(...args: readonly string[]): Promise<void> {
    this.#prompt(`polynat ${args.map(quoted).join(' ')}`);
    this.#expect(exitCodes.done, await this.#run(args, this.#inside));
  }

  /** Runs a command whose plan must be blocked, and shows its output from the first line with `mark` on. */
  async typeBlocked(mark: string, ...args: readonly string[]): Promise<void> {
    this.#prompt(`polynat ${args.map(quoted).join(' ')} | sed -n '/${mark}/,$p'`);
    const { exit, out } = await this.#capture(args);
    this.#expect(exitCodes.blocked, exit);
    const lines = out.split('\n');
    this.#io.out(
      lines
        .slice(
          Math.max(
            0,
            lines.findIndex((line) => line.includes(mark)),
          ),
        )
        .join('\n'),
    );
  }

  /** Runs a command without showing it, for data that the next one needs. */
  async ask(...args: readonly string[]): Promise<unknown> {
    const { exit, out } = await this.#capture([...args, '--json']);
    this.#expect(exitCodes.done, exit);
    return JSON.parse(out);
  }

  /** Writes a file into the folder and shows it. */
  write(name: string, content: string): void {
    writeFileSync(join(this.#inside.directory, name), content);
    this.#prompt(`cat ${name}`);
    this.#io.out(content);
  }

  async #capture(args: readonly string[]): Promise<{ readonly exit: ExitCode; readonly out: string }> {
    let out = '';
    const keep = (text: string) => {
      out += text;
    };
    return { exit: await this.#run(args, { ...this.#inside, out: keep }), out };
  }

  #expect(wanted: ExitCode, exit: ExitCode): void {
    if (this.#io.signal.aborted) throw new Declined();
    if (exit !== wanted) throw new Error('the demo stops: the command above failed');
  }

  #prompt(command: string): void {
    this.#io.out(`\n${this.#strong(`$ ${command}`)}\n`);
  }

  #strong(text: string): string {
    return paint(text, 'strong', this.#io.colour.out);
  }
}

const quoted = (word: string): string => (/^[\w./:=@,-]+$/.test(word) ? word : `'${word}'`);

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Packed } from '../build/try-packages.js';

export interface Row {
  readonly name: string;
  /** What the project has beside our packages. Rows that ask for the same share one installation. */
  readonly beside: Readonly<Record<string, string>>;
  /** Files of the project, by their path. */
  readonly files: Readonly<Record<string, string>>;
  /** Commands, one after the other. What the last one prints is held against `prints`. */
  readonly commands: readonly (readonly string[])[];
  readonly prints?: string;
  /** Why it cannot work, where the reason lies outside of our packages. If it works all the same, the row is red: the reason is gone. */
  readonly cannot?: string;
}

export interface Outcome {
  readonly row: Row;
  readonly result: 'green' | 'red' | 'explained' | 'not tried';
  readonly why?: string;
}

/** Makes projects in a temporary folder, and runs rows in them. */
export class Workbench {
  readonly #folder: string;
  readonly #packed: Packed;

  constructor(folder: string, packed: Packed) {
    this.#folder = folder;
    this.#packed = packed;
  }

  /** The folder of a project that has all of our packages, and these beside them. */
  project(beside: Row['beside']): string {
    const key = createHash('sha256').update(JSON.stringify(beside)).digest('hex').slice(0, 8);
    const project = join(this.#folder, `project-${key}`);
    if (!existsSync(join(project, 'node_modules'))) this.#install(project, beside);
    return project;
  }

  #install(project: string, beside: Row['beside']): void {
    mkdirSync(project, { recursive: true });
    const ours = Object.fromEntries(this.#packed.map(({ name, file }) => [name, `file:${file}`]));
    const dependencies = { ...ours, ...beside };
    writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, dependencies }));
    const options = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
    execFileSync('npm', ['install', ...options], { cwd: project, stdio: 'pipe', encoding: 'utf8' });
  }

  attempt(row: Row, connection: string): Outcome {
    let project: string;
    try {
      project = this.project(row.beside);
    } catch (thrown) {
      return { row, result: 'not tried', why: `npm could not install it here: ${lastWords(thrown)}` };
    }
    try {
      this.#run(row, project, connection);
    } catch (thrown) {
      return row.cannot === undefined
        ? { row, result: 'red', why: lastWords(thrown) }
        : { row, result: 'explained', why: row.cannot };
    }
    if (row.cannot === undefined) return { row, result: 'green' };
    return { row, result: 'red', why: `works, so this is no longer true: ${row.cannot}` };
  }

  #run({ files, commands, prints }: Row, project: string, connection: string): void {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(project, path, '..'), { recursive: true });
      writeFileSync(join(project, path), text);
    }
    const env = { ...process.env, CONNECTION: connection, NODE_OPTIONS: '' };
    const printed = commands.map(([program = '', ...words]) =>
      execFileSync(programIn(project, program), words, {
        cwd: project,
        env,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
        timeout: 900_000,
      }),
    );
    const last = printed.at(-1)?.trim();
    if (prints !== undefined && last !== prints) throw new Error(`printed ${last} in place of ${prints}`);
  }
}

const programIn = (project: string, name: string): string =>
  ['node', 'npx'].includes(name) ? name : join(project, 'node_modules/.bin', name);

/** The lines that say most: errors of compilers, else the end of what was printed. */
function lastWords(thrown: unknown): string {
  const { stdout, stderr, message = `${thrown}` } = thrown as Partial<Printed>;
  const lines = `${stdout ?? ''}\n${stderr ?? ''}`.split('\n').filter((line) => line.trim() !== '');
  const errors = lines.filter((line) => /error/i.test(line));
  const told = errors.length > 0 ? errors.slice(0, 3) : lines.slice(-3);
  return told.length > 0 ? told.join('\n') : message;
}

interface Printed {
  readonly stdout: string | null;
  readonly stderr: string | null;
  readonly message: string;
}

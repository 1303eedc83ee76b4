import type { Cloud, Clouds, Driver, Feature, GatewayHandle, NatError, Operation } from '@polynat/core';
import type { Engine } from '@polynat/engine';
import type { Migrations } from '@polynat/migrate';
import type { Composition } from '../clouds/compose.ts';
import type { Discovered } from '../clouds/discovery.ts';
import { follow } from '../operations/waiting.ts';
import { Declined, UsageError } from '../terminal/failures.ts';
import type { Io } from '../terminal/io.ts';
import { ProgressLine } from '../terminal/progress-line.ts';
import type { Shell } from './command.ts';

/** What the user says about any command. */
export interface CommonOptions {
  readonly config?: string;
  readonly json?: boolean;
  readonly yes?: boolean;
  /** The user has switched traffic to the new gateway. */
  readonly switched?: boolean;
  /** The user has switched traffic back to the source. */
  readonly switchedBack?: boolean;
  /** Milliseconds. */
  readonly timeout?: number;
}

/** One run of one command. Everything heavy is loaded when it is first needed, so that help and mistakes are quick. */
export class Session {
  readonly io: Io;
  readonly options: CommonOptions;
  readonly shell: Shell;
  /** Aliases the command line names; nothing is loaded for any other. */
  readonly #named: readonly string[] | undefined;
  /** Why this command stopped a run that the user has to continue. */
  stopped: NatError | undefined;
  #discovered: Promise<Discovered> | undefined;
  #composed: Promise<Composition> | undefined;

  constructor(io: Io, options: CommonOptions, shell: Shell, named?: readonly string[]) {
    this.io = io;
    this.options = options;
    this.shell = shell;
    this.#named = named;
  }

  discovered(): Promise<Discovered> {
    this.#discovered ??= import('../clouds/discovery.ts').then(({ discover }) =>
      discover(this.io, this.options.config),
    );
    return this.#discovered;
  }

  /** The clouds this command works with: those the command line names, or all there are. */
  async clouds(): Promise<Clouds> {
    return (await this.#composition()).clouds;
  }

  async cloud(alias: string): Promise<Cloud> {
    return (await this.clouds()).cloud(alias);
  }

  /** With a feature: only once it is known that the gateway's cloud has it, so that nobody is asked about what cannot be. */
  async gateway(ref: string, feature?: Feature): Promise<GatewayHandle> {
    const clouds = await this.clouds();
    const handle = clouds.gateway(ref);
    const { cloud } = handle.ref;
    if (feature)
      (await import('@polynat/core')).requireFeature(clouds.cloud(cloud).capabilities, feature, cloud);
    return handle;
  }

  async driver(alias: string): Promise<Driver> {
    return (await this.#composition()).driver(alias);
  }

  async migrations(): Promise<{ readonly engine: Engine; readonly migrations: Migrations }> {
    const [clouds, folder, { openMigrations }] = await Promise.all([
      this.clouds(),
      this.stateFolder(),
      import('../migrating/migrations.ts'),
    ]);
    return openMigrations(this, clouds, folder);
  }

  async stateFolder(): Promise<string> {
    return (await this.discovered()).state;
  }

  /** What every call of this command is given. */
  get call(): { readonly signal: AbortSignal; readonly within?: number } {
    const { timeout } = this.options;
    return { signal: this.io.signal, ...(timeout !== undefined && { within: timeout }) };
  }

  /** Waits for a change and tells its progress on stderr. The title follows "to". */
  follow<T>(title: string, operation: Operation<T>): Promise<T> {
    return follow(this, title, operation);
  }

  /** Says on a terminal what is being read, as long as that takes. */
  async reading<T>(what: string, work: Promise<T>): Promise<T> {
    const line = new ProgressLine(this.io, 'reading');
    if (this.io.interactive) line.show(what);
    return work.finally(() => line.end());
  }

  /** Asks before money is spent or something is destroyed. Scripts say `--yes`. */
  async confirm(...what: readonly string[]): Promise<void> {
    if (this.options.yes) return;
    if (!this.io.interactive) {
      throw new UsageError(`this needs a confirmation: ${what.join(' ')}`, 'repeat the command with --yes');
    }
    if (!(await this.#ask(what.join('\n')))) throw new Declined();
  }

  /** Asks about a fact outside of Polynat, which `--yes` does not state. Without a terminal the answer is no. */
  async states(question: string): Promise<boolean> {
    return this.io.interactive && this.#ask(question);
  }

  async #ask(question: string): Promise<boolean> {
    this.io.err(`${question}\n`);
    const answer = await this.io.ask('Go on? [y/N] ');
    return /^y(es)?$/i.test(answer.trim());
  }

  async close(): Promise<void> {
    const composed = await this.#composed?.catch(() => undefined);
    await composed?.close();
  }

  #composition(): Promise<Composition> {
    this.#composed ??= this.#compose();
    return this.#composed;
  }

  async #compose(): Promise<Composition> {
    const [{ clouds }, { compose }] = await Promise.all([this.discovered(), import('../clouds/compose.ts')]);
    if (clouds.length === 0) throw new UsageError('no cloud is set up', 'add one to the configuration file');
    for (const alias of this.#named ?? []) mustBeThere(alias, clouds);
    return compose(
      this.#named ? clouds.filter(({ alias }) => this.#named?.includes(alias)) : clouds,
      this.io,
    );
  }
}

function mustBeThere(alias: string, clouds: Discovered['clouds']): void {
  if (clouds.some((cloud) => cloud.alias === alias)) return;
  const all = clouds.map((cloud) => cloud.alias).join(', ');
  throw new UsageError(`there is no cloud "${alias}"`, `use one of: ${all}`);
}

import type { Clouds, Driver, Feature, GatewayHandle, Operation, OperationEvent } from '@polynat/core';
import type { Engine } from '@polynat/engine';
import type { Migrations } from '@polynat/migrate';
import type { Shell } from './command.ts';
import type { Discovered } from './discovery.ts';
import { UsageError } from './failures.ts';
import type { Io } from './io.ts';

/** What the user says about any command. */
export interface CommonOptions {
  readonly config?: string;
  readonly json?: boolean;
  readonly yes?: boolean;
  /** Milliseconds. */
  readonly timeout?: number;
}

/** One run of one command. Everything heavy is loaded when it is first needed, so that help and mistakes are quick. */
export class Session {
  readonly io: Io;
  readonly options: CommonOptions;
  readonly shell: Shell;
  #discovered: Promise<Discovered> | undefined;
  #composed: Promise<Composition> | undefined;

  constructor(io: Io, options: CommonOptions, shell: Shell) {
    this.io = io;
    this.options = options;
    this.shell = shell;
  }

  discovered(): Promise<Discovered> {
    this.#discovered ??= import('./discovery.ts').then(({ discover }) =>
      discover(this.io, this.options.config),
    );
    return this.#discovered;
  }

  async clouds(): Promise<Clouds> {
    return (await this.#composition()).clouds;
  }

  /** A gateway to change, once it is known that its cloud can: asking a person comes after that. */
  async gatewayFor(ref: string, feature: Feature): Promise<GatewayHandle> {
    const clouds = await this.clouds();
    const handle = clouds.gateway(ref);
    const { requireFeature } = await import('@polynat/core');
    requireFeature(clouds.cloud(handle.ref.cloud).capabilities, feature, handle.ref.cloud);
    return handle;
  }

  async driver(alias: string): Promise<Driver> {
    return (await this.#composition()).driver(alias);
  }

  async migrations(): Promise<{ readonly engine: Engine; readonly migrations: Migrations }> {
    const composition = await this.#composition();
    const { openMigrations } = await import('./migrations.ts');
    return openMigrations(this, composition.clouds, (await this.discovered()).state);
  }

  /** What every call of this command is given. */
  get call(): { readonly signal: AbortSignal; readonly within?: number } {
    const { timeout } = this.options;
    return { signal: this.io.signal, ...(timeout !== undefined && { within: timeout }) };
  }

  /** Waits for a change and tells its progress on stderr. */
  async follow<T>(title: string, operation: Operation<T>): Promise<T> {
    const line = new ProgressLine(this.io, title);
    operation.onProgress((event) => line.show(event));
    try {
      return await operation;
    } finally {
      line.end();
    }
  }

  /** Asks before money is spent or something is destroyed. Scripts say `--yes`. */
  async confirm(what: readonly string[]): Promise<void> {
    if (this.options.yes) return;
    if (!this.io.interactive) {
      throw new UsageError(`this needs a confirmation: ${what.join(' ')}`, 'repeat the command with --yes');
    }
    this.io.err(`${what.join('\n')}\n`);
    const answer = await this.io.ask('Go on? [y/N] ');
    if (!/^y(es)?$/i.test(answer.trim())) throw new UsageError('stopped: not confirmed');
  }

  async close(): Promise<void> {
    if (this.#composed) await (await this.#composed.catch(() => undefined))?.close();
  }

  #composition(): Promise<Composition> {
    this.#composed ??= this.discovered().then(async (discovered) => {
      const { compose } = await import('./compose.ts');
      return compose(discovered.clouds, this.io);
    });
    return this.#composed;
  }
}

export interface Composition {
  readonly clouds: Clouds;
  driver(alias: string): Driver;
  close(): Promise<void>;
}

/** One line that is overwritten on a terminal and appended elsewhere, only when it says something new. */
class ProgressLine {
  readonly #io: Io;
  readonly #title: string;
  #last = '';

  constructor(io: Io, title: string) {
    this.#io = io;
    this.#title = title;
  }

  show(event: OperationEvent): void {
    const text = wordsOf(event);
    if (text === undefined || text === this.#last) return;
    this.#last = text;
    const line = `${this.#title}: ${text}`;
    this.#io.err(this.#io.interactive && event.is !== 'notice' ? `\r\u001b[2K${line}` : `${line}\n`);
  }

  end(): void {
    if (this.#io.interactive && this.#last !== '') this.#io.err('\r\u001b[2K');
  }
}

function wordsOf(event: OperationEvent): string | undefined {
  if (event.is === 'notice') return event.text;
  if (event.is === 'accepted') return `accepted, waiting for ${event.step}`;
  if (event.is === 'pending') return `${event.seen} (${Math.round(event.elapsed / 1000)} s)`;
  return undefined;
}

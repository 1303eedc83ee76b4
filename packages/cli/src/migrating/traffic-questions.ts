import { NatError } from '@polynat/core';
import type { Engine } from '@polynat/engine';
import type { CutOver } from '@polynat/migrate';
import type { Terminal } from '../terminal/terminal.ts';
import { willDelete, workingOn } from './recorded-plan.ts';

/** Facts about the traffic that the command line states. */
export interface Stated {
  /** Traffic uses the new gateway. */
  readonly switched: boolean | undefined;
  /** Traffic uses the source again. */
  readonly switchedBack: boolean | undefined;
}

/** What only the user knows about the traffic. */
interface Fact {
  readonly stated: boolean | undefined;
  readonly question: string;
  readonly missing: string;
  /** The command that states it and continues the run. */
  readonly next: (run: string) => string;
}

/** Asks, in runs of earlier releases, about the traffic before they delete a gateway. `--yes` confirms; it does not state facts. */
export class TrafficQuestions {
  readonly #terminal: Terminal;
  readonly #engine: Pick<Engine, 'list' | 'stop'>;
  readonly #stated: Stated;
  /** Why a run was stopped that the user has to continue. */
  stopped: NatError | undefined;

  constructor(terminal: Terminal, engine: Pick<Engine, 'list' | 'stop'>, stated: Stated) {
    this.#terminal = terminal;
    this.#engine = engine;
    this.#stated = stated;
  }

  async cutOver(change: CutOver): Promise<void> {
    const { source } = change;
    this.#terminal.io.err(
      `The new gateway ${change.target} is created and verified. Switch routes, firewalls and DNS to it:\n${moves(change)}${routesOf(change)}`,
    );
    if (!(await willDelete(this.#engine, source))) return;
    await this.#require(source, {
      stated: this.#stated.switched,
      question: `Answer yes only when no traffic uses ${source}. ${source} will be deleted.`,
      missing: `switch all traffic away from ${source} before Polynat deletes it`,
      next: (run) => `polynat resume ${run} --switched`,
    });
  }

  async revertCutOver(change: CutOver): Promise<void> {
    const { source } = change;
    this.#terminal.io.err(`Switch traffic back to ${source}:\n${moves(change)}`);
    await this.#require(source, {
      stated: this.#stated.switchedBack,
      question: 'Answer yes only when no traffic uses the new gateway. It will be deleted.',
      missing: 'switch all traffic back before Polynat deletes the new gateway',
      next: (run) => `polynat rollback ${run} --yes --switched-back`,
    });
  }

  /** Stops the run, to be continued, when the fact is not stated. */
  async #require(source: string, { stated, question, missing, next }: Fact): Promise<void> {
    if (stated || (await this.#terminal.states(question))) return;
    const run = await workingOn(this.#engine, source);
    const remedy = `switch the traffic, then run \`${next(run?.id ?? 'RUN')}\``;
    const refusal = new NatError('failed-precondition', missing, { remedy });
    if (run) {
      this.stopped = refusal;
      // Not awaited: the engine stops once this operation has ended.
      void this.#engine.stop(run.id);
    }
    throw refusal;
  }
}

/** On some clouds a gateway that nothing points at looks ready and carries nothing. */
const routesOf = ({ routes, target }: CutOver): string =>
  routes === undefined
    ? ''
    : `  ${target} carries no traffic until a route table has a route to it, such as 0.0.0.0/0. Polynat does not change routes.\n`;

function moves({ changes, addresses }: CutOver): string {
  const moved = Object.entries(addresses).map(([before, after]) => `${before} → ${after}`);
  return (moved.length > 0 ? moved : changes).map((line) => `  ${line}\n`).join('');
}

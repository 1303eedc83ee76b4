import { NatError } from '@polynat/core';
import type { OperationHandler, Procedure } from './port.ts';

/** What this process knows how to do. */
export class Registry {
  readonly handlers = new Map<string, OperationHandler>();
  readonly #procedures = new Map<string, Map<number, Procedure>>();

  addHandler(kind: string, handler: OperationHandler): void {
    if (this.handlers.has(kind)) throw duplicate('kind', `operations of kind ${kind} have a handler already`);
    this.handlers.set(kind, handler);
  }

  addProcedure(name: string, version: number, procedure: Procedure): void {
    const versions = this.#procedures.get(name) ?? new Map<number, Procedure>();
    if (!Number.isSafeInteger(version))
      throw new NatError('invalid-argument', 'needs a whole number', { field: 'version' });
    if (versions.has(version))
      throw duplicate('version', `procedure ${name} has a version ${version} already`);
    this.#procedures.set(name, versions.set(version, procedure));
  }

  /** New runs use the highest version. */
  latest(name: string): number {
    const versions = this.#procedures.get(name);
    if (versions) return Math.max(...versions.keys());
    throw new NatError('invalid-argument', `no procedure ${name} is registered`, {
      field: 'procedure',
      remedy: `register it with engine.procedure('${name}', 1, …)`,
    });
  }

  knows(name: string, version: number): boolean {
    return this.#procedures.get(name)?.has(version) ?? false;
  }

  /** A run keeps the version it was started with: another one might replay it differently. */
  procedure(name: string, version: number): Procedure {
    const procedure = this.#procedures.get(name)?.get(version);
    if (procedure) return procedure;
    throw new NatError(
      'failed-precondition',
      `the run was started by version ${version} of procedure ${name}`,
      {
        remedy: 'go on with a release that has this version',
      },
    );
  }
}

function duplicate(field: string, message: string): NatError {
  return new NatError('invalid-argument', message, { field, remedy: 'register each once, at start-up' });
}

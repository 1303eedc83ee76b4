import type { CloudRequest } from '../../cloud.ts';
import { found, refuse } from '../../world/alibaba/refusal.ts';
import { findRegion } from '../../world/alibaba/regions.ts';
import type { Call, World } from '../../world/alibaba/world.ts';
import { type ParametersOf, type ParameterTable, readParameters } from './parameters.ts';
import { unserved } from './unserved.ts';
import type { Fields } from './wire.ts';

/** What an operation works on. */
export interface Context {
  readonly world: World;
  readonly call: Call;
}

export interface Operation {
  readonly name: string;
  readonly parameters: ParameterTable;
  answer(world: World, wire: ReadonlyMap<string, string>, faults: Pick<CloudRequest, 'workFault'>): Fields;
}

interface Definition<T extends ParameterTable> {
  readonly name: string;
  readonly parameters: T;
  /** A listing may take a ClientToken too; it is read anew under the same one. */
  readonly reads?: true;
  run(context: Context, given: ParametersOf<T>): Fields;
}

/** One operation as data: its name, its parameters, and what it does with them. */
export function operation<const T extends ParameterTable>({
  name,
  parameters,
  reads,
  run,
}: Definition<T>): Operation {
  return {
    name,
    parameters,
    answer(world, wire, faults) {
      checkRegion(wire);
      checkServed(name, wire);
      const given = readParameters(parameters, wire);
      const call: Call = {
        dryRun: 'DryRun' in parameters && wire.get('DryRun')?.toLowerCase() === 'true',
        get workFault() {
          return faults.workFault;
        },
      };
      const token = 'ClientToken' in parameters && !reads ? wire.get('ClientToken') : undefined;
      const act = () => run({ world, call }, given);
      if (token === undefined || token === '') return act();
      return world.tokens.once({ token, operation: name, fingerprint: fingerprintOf(wire) }, act);
    },
  };
}

function checkServed(operation: string, wire: ReadonlyMap<string, string>): void {
  const refused = unserved[operation] ?? [];
  if (refused.length === 0) return;
  for (const [sent, value] of wire) {
    const [name = ''] = sent.split('.', 1);
    if (value !== '' && refused.includes(name)) refuse('parameter-not-served', { name });
  }
}

/** A region that was named must exist; whether it must be named is for the table to say. */
function checkRegion(wire: ReadonlyMap<string, string>): void {
  const region = wire.get('RegionId');
  if (region !== undefined && region !== '') found(findRegion(region), 'region-not-found');
}

/** Parameters that differ between two attempts of one call. */
const perAttempt = new Set([
  'AccessKeyId',
  'Action',
  'Format',
  'SecurityToken',
  'Signature',
  'SignatureMethod',
  'SignatureNonce',
  'SignatureType',
  'SignatureVersion',
  'Timestamp',
  'Version',
]);

function fingerprintOf(wire: ReadonlyMap<string, string>): string {
  return JSON.stringify([...wire].filter(([name]) => !perAttempt.has(name)).sort());
}

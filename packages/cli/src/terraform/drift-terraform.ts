import { driftFromState, type TerraformDrift } from '@polynat/terraform';
import type { Answer } from '../command-line/answer.ts';
import type { Needs } from '../command-line/context.ts';
import { type ExitCode, exitCodes } from '../terminal/failures.ts';
import { table } from '../terminal/table.ts';
import { readStateFile } from './state-file.ts';

/** Compares every gateway in a state of Terraform with its cloud. */
export async function driftTerraform(
  { terminal, clouds, call }: Needs<'terminal' | 'clouds' | 'call'>,
  file: string,
): Promise<Answer> {
  const state = readStateFile(terminal.io, file);
  const drifts = await terminal.reading(file, driftFromState(await clouds.all(), state, call));
  return {
    json: drifts,
    text: table(drifts.flatMap(rowsOf), columns, 'The state has no gateways.'),
    exit: exitOf(drifts),
  };
}

function exitOf(drifts: readonly TerraformDrift[]): ExitCode {
  if (drifts.some(({ failure }) => failure)) return exitCodes.failed;
  return drifts.every(({ steps }) => steps.length === 0) ? exitCodes.done : exitCodes.differs;
}

interface Row {
  readonly gateway: string;
  readonly what: string;
  readonly tone: 'good' | 'busy' | undefined;
}

function rowsOf({ address, steps, unmanaged, untold, failure }: TerraformDrift): readonly Row[] {
  const row = (what: string, tone?: Row['tone']): Row => ({ gateway: address, what, tone });
  if (failure) return [row(failure.message, 'busy')];
  return [
    ...(steps.length === 0 ? [row('no drift', 'good')] : steps.map((what) => row(what, 'busy'))),
    ...unmanaged.map((what) => row(`not managed by Terraform: ${what}`)),
    ...untold.map(({ where, why }) => row(`not compared: ${where}: ${why}`)),
  ];
}

const columns = [
  { title: 'gateway', of: ({ gateway }: Row) => gateway },
  { title: 'drift', of: ({ what }: Row) => what, tone: ({ tone }: Row) => tone },
];

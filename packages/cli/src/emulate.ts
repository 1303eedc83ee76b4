import { readFileSync } from 'node:fs';
import type { Emulator } from '@polynat/emulator';
import { parse } from 'yaml';
import { type OptionValues, optional } from './command.ts';
import { UsageError } from './failures.ts';
import type { Session } from './session.ts';

/** Runs the emulator until somebody interrupts it. With `--json`, the first line tells everything a program needs. */
export async function emulate(
  { io, options: { json } }: Session,
  _parameters: readonly string[],
  options: OptionValues,
): Promise<undefined> {
  const { startEmulator } = await import('@polynat/emulator');
  const seed = optional(options, 'seed');
  const emulator = await startEmulator({
    port: numberOf(options, 'port', 0),
    speed: numberOf(options, 'speed', 60),
    ...(seed !== undefined && { seed: readSeed(seed) }),
  });
  io.out(json ? `${JSON.stringify(emulator.connection())}\n` : welcome(emulator));
  await interrupted(io.signal);
  await emulator.close();
}

function numberOf(options: OptionValues, name: string, usual: number): number {
  const text = optional(options, name);
  const value = Number(text ?? usual);
  if (text !== undefined && (text.trim() === '' || !Number.isFinite(value) || value < 0)) {
    throw new UsageError(`--${name}: "${text}" is not a number`);
  }
  if (name === 'port' && (value > 65535 || !Number.isInteger(value)))
    throw new UsageError(`--port: ${value} is not a port`, 'use 0 to 65535');
  return value;
}

function readSeed(path: string): unknown {
  try {
    return parse(readFileSync(path, 'utf8'), { maxAliasCount: 0 });
  } catch (thrown) {
    throw new UsageError(`--seed: cannot read ${path}: ${thrown instanceof Error ? thrown.message : thrown}`);
  }
}

function welcome(emulator: Emulator): string {
  const { networks } = emulator.connection();
  return `Alibaba Cloud, Baidu AI Cloud and Tencent Cloud BM at ${emulator.url}

In another terminal:
  export POLYNAT_EMULATOR=${emulator.url}
  npx polynat gateways list
  npx polynat gateways create alibaba --network ${networks.alibaba.vpcId} --subnet ${networks.alibaba.vSwitchId} --name egress --yes

State:    ${emulator.url}/_emulator/world
Requests: ${emulator.url}/_emulator/requests
Stop with Ctrl-C.
`;
}

const interrupted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });

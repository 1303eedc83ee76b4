import type { Emulator } from '@polynat/emulator';
import type { Needs } from '../command-line/context.ts';
import { parseYaml, readText } from '../command-line/files.ts';
import { type OptionValues, optional } from '../command-line/options.ts';
import { portIn, portTaken } from '../command-line/parse.ts';
import { UsageError } from '../terminal/failures.ts';

/** Runs the emulator until it is interrupted. With `--json`, the first line has everything a program needs. */
export async function emulate(
  { terminal: { io, json } }: Needs<'terminal'>,
  _parameters: readonly string[],
  options: OptionValues,
): Promise<undefined> {
  const { startEmulator } = await import('@polynat/emulator');
  const seed = optional(options, 'seed');
  const emulator = await startEmulator({
    port: portIn(options, 'port', '--port'),
    speed: speedFrom(options),
    strictTokens: options.strictTokens === true,
    ...(seed !== undefined && { seed: parseYaml(readText(io, seed, 'seed'), seed) }),
  })
    .catch(portTaken('--port'))
    .catch(refuseSeed);
  io.out(json ? `${JSON.stringify(emulator.connection())}\n` : welcome(emulator));
  await interrupted(io.signal);
  await emulator.close();
}

/** Apart from its port, the emulator only fails to start for an invalid seed. */
function refuseSeed(thrown: unknown): never {
  if (thrown instanceof UsageError) throw thrown;
  throw new UsageError(
    thrown instanceof Error ? thrown.message : String(thrown),
    'see the seed format in the README of the emulator',
  );
}

function speedFrom(options: OptionValues): number {
  const text = optional(options, 'speed') ?? '60';
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  throw new UsageError(`--speed: "${text}" is not a number`, 'write 60, 0.5, or 0 for no waiting');
}

function welcome(emulator: Emulator): string {
  const { networks } = emulator.connection();
  return `Alibaba Cloud, Baidu AI Cloud and Tencent Cloud (BM and VPC) at ${emulator.url}

In another terminal:
  export POLYNAT_EMULATOR=${emulator.url}
  npx polynat gateways list
  npx polynat gateways create alibaba --network ${networks.alibaba.vpcId} --subnet ${networks.alibaba.vSwitchId} --name egress --yes

State:    ${emulator.url}/_emulator/world
Requests: ${emulator.url}/_emulator/requests
Stop with Ctrl-C.
`;
}

export const interrupted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });

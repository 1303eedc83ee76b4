import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmulator } from '@polynat/emulator';
import type { Needs } from '../command-line/context.ts';
import { fleet } from './fleet.ts';
import { Narrator } from './narrator.ts';
import { tour } from './tour.ts';

/** Durations of the clouds are divided by this. */
const speed = 240;

/** Shows the main job with the commands a person would type, against three clouds emulated in this process. */
export async function demo({ terminal: { io }, shell }: Needs<'terminal' | 'shell'>): Promise<undefined> {
  const emulator = await startEmulator({ speed, seed: fleet });
  const folder = mkdtempSync(join(tmpdir(), 'polynat-demo-'));
  try {
    io.out(opening(emulator.url));
    await tour(new Narrator(io, shell, emulator.url, folder));
    io.out(closing);
  } finally {
    await emulator.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const opening = (url: string) => `Polynat demo. Alibaba Cloud, Baidu AI Cloud and Tencent Cloud bare metal are
emulated in this process, at ${url}: nothing leaves this machine, nothing costs
money, and waiting goes ${speed} times as fast as in the clouds. The lines after a $ are run for real.
`;

const closing = `
That is the whole of it. The emulator ends here; to go on by hand:

  npx polynat emulate           three clouds on this machine, until Ctrl-C
  npx polynat init              your own accounts
  npx polynat --help            everything else
`;

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmulator } from '@polynat/emulator';
import type { Needs } from '../command-line/context.ts';
import { fleet } from './fleet.ts';
import { Narrator } from './narrator.ts';
import { tour } from './tour.ts';

/** Emulated durations are divided by this. */
const speed = 240;

/** Shows the main tasks as typed commands, against three clouds emulated in this process. */
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
emulated in this process, at ${url}: nothing leaves this machine, nothing is
billed, and waiting is ${speed} times faster than in the clouds. The lines after a $ are real commands.
`;

const closing = `
The demo ends here, and its emulator with it. To continue:

  npx polynat emulate           three clouds on this machine, until Ctrl-C
  npx polynat init              your own accounts
  npx polynat --help            everything else
`;

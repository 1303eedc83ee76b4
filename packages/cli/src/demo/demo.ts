import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Gateway } from '@polynat/core';
import type { Emulator } from '@polynat/emulator';
import { stringify } from 'yaml';
import { type ExitCode, exitCodes } from '../failures.ts';
import type { Io } from '../io.ts';
import type { Session } from '../session.ts';
import { fleet } from './fleet.ts';

/** Shows the main job with the commands a person would type, against three clouds emulated in this process. */
export async function demo({ io, shell }: Session): Promise<undefined> {
  const { startEmulator } = await import('@polynat/emulator');
  const emulator = await startEmulator({ speed: 240, seed: fleet });
  const folder = mkdtempSync(join(tmpdir(), 'polynat-demo-'));
  try {
    io.out(opening(emulator.url));
    await tour(stageFor(io, shell, emulator, folder), emulator, folder);
    io.out(closing);
  } finally {
    await emulator.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const opening = (
  url: string,
) => `Polynat demo. Alibaba Cloud, Baidu AI Cloud and Tencent Cloud bare metal are emulated at ${url}:
nothing leaves this machine and nothing costs money. Waiting goes 240 times as fast as in the clouds. Every line after a $ is a
command you can type yourself (start \`npx polynat emulate\` and export the POLYNAT_EMULATOR it prints).
`;

const closing = `
That was the whole of it. Next: README.md, or point it at your own accounts with \`npx polynat init\`.
`;

interface Stage {
  say(text: string): void;
  /** Types a command and shows what it answers. */
  type(...args: string[]): Promise<ExitCode>;
  /** Asks without showing, for what the next command needs to know. */
  gateways(): Promise<readonly Gateway[]>;
}

function stageFor(io: Io, run: Session['shell'], emulator: Emulator, folder: string): Stage {
  const environment = {
    ...io.environment,
    POLYNAT_EMULATOR: emulator.url,
    POLYNAT_STATE: join(folder, 'runs'),
    POLYNAT_CONFIG: undefined,
  };
  const inside: Io = { ...io, environment, directory: folder, home: folder, interactive: false };
  return {
    say: (text) => io.out(`\n${text}\n`),
    type(...args) {
      io.out(`\n$ polynat ${args.map(quoted).join(' ')}\n`);
      return run(args, { ...inside, err: io.out });
    },
    async gateways() {
      let text = '';
      await run(['gateways', 'list', '--json'], { ...inside, out: (more) => (text += more) });
      return JSON.parse(text);
    },
  };
}

const quoted = (word: string): string => (/^[\w./:=@,-]+$/.test(word) ? word : `'${word}'`);

async function tour(stage: Stage, emulator: Emulator, folder: string): Promise<void> {
  stage.say('1. One table over three clouds');
  mustWork(await stage.type('gateways', 'list'));
  const gateways = await stage.gateways();
  const [shop, search, legacy] = ['shop-egress', 'search-out', 'legacy_nat'].map((name) =>
    refOf(gateways, name),
  );

  stage.say('2. What is about to expire, and a renewal');
  mustWork(await stage.type('billing', 'expiring', '--within', '30d'));
  mustWork(await stage.type('billing', 'renew', search ?? '', '3m', '--yes'));

  stage.say(
    "3. The bare metal gateway is near its limit: a bigger one, said in connections, not in a cloud's words",
  );
  mustWork(await stage.type('gateways', 'resize', legacy ?? '', 'at-least=2000000', '--yes'));

  stage.say('4. From Alibaba Cloud to Baidu AI Cloud. First the plan, with what cannot be carried over');
  writeFileSync(join(folder, 'mapping.yaml'), mappingFor(emulator));
  await stage.type('plan', shop ?? '', '--to', 'baidu', '--mapping', join(folder, 'mapping.yaml'));

  stage.say('5. Then the move. Kill it at any moment and the same command goes on where it stopped');
  mustWork(
    await stage.type(
      'migrate',
      shop ?? '',
      '--to',
      'baidu',
      '--mapping',
      join(folder, 'mapping.yaml'),
      '--yes',
    ),
  );
  mustWork(await stage.type('gateways', 'list'));
  const moved = refOf(
    (await stage.gateways()).filter(({ ref }) => `${ref}`.startsWith('baidu:')),
    'shop-egress',
  );
  mustWork(await stage.type('dnat', 'list', moved));
}

/** What a person decides: where it goes, how big, how it is paid, and that new addresses may be bought. */
function mappingFor(emulator: Emulator): string {
  const { vpcId, subnetId } = emulator.connection().networks.baidu;
  return stringify({
    network: { vpc: vpcId, subnet: subnetId },
    size: { units: 1 },
    otherAddresses: 'allocate',
  });
}

function refOf(gateways: readonly Gateway[], name: string): string {
  const found = gateways.find((gateway) => gateway.name === name);
  if (found) return `${found.ref}`;
  throw new Error(`the demo fleet has no gateway "${name}"`);
}

function mustWork(exit: ExitCode): void {
  if (exit !== exitCodes.done) throw new Error('the demo stopped: the command above failed');
}

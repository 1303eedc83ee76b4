import { auditLog, roles } from '@polynat/access';
import type { Clouds } from '@polynat/core';
import { createEngine, fileStore } from '@polynat/engine';
import type { Needs } from '../command-line/context.ts';
import { optionalPackage } from '../command-line/optional-package.ts';
import type { OptionValues } from '../command-line/options.ts';
import { portIn, portTaken } from '../command-line/parse.ts';
import { interrupted } from '../emulator/emulate.ts';
import type { Io } from '../terminal/io.ts';
import { userOf } from '../terminal/user.ts';
import { sessionSecretIn } from './session-secret.ts';
import { folderIn } from './state-folder.ts';

/** Serves the clouds until it is interrupted. With `--json`, the first line has everything a program needs. */
export async function serve(
  context: Needs<'clouds' | 'terminal'>,
  options: OptionValues,
): Promise<undefined> {
  const { io, json } = context.terminal;
  const [{ createServer, listen, localLink }, { portalPage }] = await optionalPackage(
    ['@polynat/server', '@polynat/portal'],
    () => Promise.all([import('@polynat/server'), import('@polynat/portal')]),
  );
  const port = portIn(options, 'port', '--port');
  const place = options.emulated === true ? await openEmulated(io) : { nat: await context.clouds.all() };
  const folder = await folderFor(context, options);
  const engine = createEngine({ store: fileStore(folder) });
  const link = localLink({ principal: { id: userOf(io), roles }, secret: sessionSecretIn(folder) });
  const server = createServer({
    clouds: place.nat,
    engine,
    audit: auditLog({ folder }),
    authenticate: link,
    page: portalPage(),
    onError: (error) => io.err(`${error instanceof Error ? error.message : String(error)}\n`),
  });
  try {
    const { url, close } = await listen(server, { port }).catch(portTaken('--port'));
    const told = { url, link: link.linkFor(url), token: link.token };
    const shown = place.emulator === undefined ? told : { ...told, emulator: place.emulator };
    io.out(json ? `${JSON.stringify(shown)}\n` : welcome(shown, folder));
    await interrupted(io.signal);
    await close();
  } finally {
    await server.close();
    await engine.close();
    await place.close?.();
  }
}

interface Place {
  readonly nat: Clouds;
  /** URL of the emulator. */
  readonly emulator?: string;
  close?(): Promise<void>;
}

/** An emulator of its own with a fleet, or the one that the environment names, which outlives the server. */
async function openEmulated(io: Io): Promise<Place> {
  const [{ emulatedClouds }, { compose }] = await Promise.all([
    import('../clouds/emulated.ts'),
    import('../clouds/compose.ts'),
  ]);
  const outside = io.environment.POLYNAT_EMULATOR;
  const own = outside ? undefined : await startFilled();
  const url = own?.url ?? outside ?? '';
  const { clouds, close } = await compose(await emulatedClouds(url, io), io);
  return {
    nat: clouds,
    emulator: url,
    async close() {
      await close();
      await own?.close();
    },
  };
}

async function startFilled() {
  const [{ startEmulator }, { fleet }] = await Promise.all([
    import('@polynat/emulator'),
    import('../demo/fleet.ts'),
  ]);
  return startEmulator({ seed: fleet, speed: 60 });
}

/** The journals of an emulated fleet must not lie beside those of real gateways. */
async function folderFor(context: Needs<'clouds' | 'terminal'>, options: OptionValues): Promise<string> {
  if (options.emulated !== true || options.state !== undefined) return folderIn(context, options);
  const [{ mkdtemp }, { tmpdir }, { join }] = await Promise.all([
    import('node:fs/promises'),
    import('node:os'),
    import('node:path'),
  ]);
  return mkdtemp(join(tmpdir(), 'polynat-emulated-'));
}

const welcome = (
  { url, link, token }: { readonly url: string; readonly link: string; readonly token: string },
  folder: string,
): string => `Open in a browser (works once): ${link}

In another terminal:
  curl -H 'Authorization: Bearer ${token}' ${url}/api/v1/gateways

API:    ${url}/openapi.json
State:  ${folder}
Stop with Ctrl-C.
`;

import { Server, ServerCredentials, type UntypedServiceImplementation } from '@grpc/grpc-js';
import { handlersFor, type WorldReader } from './handlers.ts';
import { protocol } from './protocol.ts';
import { facts } from './schemas.ts';

export interface StandInProviders {
  /** What `TF_REATTACH_PROVIDERS` must say. */
  readonly reattach: string;
  close(): void;
}

/**
 * Providers that are running already, one for each cloud: Terraform neither downloads nor verifies those. They know the schemas of
 * the real ones and read the world of an emulator. They import and read; whatever would change something fails.
 */
export async function startProviders(world: WorldReader): Promise<StandInProviders> {
  const started = await Promise.all(
    Object.entries(facts.providers).map(async ([name, { source }]) => {
      const server = new Server();
      const service = protocol['tfplugin5.Provider'];
      if (!service || 'format' in service) throw new Error('the protocol has a service');
      server.addService(service, handlersFor(name, world) as UntypedServiceImplementation);
      const port = await listen(server);
      const address = { Network: 'tcp', String: `127.0.0.1:${port}` };
      const place = { Protocol: 'grpc', ProtocolVersion: 5, Pid: process.pid, Test: true, Addr: address };
      return { server, entry: [source, place] as const };
    }),
  );
  return {
    reattach: JSON.stringify(Object.fromEntries(started.map(({ entry }) => entry))),
    close() {
      for (const { server } of started) server.forceShutdown();
    },
  };
}

const listen = (server: Server): Promise<number> =>
  new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(port),
    );
  });

import { startEmulator } from '@polynat/emulator';

const emulator = await startEmulator({ speed: 0 });
const { url, credentials, networks } = emulator.connection();
// point any client at `url` with `credentials`, create a gateway in `networks`
emulator.faults.append({ kind: 'reset-after', operation: 'CreateNatGateway', count: 1 });
await emulator.close();

export {};

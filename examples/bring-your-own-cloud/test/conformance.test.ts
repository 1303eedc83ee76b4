import { manualClock, probedSender, seededRandom } from '@polynat/testkit';
import { type Harness, runConformance } from '@polynat/testkit/conformance';
import { leanSender } from '@polynat/transport';
import { volcano } from '../src/index.ts';
import { credentials, startVolcano } from './volcano-server.ts';

/** The request that carries out each mutation Volcano has. */
const shapes: Readonly<Record<string, string>> = {
  'gateways.create': 'POST gateways',
  'gateways.delete': 'DELETE gateways',
  'snat.add': 'POST gateways rules',
  'snat.remove': 'DELETE gateways rules',
  'addresses.attach': 'PUT gateways ips',
};

runConformance('volcano', async (): Promise<Harness> => {
  const clock = manualClock({ autoAdvance: true });
  const cloud = await startVolcano(clock);
  const { sender } = probedSender(leanSender(), clock);
  const connect = (seed: number) =>
    volcano({ region: 'etna', credentials, endpoint: cloud.url, sender, clock, random: seededRandom(seed) });
  return {
    driver: connect(1),
    clock,
    network: { vpc: 'vpc-1', cidr: '10.0.0.0/16' },
    addresses: ['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4', '192.0.2.5'],
    requests: cloud.requests,
    loseNextReply: (mutation) => cloud.loseNextReply(shapes[mutation] ?? mutation),
    throttleNextRequest: cloud.throttleNextRequest,
    waitingFaults: cloud.waitingFaults,
    freshDriver: () => connect(2),
    close: async () => {
      await sender.close();
      await cloud.close();
    },
    secrets: [credentials.secret],
  };
});

import type { Emulator } from '../../src/index.ts';
import { flatten } from '../tencent/signing.ts';
import { type Parameters, signV2 } from './client.ts';

let nonce = 0;

/** The address of a signed v2 call to a running emulator, for tests that look at the connection rather than the answer. */
export function signedUrl(emulator: Emulator, action: string, parameters: Parameters = {}): string {
  const { url, credentials } = emulator.connection();
  nonce += 1;
  const signed = new Map([
    ['Action', action],
    ['Region', 'gz'],
    ['Timestamp', String(Math.floor(emulator.clock.wall() / 1000))],
    ['Nonce', String(nonce)],
    ['SecretId', credentials.tencentBm.secretId],
    ...flatten(parameters),
  ]);
  const path = '/v2/index.php';
  const { secretKey } = credentials.tencentBm;
  signed.set('Signature', signV2(signed, { method: 'GET', host: new URL(url).host, path, secretKey }));
  return `${url}${path}?${new URLSearchParams([...signed])}`;
}

/** A request that creates a gateway with one ordered address. */
export function creation(emulator: Emulator, natName = 'shop'): string {
  const { vpcId } = emulator.connection().networks.tencentBm;
  const request = { natName, unVpcId: vpcId, maxConcurrent: 1_000_000, forwardMode: 0, autoAllocEipNum: 1 };
  return signedUrl(emulator, 'CreateBmNatGateway', request);
}

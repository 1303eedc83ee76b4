import type { Emulator } from '../../src/index.ts';
import { signTc3 } from '../tencent/signing.ts';

/** A signed call to a running emulator, for tests that look at the connection rather than the answer. */
export function signedCall(emulator: Emulator, action: string, parameters: object = {}) {
  const { url, credentials } = emulator.connection();
  const host = new URL(url).host;
  const body = JSON.stringify(parameters);
  const timestamp = String(Math.floor(emulator.clock.wall() / 1000));
  const contentType = 'application/json';
  const signing = { method: 'POST', host, query: '', contentType, body, timestamp, service: 'vpc' };
  const headers = {
    'content-type': contentType,
    'x-tc-action': action,
    'x-tc-version': '2017-03-12',
    'x-tc-region': 'ap-guangzhou',
    'x-tc-timestamp': timestamp,
    authorization: signTc3({ ...signing, ...credentials.tencentVpc }),
  };
  return { method: 'POST', url: `${url}/`, headers, body };
}

/** A request that creates a gateway with one EIP that is allocated for it. */
export function creation(emulator: Emulator, name = 'shop') {
  const { vpcId } = emulator.connection().networks.tencentVpc;
  const wish = { NatGatewayName: name, VpcId: vpcId, AddressCount: 1 };
  return signedCall(emulator, 'CreateNatGateway', wish);
}

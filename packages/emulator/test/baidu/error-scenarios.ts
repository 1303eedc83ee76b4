import { type Answer, DAY, HOUR, sign, type TestCloud } from './client.ts';

/** A way to a refusal, on a cloud of its own where everything finishes at once. */
export type Scenario = (cloud: TestCloud) => Answer;

export const postpaid = { paymentTiming: 'Postpaid' };

export function prepaid(months: number) {
  return {
    paymentTiming: 'Prepaid',
    reservation: { reservationLength: months, reservationTimeUnit: 'month' },
  };
}

export function renewal(months: unknown, unit = 'month') {
  return { billing: { reservation: { reservationLength: months, reservationTimeUnit: unit } } };
}

/** Creates a gateway and gives its path. */
export function createGateway(cloud: TestCloud, order: Record<string, unknown>): string {
  const body = { name: 'gateway', vpcId: cloud.vpcId, billing: postpaid, ...order };
  return `/v1/nat/${String(cloud.send('POST', '/v1/nat', body).json.natId)}`;
}

const enhanced = (cloud: TestCloud, order: Record<string, unknown> = {}) =>
  createGateway(cloud, { cuNum: 1, ...order });
const normal = (cloud: TestCloud, order: Record<string, unknown> = {}) =>
  createGateway(cloud, { spec: 'small', ...order });

/** An enhanced gateway with two addresses. */
function bound(cloud: TestCloud): { readonly path: string; readonly ips: readonly string[] } {
  const ips = cloud.eips.slice(0, 2);
  return { path: enhanced(cloud, { bindEips: ips }), ips };
}

function snat(ips: readonly string[], source = '192.168.1.0/24') {
  return { ruleName: 'out', publicIpsAddress: ips, sourceCIDR: source };
}

function dnat(ip: string | undefined, changes: Record<string, unknown> = {}) {
  return {
    publicIpAddress: ip,
    privateIpAddress: '192.168.1.4',
    protocol: 'TCP',
    publicPort: 80,
    privatePort: 8080,
    ...changes,
  };
}

/** A request with an Authorization header of the test's own making. */
function withAuthorization(cloud: TestCloud, authorization: string): Answer {
  return cloud.send('GET', '/v1/vpc', undefined, { headers: { authorization } });
}

function bindOrder(ips: readonly string[]) {
  return { bindEips: ips };
}

const authentication: Record<string, Scenario> = {
  'no signature': (cloud) => withAuthorization(cloud, ''),
  'a key that only reads': (cloud) => {
    const keys = { accessKeyId: 'reader', secretAccessKey: 'reader-secret' };
    cloud.cloud.seed({ keys: [{ ...keys, readOnly: true }] });
    return cloud.send('POST', '/v1/nat', {}, { keys });
  },
  'temporary keys without their security token': (cloud) => {
    const keys = { accessKeyId: 'temporary', secretAccessKey: 'temporary-secret' };
    cloud.cloud.seed({ keys: [{ ...keys, sessionToken: 'token' }] });
    return cloud.send('GET', '/v1/vpc', undefined, { keys });
  },
  'an account without a verified name': (cloud) => {
    cloud.cloud.seed({ account: { realNameVerified: false } });
    return cloud.send('POST', '/v1/nat', {});
  },
  'an account without the service': (cloud) => {
    cloud.cloud.seed({ account: { subscribed: false } });
    return cloud.send('GET', '/v1/vpc');
  },
  'an unknown key': (cloud) =>
    cloud.send('GET', '/v1/vpc', undefined, {
      keys: { accessKeyId: 'nobody', secretAccessKey: 'nothing' },
    }),
  'a wrong secret': (cloud) =>
    cloud.send('GET', '/v1/vpc', undefined, {
      keys: { accessKeyId: cloud.cloud.credentials.accessKeyId ?? '', secretAccessKey: 'wrong' },
    }),
  'another authorization scheme': (cloud) => withAuthorization(cloud, 'bce-auth-v2/a/b/c/host/d'),
  'a signature that leaves out the host': (cloud) => {
    const { accessKeyId = '', secretAccessKey = '' } = cloud.cloud.credentials;
    const date = new Date(cloud.clock.wall()).toISOString().replace('.000', '');
    const headers = { 'x-bce-date': date };
    return withAuthorization(
      cloud,
      sign({ accessKeyId, secretAccessKey }, 'GET', '/v1/vpc', '', headers, date),
    );
  },
  'a request older than its validity': (cloud) =>
    cloud.send('GET', '/v1/vpc', undefined, { clockSkew: HOUR }),
  'a request dated far ahead': (cloud) => cloud.send('GET', '/v1/vpc', undefined, { clockSkew: -HOUR }),
};

const form: Record<string, Scenario> = {
  'a body with broken JSON': (cloud) => cloud.send('POST', '/v1/nat', undefined, { text: '{"name":' }),
  'a body without a required field': (cloud) =>
    cloud.send('POST', '/v1/nat', { name: 'n', cuNum: 1, billing: postpaid }),
  'a field of the wrong type': (cloud) =>
    cloud.send('PUT', `${enhanced(cloud)}/deleteProtect`, { deleteProtect: 'true' }),
  'a body that is no object': (cloud) => cloud.send('POST', '/v1/nat', [1]),
  'a prepaid order without a term': (cloud) =>
    cloud.send('POST', '/v1/nat', {
      name: 'n',
      vpcId: cloud.vpcId,
      cuNum: 1,
      billing: { paymentTiming: 'Prepaid' },
    }),
  'a rule without its ports': (cloud) => {
    const { path, ips } = bound(cloud);
    return cloud.send('POST', `${path}/dnatRule`, dnat(ips[0], { privatePort: null }));
  },
  'a binding without addresses': (cloud) => cloud.send('PUT', `${enhanced(cloud)}?bind`, {}),
  'a body in another encoding': (cloud) =>
    cloud.send('POST', '/v1/nat', {}, { headers: { 'content-type': 'application/json; charset=gbk' } }),
  'a body that is not the one of Content-MD5': (cloud) =>
    cloud.send('POST', '/v1/nat', {}, { headers: { 'content-md5': 'UaC/v+7otw7y4/DR9f0Ndw==' } }),
  'an unknown path': (cloud) => cloud.send('GET', '/v1/nat/nat-1/routes'),
  'an unknown method': (cloud) => cloud.send('POST', `${enhanced(cloud)}/dnatRule/rule-1`, {}),
  'a broken escape in the path': (cloud) => cloud.send('GET', '/v1/nat/%zz'),
  'another version': (cloud) => cloud.send('GET', '/v2/nat'),
  'an empty name': (cloud) => cloud.send('PUT', enhanced(cloud), { name: '' }),
};

const badOrder = (changes: Record<string, unknown>): Scenario => {
  return (cloud) =>
    cloud.send('POST', '/v1/nat', {
      name: 'n',
      vpcId: cloud.vpcId,
      cuNum: 1,
      billing: postpaid,
      ...changes,
    });
};

const badRule = (changes: Record<string, unknown>): Scenario => {
  return (cloud) => {
    const { path, ips } = bound(cloud);
    return cloud.send('POST', `${path}/dnatRule`, dnat(ips[0], changes));
  };
};

const values: Record<string, Scenario> = {
  'a list without vpcId': (cloud) => cloud.send('GET', '/v1/nat'),
  'maxKeys of 1001': (cloud) => cloud.send('GET', `/v1/nat?vpcId=${cloud.vpcId}&maxKeys=1001`),
  'a name that begins with a digit': badOrder({ name: '1st' }),
  'both spec and cuNum': badOrder({ spec: 'small' }),
  'neither spec nor cuNum': badOrder({ cuNum: '' }),
  'an unknown spec': badOrder({ cuNum: null, spec: 'tiny' }),
  '101 capacity units': badOrder({ cuNum: 101 }),
  'an unknown payment timing': badOrder({ billing: { paymentTiming: 'postpaid' } }),
  'a term of 10 months': badOrder({ billing: prepaid(10) }),
  'an unknown IP version': badOrder({ ipVersion: 'v5' }),
  'a tag without a key': badOrder({ tags: [{ tagKey: '', tagValue: 'x' }] }),
  'addresses of a normal gateway for an enhanced one': (cloud) =>
    cloud.send('PUT', `${enhanced(cloud)}?bind`, { eips: [cloud.eips[0]] }),
  'addresses of an enhanced gateway for a normal one': (cloud) =>
    cloud.send('PUT', `${normal(cloud)}?bind`, bindOrder(cloud.eips.slice(0, 1))),
  'the same address twice': (cloud) =>
    cloud.send('PUT', `${enhanced(cloud)}?bind`, bindOrder([cloud.eips[0] ?? '', cloud.eips[0] ?? ''])),
  'an empty list of addresses': (cloud) => cloud.send('PUT', `${enhanced(cloud)}?unbind`, bindOrder([])),
  'two lists of addresses in one binding': (cloud) =>
    cloud.send('PUT', `${normal(cloud)}?bind`, { eips: [cloud.eips[0]], dnatEips: [cloud.eips[1]] }),
  'two actions in one query': (cloud) => cloud.send('PUT', `${enhanced(cloud)}?bind&resize`, { cuNum: 2 }),
  'a renewal by years': (cloud) =>
    cloud.send('PUT', `${enhanced(cloud, { billing: prepaid(1) })}?purchaseReserved`, renewal(1, 'year')),
  'port 0': badRule({ publicPort: 0 }),
  'an unknown protocol': badRule({ protocol: 'tcp' }),
  'ports for all protocols': badRule({ protocol: 'all' }),
  'ports and port ranges': badRule({ publicPortRange: '80-81', privatePortRange: '80-81' }),
  'port ranges of different lengths': badRule({
    publicPort: null,
    privatePort: null,
    publicPortRange: '80-90',
    privatePortRange: '80-91',
  }),
  'a backward port range': badRule({
    publicPort: null,
    privatePort: null,
    publicPortRange: '90-80',
    privatePortRange: '90-80',
  }),
  'a private address that is none': badRule({ privateIpAddress: '192.168.1' }),
  'a source with host bits': (cloud) => {
    const { path, ips } = bound(cloud);
    return cloud.send('POST', `${path}/snatRule`, snat(ips, '192.168.1.1/24'));
  },
  'an empty batch': (cloud) => cloud.send('POST', `${enhanced(cloud)}/dnatRule/batchCreate`, { rules: [] }),
  'a client token of 65 characters': (cloud) =>
    cloud.send('PUT', `${enhanced(cloud)}?clientToken=${'x'.repeat(65)}`, { name: 'n' }),
  'a client token that is not ASCII': (cloud) =>
    cloud.send('PUT', `${enhanced(cloud)}?clientToken=%E7%BD%91`, { name: 'n' }),
};

const missing: Record<string, Scenario> = {
  'an unknown gateway': (cloud) => cloud.send('GET', '/v1/nat/nat-000000000000'),
  'a gateway of another region': (cloud) =>
    cloud.send('GET', enhanced(cloud), undefined, { host: 'bcc.gz.baidubce.com' }),
  'an unknown VPC': (cloud) => cloud.send('GET', '/v1/nat?vpcId=vpc-0'),
  'an unknown subnet': (cloud) => cloud.send('GET', '/v1/subnet/sbn-0'),
  'an unknown shared bandwidth': (cloud) => cloud.send('GET', '/v1/eipgroup/eg-0'),
  'joining an unknown shared bandwidth': (cloud) =>
    cloud.send('PUT', '/v1/eipgroup/eg-0?move_in', { eips: cloud.eips.slice(0, 1) }),
  'an unknown rule': (cloud) =>
    cloud.send('DELETE', `${enhanced(cloud, { bindEips: cloud.eips.slice(0, 1) })}/snatRule/rule-0`),
  'an unknown address to bind': (cloud) =>
    cloud.send('PUT', `${enhanced(cloud)}?bind`, bindOrder(['203.0.113.1'])),
  'an unknown address in the EIP service': (cloud) => cloud.send('DELETE', '/v1/eip/203.0.113.1'),
};

/** A shared bandwidth without addresses. */
function shared(cloud: TestCloud, order: Record<string, unknown> = {}): string {
  const body = { name: 'shared', eipCount: 0, bandwidthInMbps: 2, billing: postpaid, ...order };
  return `/v1/eipgroup/${String(cloud.send('POST', '/v1/eipgroup', body).json.id)}`;
}

const limits: Record<string, Scenario> = {
  'more addresses than Mbit/s of a shared bandwidth': (cloud) =>
    cloud.send('PUT', `${shared(cloud)}?move_in`, { eips: cloud.eips.slice(0, 3) }),
  'a fourth gateway in a VPC': (cloud) => {
    for (let count = 0; count < 3; count += 1) enhanced(cloud);
    return badOrder({})(cloud);
  },
  'a sixth address for a small gateway': (cloud) =>
    cloud.send('PUT', `${normal(cloud)}?bind`, { eips: cloud.sharedEips().slice(0, 6) }),
  'a sixth address for one capacity unit': (cloud) =>
    cloud.send('PUT', `${enhanced(cloud)}?bind`, bindOrder(cloud.eips.slice(0, 6))),
  'a size below the bound addresses': (cloud) => {
    const path = enhanced(cloud, { cuNum: 2, bindEips: cloud.eips.slice(0, 6) });
    return cloud.send('PUT', `${path}?resize`, { cuNum: 1 });
  },
  'nothing left to sell': (cloud) =>
    cloud.send(
      'POST',
      '/v1/nat',
      { name: 'n', vpcId: cloud.vpcId, cuNum: 1, billing: postpaid },
      { workFault: 'out-of-stock' },
    ),
};

const conflicts: Record<string, Scenario> = {
  'renewal of a postpaid gateway': (cloud) =>
    cloud.send('PUT', `${enhanced(cloud)}?purchaseReserved`, renewal(1)),
  'resize of a normal gateway': (cloud) => cloud.send('PUT', `${normal(cloud)}?resize`, { cuNum: 2 }),
  'release of a prepaid gateway before its expiry': (cloud) =>
    cloud.send('DELETE', enhanced(cloud, { billing: prepaid(1) })),
  'release of a protected gateway': (cloud) => cloud.send('DELETE', enhanced(cloud, { deleteProtect: true })),
  'a change while the gateway is being built': (cloud) => {
    cloud.clock.setSpeed(1);
    return cloud.send('PUT', `${enhanced(cloud)}?resize`, { cuNum: 2 });
  },
  'a change of a stopped gateway': (cloud) => {
    const path = enhanced(cloud, { billing: prepaid(1) });
    cloud.clock.advance(29 * DAY);
    return cloud.send('PUT', `${path}?resize`, { cuNum: 2 });
  },
  'a new postpaid gateway in arrears': (cloud) => {
    cloud.cloud.seed({ account: { inArrears: true } });
    return badOrder({})(cloud);
  },
  'binding an address that is bound': (cloud) => {
    const { ips } = bound(cloud);
    return cloud.send('PUT', `${enhanced(cloud)}?bind`, bindOrder(ips));
  },
  'a second plain address for a normal gateway': (cloud) =>
    cloud.send('PUT', `${normal(cloud, { eips: cloud.eips.slice(0, 1) })}?bind`, {
      eips: cloud.eips.slice(1, 2),
    }),
  'plain and shared addresses on one gateway': (cloud) =>
    cloud.send('PUT', `${bound(cloud).path}?bind`, bindOrder(cloud.sharedEips().slice(0, 1))),
  'unbinding an address of another gateway': (cloud) => {
    const { ips } = bound(cloud);
    return cloud.send('PUT', `${enhanced(cloud)}?unbind`, bindOrder(ips));
  },
  'unbinding an address a rule uses': (cloud) => {
    const { path, ips } = bound(cloud);
    cloud.send('POST', `${path}/snatRule`, snat(ips));
    return cloud.send('PUT', `${path}?unbind`, bindOrder(ips));
  },
  'a rule on an address that is not bound': (cloud) =>
    cloud.send('POST', `${bound(cloud).path}/snatRule`, snat(cloud.eips.slice(2, 3))),
  'the same SNAT source twice': (cloud) => {
    const { path, ips } = bound(cloud);
    cloud.send('POST', `${path}/snatRule`, snat(ips, '192.168.1.7'));
    return cloud.send('POST', `${path}/snatRule`, snat(ips, '192.168.1.7/32'));
  },
  'the same public port twice': (cloud) => {
    const { path, ips } = bound(cloud);
    cloud.send('POST', `${path}/dnatRule`, dnat(ips[0]));
    return cloud.send('POST', `${path}/dnatRule`, dnat(ips[0], { privatePort: 81 }));
  },
  'all protocols beside a single port': (cloud) => {
    const { path, ips } = bound(cloud);
    cloud.send('POST', `${path}/dnatRule`, dnat(ips[0]));
    return cloud.send(
      'POST',
      `${path}/dnatRule`,
      dnat(ips[0], { protocol: 'all', publicPort: '', privatePort: '' }),
    );
  },
  'release of an address that is bound': (cloud) => cloud.send('DELETE', `/v1/eip/${bound(cloud).ips[0]}`),
  'release of an address of a shared bandwidth': (cloud) =>
    cloud.send('DELETE', `/v1/eip/${cloud.sharedEips()[0]}`),
  'moving one of two plain addresses of a gateway into a shared bandwidth': (cloud) =>
    cloud.send('PUT', `${shared(cloud)}?move_in`, { eips: bound(cloud).ips.slice(0, 1) }),
  'moving in an address of another shared bandwidth': (cloud) =>
    cloud.send('PUT', `${shared(cloud)}?move_in`, { eips: cloud.sharedEips().slice(0, 1) }),
  'moving out an address that is in no shared bandwidth': (cloud) =>
    cloud.send('PUT', `${shared(cloud)}?move_out`, { moveOutEips: [{ eip: cloud.eips[0] }] }),
  'moving an address out of a prepaid shared bandwidth': (cloud) => {
    const path = shared(cloud, { billing: prepaid(1), eipCount: 1 });
    const [eip] = cloud.sharedEips().slice(-1);
    return cloud.send('PUT', `${path}?move_out`, { moveOutEips: [{ eip }] });
  },
  'a second change of a shared bandwidth at work': (cloud) => {
    cloud.clock.setSpeed(1);
    const path = shared(cloud);
    cloud.send('PUT', `${path}?resize`, { bandwidthInMbps: 50 });
    return cloud.send('PUT', `${path}?move_in`, { eips: cloud.eips.slice(0, 1) });
  },
  'release of a shared bandwidth with a bound address': (cloud) => {
    const path = shared(cloud);
    const [ip = ''] = cloud.eips;
    enhanced(cloud, { bindEips: [ip] });
    cloud.send('PUT', `${path}?move_in`, { eips: [ip] });
    return cloud.send('DELETE', path);
  },
  'a client token used for another request': (cloud) => {
    const path = enhanced(cloud);
    cloud.send('PUT', `${path}?clientToken=t`, { name: 'one' });
    return cloud.send('PUT', `${path}?clientToken=t`, { name: 'other' });
  },
};

const breakdowns: Record<string, Scenario> = {
  'an injected breakdown of a read': (cloud) => cloud.breakdown('GET'),
  'an injected breakdown of a write': (cloud) => cloud.breakdown('POST'),
};

export const scenarios: Readonly<Record<string, Scenario>> = {
  ...authentication,
  ...form,
  ...values,
  ...missing,
  ...limits,
  ...conflicts,
  ...breakdowns,
};

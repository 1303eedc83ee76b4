import { describe, expect, test } from 'vitest';
import { createTestCloud, type TestCloud } from './client.ts';
import { createGateway } from './error-scenarios.ts';

function boundGateway(cloud: TestCloud) {
  const [first = '', second = ''] = cloud.eips;
  const path = createGateway(cloud, { cuNum: 1, bindEips: [first, second] });
  const rulesNow = (kind: 'snatRule' | 'dnatRule') => {
    const { rules } = cloud.send('GET', `${path}/${kind}`).json;
    return Array.isArray(rules) ? rules : [];
  };
  return { path, natId: path.split('/').at(-1), first, second, rulesNow };
}

function dnat(publicIpAddress: string, changes: Record<string, unknown> = {}) {
  const rule = {
    publicIpAddress,
    privateIpAddress: '192.168.1.4',
    protocol: 'TCP',
    publicPort: '80',
    privatePort: 81,
  };
  return { ...rule, ...changes };
}

describe('SNAT rules', () => {
  test('are created, changed field by field and deleted', () => {
    const cloud = createTestCloud();
    const { path, first, second, rulesNow } = boundGateway(cloud);
    const rule = { ruleName: 'out', publicIpsAddress: [first], sourceCIDR: '192.168.3.33' };

    const { ruleId } = cloud.send('POST', `${path}/snatRule?clientToken=s`, rule).json;
    expect(rulesNow('snatRule')).toEqual([{ ...rule, ruleId, status: 'active' }]);
    cloud.send('PUT', `${path}/snatRule/${String(ruleId)}`, { sourceCIDR: '192.168.3.0/24' });
    cloud.send('PUT', `${path}/snatRule/${String(ruleId)}`, { publicIpsAddress: [second], ruleName: 'both' });
    expect(rulesNow('snatRule')).toMatchObject([
      { ruleName: 'both', publicIpsAddress: [second], sourceCIDR: '192.168.3.0/24' },
    ]);
    expect(cloud.send('PUT', `${path}?unbind`, { bindEips: [first] }).status).toBe(200);
    cloud.send('DELETE', `${path}/snatRule/${String(ruleId)}`);

    expect(rulesNow('snatRule')).toEqual([]);
    expect(cloud.send('PUT', `${path}?unbind`, { bindEips: [second] }).status).toBe(200);
    cloud.cloud.checkInvariants();
  });

  test('come in batches that are accepted or refused as a whole', () => {
    const cloud = createTestCloud();
    const { natId, first, rulesNow } = boundGateway(cloud);
    const rule = (sourceCIDR: string) => ({ publicIpsAddress: [first], sourceCIDR });
    const send = (...sources: string[]) =>
      cloud.send('POST', '/v1/nat/snatRule/batchCreate', { natId, snatRules: sources.map(rule) });

    expect(send('10.0.0.0/24', '10.0.1.0/24', '10.0.0.0/24').code).toBe('OperationDenied');
    expect(rulesNow('snatRule')).toEqual([]);

    expect(send('10.0.0.0/24', '10.0.1.0/24').json.snatRuleIds).toHaveLength(2);
    cloud.cloud.checkInvariants();
  });

  test('change nothing when the change is refused', () => {
    const cloud = createTestCloud();
    const { path, first, rulesNow } = boundGateway(cloud);
    const rule = (sourceCIDR: string) => ({ ruleName: 'r', publicIpsAddress: [first], sourceCIDR });
    cloud.send('POST', `${path}/snatRule`, rule('10.0.0.0/24'));
    const { ruleId } = cloud.send('POST', `${path}/snatRule`, rule('10.0.1.0/24')).json;
    const before = rulesNow('snatRule');

    const answer = cloud.send('PUT', `${path}/snatRule/${String(ruleId)}`, { sourceCIDR: '10.0.0.0/24' });

    expect(answer.code).toBe('OperationDenied');
    expect(rulesNow('snatRule')).toEqual(before);
  });

  test('of a normal gateway use its SNAT addresses only', () => {
    const cloud = createTestCloud();
    const [snatIp = '', dnatIp = ''] = cloud.eips;
    const path = createGateway(cloud, { spec: 'small', eips: [snatIp], dnatEips: [dnatIp] });
    const rule = (ip: string) => ({ ruleName: 'r', publicIpsAddress: [ip], sourceCIDR: '10.0.0.0/24' });

    expect(cloud.send('POST', `${path}/snatRule`, rule(dnatIp)).code).toBe('OperationDenied');
    expect(cloud.send('POST', `${path}/dnatRule`, dnat(snatIp)).code).toBe('OperationDenied');
    expect(cloud.send('POST', `${path}/snatRule`, rule(snatIp)).status).toBe(200);
    expect(cloud.send('POST', `${path}/dnatRule`, dnat(dnatIp)).status).toBe(200);
  });
});

describe('DNAT rules', () => {
  test('take ports as text or numbers and give them as numbers', () => {
    const cloud = createTestCloud();
    const { path, first, rulesNow } = boundGateway(cloud);

    const { ruleId } = cloud.send('POST', `${path}/dnatRule`, dnat(first)).json;

    expect(rulesNow('dnatRule')).toEqual([
      { ...dnat(first), ruleId, ruleName: '', publicPort: 80, privatePort: 81, status: 'active' },
    ]);
  });

  test('for all protocols have no ports', () => {
    const cloud = createTestCloud();
    const { path, first, rulesNow } = boundGateway(cloud);
    const rule = { publicIpAddress: first, privateIpAddress: '192.168.1.4', protocol: 'all' };

    cloud.send('POST', `${path}/dnatRule`, rule);

    expect(rulesNow('dnatRule')[0]).toMatchObject(rule);
    expect(rulesNow('dnatRule')[0]).not.toHaveProperty('publicPort');
  });

  test('may share a port when protocol, address or ports differ', () => {
    const cloud = createTestCloud();
    const { path, first, second } = boundGateway(cloud);
    const ranges = {
      publicPort: null,
      privatePort: null,
      publicPortRange: '81-90',
      privatePortRange: '1-10',
    };
    const add = (rule: object) => cloud.send('POST', `${path}/dnatRule`, rule).status;

    expect(add(dnat(first))).toBe(200);
    expect(add(dnat(first, { protocol: 'UDP' }))).toBe(200);
    expect(add(dnat(second))).toBe(200);
    expect(add(dnat(first, ranges))).toBe(200);
    expect(add(dnat(first, { publicPort: 85 }))).toBe(409);
    expect(add(dnat(first, { ...ranges, publicPortRange: '90-99' }))).toBe(409);
    expect(add(dnat(first, { publicPort: 91 }))).toBe(200);
  });

  test('change from ports to ranges to everything and back', () => {
    const cloud = createTestCloud();
    const { path, first, rulesNow } = boundGateway(cloud);
    const { ruleId } = cloud.send('POST', `${path}/dnatRule`, dnat(first)).json;
    const change = (changes: object) => cloud.send('PUT', `${path}/dnatRule/${String(ruleId)}`, changes);

    expect(change({ publicPort: 443 }).status).toBe(200);
    expect(rulesNow('dnatRule')).toMatchObject([{ publicPort: 443, privatePort: 81 }]);
    expect(change({ publicPortRange: '1-5', privatePortRange: '11-15' }).status).toBe(200);
    expect(rulesNow('dnatRule')[0]).not.toHaveProperty('publicPort');
    expect(rulesNow('dnatRule')).toMatchObject([{ publicPortRange: '1-5', privatePortRange: '11-15' }]);
    expect(change({ protocol: 'all' }).status).toBe(200);
    expect(change({ protocol: 'UDP' }).code).toBe('InappropriateJSON');
    expect(change({ protocol: 'UDP', publicPort: 53, privatePort: 53 }).status).toBe(200);
    expect(rulesNow('dnatRule')).toMatchObject([{ protocol: 'UDP', publicPort: 53, privatePort: 53 }]);
    cloud.cloud.checkInvariants();
  });

  test('come in batches that are accepted or refused as a whole', () => {
    const cloud = createTestCloud();
    const { path, first, rulesNow } = boundGateway(cloud);
    const send = (...ports: number[]) =>
      cloud.send('POST', `${path}/dnatRule/batchCreate`, {
        rules: ports.map((publicPort) => dnat(first, { publicPort })),
      });

    expect(send(1, 2, 1).code).toBe('OperationDenied');
    expect(rulesNow('dnatRule')).toEqual([]);

    expect(send(1, 2).json.ruleIds).toHaveLength(2);
    cloud.cloud.checkInvariants();
  });
});

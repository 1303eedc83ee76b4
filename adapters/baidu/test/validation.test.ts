import { NatError } from '@polynat/core';
import { describe, expect, test } from 'vitest';
import { scene } from './scripted-sender.ts';

const natId = 'nat-b7ze574srr4g';
const reservation = { reservationLength: 1, reservationTimeUnit: 'month' };
const order = { name: 'shop', vpcId: 'vpc-1', cuNum: 1, billing: { paymentTiming: 'Postpaid' } };
const dnat = { natId, publicIpAddress: '1.2.3.4', privateIpAddress: '10.0.0.1', protocol: 'TCP' };
const snat = { natId, ruleName: 'out', publicIpsAddress: ['1.2.3.4'], sourceCIDR: '10.0.0.0/24' };

/** What a document forbids, and the field that is named for it. */
const refused = [
  ['CreateNat', { ...order, name: '' }, 'name'],
  ['CreateNat', { ...order, name: '1shop' }, 'name'],
  ['CreateNat', { ...order, name: '网关' }, 'name'],
  ['CreateNat', { ...order, name: `a${'b'.repeat(65)}` }, 'name'],
  ['CreateNat', { ...order, vpcId: 'vpc 1' }, 'vpcId'],
  ['CreateNat', { ...order, spec: 'small' }, 'spec'],
  ['CreateNat', { ...order, cuNum: undefined }, 'spec'],
  ['CreateNat', { ...order, cuNum: undefined, spec: 'huge' }, 'spec'],
  ['CreateNat', { ...order, cuNum: 0 }, 'cuNum'],
  ['CreateNat', { ...order, cuNum: 101 }, 'cuNum'],
  ['CreateNat', { ...order, cuNum: '1.5' }, 'cuNum'],
  ['CreateNat', { ...order, eips: ['1.2.3.4'] }, 'eips'],
  ['CreateNat', { ...order, cuNum: undefined, spec: 'small', bindEips: ['1.2.3.4'] }, 'bindEips'],
  ['CreateNat', { ...order, bindEips: ['ip-1'] }, 'bindEips.0'],
  ['CreateNat', { ...order, billing: { paymentTiming: 'Prepaid' } }, 'billing.reservation'],
  ['CreateNat', { ...order, billing: { paymentTiming: 'later' } }, 'billing.paymentTiming'],
  ['CreateNat', { ...order, tags: [{ tagKey: '', tagValue: '' }] }, 'tags.0.tagKey'],
  ['CreateNat', { ...order, colour: 'red' }, 'CreateNat'],
  ['CreateNat', { ...order, clientToken: 'x'.repeat(65) }, 'clientToken'],
  ['CreateNat', { ...order, clientToken: 'häßlich' }, 'clientToken'],
  ['ListNat', {}, 'vpcId'],
  ['ListNat', { vpcId: 'vpc-1', maxKeys: 1001 }, 'maxKeys'],
  ['GetNat', { natId: '../v1/vpc' }, 'natId'],
  ['ModifyNat', { natId, name: '' }, 'name'],
  ['ResizeNat', { natId, cuNum: 101 }, 'cuNum'],
  ['UpdateNatReleaseProtectionSwitch', { natId, deleteProtect: 'yes' }, 'deleteProtect'],
  ['PurchaseReservedNat', { natId }, 'billing'],
  [
    'PurchaseReservedNat',
    { natId, billing: { reservation: { ...reservation, reservationLength: 10 } } },
    'billing.reservation.reservationLength',
  ],
  [
    'PurchaseReservedNat',
    { natId, billing: { reservation: { ...reservation, reservationLength: 0 } } },
    'billing.reservation.reservationLength',
  ],
  [
    'PurchaseReservedNat',
    { natId, billing: { reservation: { ...reservation, reservationTimeUnit: 'year' } } },
    'billing.reservation.reservationTimeUnit',
  ],
  ['BindSnatEip', { natId, eips: [] }, 'eips'],
  ['NatBindEip', { natId, eips: ['1.2.3.4'] }, 'bindEips'],
  ['CreateSnatRule', { ...snat, ruleName: undefined }, 'ruleName'],
  ['CreateSnatRule', { ...snat, sourceCIDR: '10.0.0.0/33' }, 'sourceCIDR'],
  ['BatchAddSnatRules', { natId, snatRules: [] }, 'snatRules'],
  ['CreateDnatRule', dnat, 'publicPort'],
  ['CreateDnatRule', { ...dnat, publicPort: 0, privatePort: 80 }, 'publicPort'],
  ['CreateDnatRule', { ...dnat, publicPort: 80, privatePort: 65_536 }, 'privatePort'],
  [
    'CreateDnatRule',
    { ...dnat, publicPort: 80, privatePort: 80, publicPortRange: '80-90' },
    'publicPortRange',
  ],
  ['CreateDnatRule', { ...dnat, publicPortRange: '90-80', privatePortRange: '80-90' }, 'publicPortRange'],
  ['CreateDnatRule', { ...dnat, protocol: 'all', publicPort: 80, privatePort: 80 }, 'protocol'],
  ['CreateDnatRule', { ...dnat, protocol: 'tcp', publicPort: 80, privatePort: 80 }, 'protocol'],
  [
    'BatchAddDnatRules',
    { natId, rules: [{ publicIpAddress: '1.2.3.4', privateIpAddress: '10.0.0.1', protocol: 'UDP' }] },
    'rules.0.publicPort',
  ],
  ['QueryEipList', { instanceId: natId }, 'instanceType'],
  ['ApplyForEip', { bandwidthInMbps: 0, billing: { paymentTiming: 'Postpaid' } }, 'bandwidthInMbps'],
] as const;

/** What a document allows beyond the obvious. */
const taken = [
  ['CreateNat', { ...order, name: 'A-b_c/d.e', cuNum: '100' }],
  [
    'CreateNat',
    { ...order, billing: { paymentTiming: 'Prepaid', reservation: { reservationLength: '36' } } },
  ],
  ['CreateNat', { ...order, ipVersion: 'v6', sessionConfig: { tcpTimeout: 600 }, clientToken: '{be31b98c}' }],
  [
    'PurchaseReservedNat',
    { natId, billing: { reservation: { reservationLength: 12, reservationTimeUnit: 'Month' } } },
  ],
  ['UpdateNatReleaseProtectionSwitch', { natId, deleteProtect: 'false' }],
  ['CreateSnatRule', { ...snat, sourceCIDR: '10.0.0.7' }],
  ['BatchAddSnatRules', { natId, snatRules: [{ publicIpsAddress: ['1.2.3.4'], sourceCIDR: '10.0.0.0/24' }] }],
  ['CreateDnatRule', { ...dnat, publicPort: '80', privatePort: '8080' }],
  ['CreateDnatRule', { ...dnat, publicPortRange: '80-90', privatePortRange: '180-190' }],
  ['CreateDnatRule', { ...dnat, protocol: 'all' }],
  ['UpdateDnatRule', { natId, ruleId: 'rule-1', privateIpAddress: '10.0.0.2' }],
] as const;

const answer = { natId, id: natId, ruleId: 'rule-1', snatRuleIds: ['rule-1'], eip: '1.2.3.4' };

async function call(name: string, input: unknown) {
  const { driver, sender } = scene(() => ({ body: answer }));
  const door: { call(name: string, input: unknown): Promise<unknown> } = driver.native;
  const outcome = await door.call(name, input).then(
    () => 'accepted' as const,
    (error: unknown) => error,
  );
  return { outcome, sent: sender.requests.length };
}

describe('before anything is sent', () => {
  test.each(refused)('%s refuses %j and names %s', async (name, input, field) => {
    const { outcome, sent } = await call(name, input);
    if (!NatError.is(outcome, 'invalid-argument')) throw new Error(`not refused: ${String(outcome)}`);
    expect(outcome.field).toBe(field);
    expect(sent).toBe(0);
  });

  test.each(taken)('%s takes %j', async (name, input) => {
    expect(await call(name, input)).toEqual({ outcome: 'accepted', sent: 1 });
  });
});

describe('options', () => {
  test.each([
    [{ region: 'cn-bj' }, 'region'],
    [{ region: '' }, 'region'],
    [{ endpoint: '127.0.0.1:8080' }, 'endpoint'],
    [{ credentials: { accessKeyId: 'a', secretAccessKey: '' } }, 'credentials.secretAccessKey'],
    [{ credentials: { accessKeyId: 'a/b', secretAccessKey: 's' } }, 'credentials.accessKeyId'],
    [{ vpcs: [] }, 'vpcs'],
  ])('%j are refused', (options, field) => {
    expect(() => scene(() => ({}), options)).toThrow(
      expect.objectContaining({ code: 'invalid-argument', field }),
    );
  });
});

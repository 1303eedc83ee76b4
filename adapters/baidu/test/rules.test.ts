import type { WireRequest } from '@polynat/transport';
import { describe, expect, test } from 'vitest';
import answers from './fixtures/answers.json' with { type: 'json' };
import { isGet, key, lineOf, type Reply, refusal, scene } from './scripted-sender.ts';

/** Rules one to a page, so that finding one means following pages. */
function pages(rules: readonly object[]) {
  return ({ url }: WireRequest): Reply => {
    const marker = new URL(url).searchParams.get('marker');
    const index = marker === null ? 0 : Number(marker);
    const more = index + 1 < rules.length;
    return {
      body: {
        rules: rules.slice(index, index + 1),
        isTruncated: more,
        ...(more && { nextMarker: `${index + 1}` }),
      },
    };
  };
}

const snatRules = ['rule-1', 'rule-2', 'rule-3'].map((ruleId) => ({ ...answers.snatRule, ruleId }));
const dnatRules = ['rule-1', 'rule-2', 'rule-3'].map((ruleId) => ({ ...answers.dnatRule, ruleId }));
const snat = { source: { cidr: '192.168.1.0/24' }, through: ['180.76.186.174'] };
const dnat = {
  protocol: 'tcp',
  public: { address: '180.76.186.174', ports: { from: 8080, to: 8080 } },
  private: { address: '192.168.1.4', ports: { from: 80, to: 80 } },
} as const;

const writes = (requests: readonly WireRequest[]) => requests.filter((request) => !isGet(request));

describe('adding rules', () => {
  test('of SNAT in one request names the gateway in the body and keeps the order', async () => {
    const list = pages(snatRules);
    const { driver, sender, call } = scene((request) =>
      isGet(request) ? list(request) : { body: { snatRuleIds: ['rule-3', 'rule-1'] } },
    );
    const receipt = await driver.snat.addAll?.(key, [snat, { ...snat, name: 'named' }], call());
    const [batch] = writes(sender.requests);
    expect(batch && lineOf(batch)).toMatch(/^POST \/v1\/nat\/snatRule\/batchCreate\?clientToken=/);
    expect(JSON.parse(batch?.body ?? '')).toEqual({
      natId: key.id,
      snatRules: [
        {
          ruleName: 'snat-192.168.1.0/24',
          publicIpsAddress: ['180.76.186.174'],
          sourceCIDR: '192.168.1.0/24',
        },
        { ruleName: 'named', publicIpsAddress: ['180.76.186.174'], sourceCIDR: '192.168.1.0/24' },
      ],
    });
    expect(receipt && (await driver.poll(receipt, call()))).toMatchObject({
      type: 'done',
      value: [{ id: 'rule-3' }, { id: 'rule-1' }],
    });
  });

  test('of DNAT in one request names the gateway in the path', async () => {
    const list = pages(dnatRules);
    const { driver, sender, call } = scene((request) =>
      isGet(request) ? list(request) : { body: { ruleIds: ['rule-2'] } },
    );
    const receipt = await driver.dnat.addAll?.(key, [dnat], call());
    const [batch] = writes(sender.requests);
    expect(batch && lineOf(batch)).toMatch(/^POST \/v1\/nat\/nat-bir8biqwr45e\/dnatRule\/batchCreate\?/);
    expect(receipt && (await driver.poll(receipt, call()))).toMatchObject({
      type: 'done',
      value: [{ id: 'rule-2' }],
    });
  });

  test('whose answer names too few of them leaves the outcome unknown', async () => {
    const { driver, call } = scene(() => ({ body: { snatRuleIds: ['rule-1'], ruleIds: [] } }));
    await expect(driver.snat.addAll?.(key, [snat, snat], call())).rejects.toMatchObject({
      outcome: 'unknown',
    });
    await expect(driver.dnat.addAll?.(key, [dnat], call())).rejects.toMatchObject({ code: 'protocol' });
  });

  test('stops with an error at a list that points back to itself', async () => {
    const { driver, call } = scene((request) =>
      isGet(request)
        ? { body: { rules: [], isTruncated: true, nextMarker: 'same' } }
        : { body: { ruleId: 'rule-1' } },
    );
    const receipt = await driver.snat.add(key, snat, call());
    await expect(driver.poll(receipt, call())).rejects.toMatchObject({ code: 'protocol' });
  });

  test('waits until all are listed', async () => {
    const list = pages(snatRules.slice(0, 1));
    const { driver, call } = scene((request) =>
      isGet(request) ? list(request) : { body: { snatRuleIds: ['rule-1', 'rule-2'] } },
    );
    const receipt = await driver.snat.addAll?.(key, [snat, snat], call());
    expect(receipt && (await driver.poll(receipt, call()))).toEqual({
      type: 'pending',
      status: '1 of 2 rules',
    });
  });

  test('tells of each what became of it', async () => {
    const list = pages([answers.snatRule, { ...answers.snatRule, ruleId: 'rule-2', status: 'error' }]);
    const { driver, call } = scene((request) =>
      isGet(request) ? list(request) : { body: { snatRuleIds: [answers.snatRule.ruleId, 'rule-2'] } },
    );
    const receipt = await driver.snat.addAll?.(key, [snat, snat], call());
    expect(receipt && (await driver.poll(receipt, call()))).toMatchObject({
      type: 'done',
      value: [{ id: answers.snatRule.ruleId }, { code: 'internal', outcome: 'unknown' }],
    });
  });

  test.each([
    ['active', 'done'],
    ['building', 'pending'],
    ['error', 'failed'],
    ['a-new-word', 'done'],
  ])('in state %s is %s', async (status, is) => {
    const list = pages([{ ...answers.snatRule, ruleId: 'rule-1', status }]);
    const { driver, call } = scene((request) =>
      isGet(request) ? list(request) : { body: { ruleId: 'rule-1' } },
    );
    const receipt = await driver.snat.add(key, snat, call());
    expect((await driver.poll(receipt, call())).type).toBe(is);
  });
});

describe('a rule that is refused', () => {
  const over = (rules: readonly object[]) =>
    scene((request) => {
      if (!isGet(request)) return refusal(409, 'OperationDenied');
      return request.url.includes('Rule') ? pages(rules)(request) : { body: answers.normalNat };
    });

  test('since another forwards its port already exists', async () => {
    const { driver, call } = over(dnatRules);
    await expect(driver.dnat.add(key, dnat, call())).rejects.toMatchObject({
      code: 'already-exists',
      outcome: 'none',
      provider: { code: 'OperationDenied' },
      message: expect.stringContaining('rule-1'),
    });
    await expect(driver.dnat.addAll?.(key, [dnat], call())).rejects.toMatchObject({ code: 'already-exists' });
  });

  test('since another leads its block outside already exists', async () => {
    const { driver, call } = over(snatRules);
    await expect(driver.snat.add(key, snat, call())).rejects.toMatchObject({ code: 'already-exists' });
  });

  test('for any other reason says what the cloud said', async () => {
    const { driver, call } = over([]);
    await expect(driver.dnat.add(key, dnat, call())).rejects.toMatchObject({ code: 'failed-precondition' });
    await expect(driver.snat.add(key, snat, call())).rejects.toMatchObject({ code: 'failed-precondition' });
  });
});

describe('changing a rule', () => {
  test('of SNAT settles when the list shows the new one', async () => {
    let rules = snatRules;
    const { driver, sender, call } = scene((request) => (isGet(request) ? pages(rules)(request) : {}));
    const changed = { source: { cidr: '192.168.9.0/24' }, through: ['180.76.186.175', '180.76.186.174'] };
    const receipt = await driver.snat.replace?.(key, 'rule-2', changed, call());
    if (!receipt) throw new Error('a receipt was expected');
    expect(JSON.parse(writes(sender.requests)[0]?.body ?? '')).toEqual({
      publicIpsAddress: changed.through,
      sourceCIDR: '192.168.9.0/24',
    });
    expect(await driver.poll(receipt, call())).toEqual({ type: 'pending', status: 'the old rule' });
    rules = rules.map((rule) => ({
      ...rule,
      sourceCIDR: '192.168.9.0/24',
      publicIpsAddress: ['180.76.186.174', '180.76.186.175'],
    }));
    expect(await driver.poll(receipt, call())).toMatchObject({ type: 'done', value: { id: 'rule-2' } });
  });

  test('of DNAT settles when the list shows the new one', async () => {
    let rules: readonly object[] = dnatRules;
    const { driver, call } = scene((request) => (isGet(request) ? pages(rules)(request) : {}));
    const changed = {
      ...dnat,
      protocol: 'udp',
      private: { ...dnat.private, address: '192.168.1.9' },
    } as const;
    const receipt = await driver.dnat.replace?.(key, 'rule-3', changed, call());
    if (!receipt) throw new Error('a receipt was expected');
    expect(await driver.poll(receipt, call())).toEqual({ type: 'pending', status: 'the old rule' });
    rules = dnatRules.map((rule) => ({ ...rule, protocol: 'UDP', privateIpAddress: '192.168.1.9' }));
    expect(await driver.poll(receipt, call())).toMatchObject({ type: 'done', value: { protocol: 'udp' } });
  });

  test('that somebody removes meanwhile fails', async () => {
    const { driver, call } = scene((request) => (isGet(request) ? { body: { rules: [] } } : {}));
    const receipt = await driver.snat.replace?.(key, 'rule-2', snat, call());
    expect(receipt && (await driver.poll(receipt, call()))).toMatchObject({
      type: 'failed',
      error: { code: 'not-found' },
    });
  });
});

describe('removing a rule', () => {
  test.each(['snat', 'dnat'] as const)(
    'of %s that is gone, with or without its gateway, says so',
    async (facet) => {
      const { driver, call } = scene((request) =>
        isGet(request) ? refusal(404, 'NoSuchNat') : refusal(404, 'NoSuchObject'),
      );
      await expect(driver[facet].remove(key, 'rule-1', call())).rejects.toMatchObject({ code: 'not-found' });
    },
  );

  test('is not done while it is listed', async () => {
    const { driver, call } = scene((request) => (isGet(request) ? pages(dnatRules)(request) : {}));
    const receipt = await driver.dnat.remove(key, 'rule-3', call());
    expect(await driver.poll(receipt, call())).toEqual({ type: 'pending', status: 'still listed' });
  });
});

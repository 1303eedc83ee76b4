import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createNat, type Driver, type SnatRule, type SnatSpec, seconds } from '../src/index.ts';
import { countingRandom, leapingClock, type Script, scriptedDriver } from './scripted-driver.ts';

const cloudOf = (script: Script) => {
  const clock = leapingClock();
  const driver: Driver = scriptedDriver(script);
  return { clock, nat: createNat({ shop: driver }, { clock, random: countingRandom() }) };
};

describe('a mutation that waits for its turn', () => {
  it('gives up at its own deadline, however long those before it take, and is never sent', async () => {
    const sent: string[] = [];
    const base = scriptedDriver({ sent });
    const gateways = { ...base.gateways, resize: () => new Promise<never>(() => undefined) };
    const { nat, clock } = cloudOf({ gateways });
    const gateway = nat.gateway('shop:north/gw-1');
    gateway.resize({ tier: 'large' });
    const started = clock.now();
    await expect(gateway.rename('other', { within: seconds(5) })).rejects.toMatchObject({
      code: 'timeout',
      outcome: 'none',
    });
    expect([clock.now() - started, sent]).toEqual([seconds(5), []]);
  });

  it('leaves no timer behind once its turn has come', async () => {
    const { nat, clock } = cloudOf({});
    const gateway = nat.gateway('shop:north/gw-1');
    await Promise.all([gateway.resize({ tier: 'large' }), gateway.rename('other'), gateway.rename('third')]);
    expect(clock.sleeping).toBe(0);
  });
});

/** One SNAT rule as a cloud keeps it: what is read is what was written last, and everything takes a moment. */
function ruleThrough(...addresses: string[]) {
  let rule: SnatRule = {
    id: 'rule-1',
    source: { cidr: '10.0.0.0/24' },
    through: addresses,
    state: 'available',
    providerState: 'Available',
    native: {},
  };
  const snat = {
    list: async () => {
      await Promise.resolve();
      return { items: [rule] };
    },
    add: () => Promise.reject(new Error('unused')),
    remove: () => Promise.reject(new Error('unused')),
    replace: async (_key: unknown, _id: string, spec: SnatSpec) => {
      await Promise.resolve();
      rule = { ...rule, ...spec, through: spec.through ?? [] };
      return { kind: 'replace', subject: null };
    },
  };
  const look = async <T>() => ({ type: 'done', value: rule as T }) as const;
  return {
    rules: cloudOf({ snat, poll: look }).nat.gateway('shop:north/gw-1').snat,
    now: () => rule.through,
  };
}

describe('addresses of one rule', () => {
  it('that are added at the same time are all kept', async () => {
    const { rules, now } = ruleThrough('1.1.1.1');
    await Promise.allSettled([
      rules.addAddress('rule-1', '1.1.1.2'),
      rules.removeAddress('rule-1', '1.1.1.1'),
    ]);
    expect(now()).toEqual(['1.1.1.2']);
  });

  it('are never all taken away, not even at the same time', async () => {
    const { rules, now } = ruleThrough('1.1.1.1', '1.1.1.2');
    const removals = ['1.1.1.1', '1.1.1.2'].map((ip) => rules.removeAddress('rule-1', ip));
    const [first, second] = await Promise.allSettled(removals);
    expect([first?.status, second?.status, now()]).toEqual(['fulfilled', 'rejected', ['1.1.1.2']]);
  });
});

describe('the tokens of the steps of an operation', () => {
  const tokensUnder = async (token: string, count: number): Promise<readonly string[]> => {
    const tokens: string[] = [];
    const snat = {
      list: () => Promise.resolve({ items: [] }),
      remove: () => Promise.reject(new Error('unused')),
      add: async (_key: unknown, _spec: SnatSpec, call: { readonly token: string }) => {
        tokens.push(call.token);
        return { kind: 'add', subject: null };
      },
    };
    const rule = { source: { cidr: '10.0.0.0/24' }, through: ['1.1.1.1'] };
    const rules = Array.from({ length: count }, () => rule);
    await cloudOf({ snat }).nat.gateway('shop:north/gw-1').snat.addAll(rules, { token });
    return tokens;
  };

  it('never meet those of another operation, however alike the two are named', async () => {
    const name = fc.stringMatching(/^[!-~]{1,43}$/);
    const alike = fc.tuple(fc.stringMatching(/^[!-~]{41}$/), fc.constantFrom('01', '02', '.1', '.2'));
    const token = fc.oneof(
      name,
      alike.map((parts) => parts.join('')),
    );
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(token, { minLength: 2, maxLength: 4 }), async (names) => {
        const tokens = (await Promise.all(names.map((one) => tokensUnder(one, 4)))).flat();
        expect(new Set(tokens).size).toBe(tokens.length);
      }),
    );
    const [plain, dotted] = [await tokensUnder('job', 2), await tokensUnder('job.1', 1)];
    expect(plain).not.toContain(dotted[0]);
  });

  it("have at most 43 characters, stay the same from process to process, and the first is the caller's own", async () => {
    const tokens = await tokensUnder('x'.repeat(43), 1_100);
    expect([tokens[0], new Set(tokens).size]).toEqual(['x'.repeat(43), 1_100]);
    expect(tokens.filter((token) => !/^[!-~]{1,43}$/.test(token))).toEqual([]);
    expect(await tokensUnder('x'.repeat(43), 1_100)).toEqual(tokens);
  });
});

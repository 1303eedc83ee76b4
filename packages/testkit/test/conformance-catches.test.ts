import type { Driver } from '@polynat/core';
import { NatError } from '@polynat/core';
import { describe, expect, it } from 'vitest';
import type { Harness } from '../src/conformance/index.ts';
import { play, type Scene } from '../src/conformance/scene.ts';
import { topics } from '../src/conformance/topics.ts';
import { type MemoryDriver, memoryDriver } from '../src/index.ts';
import { memoryHarness, observable } from './memory-harness.ts';

/** A suite is worth what it catches: each of these drivers has one fault, and one sentence that must fail for it. */
interface Sabotage {
  readonly fault: string;
  readonly topic: string;
  readonly sentence: string;
  readonly driver: (good: MemoryDriver, clock: Harness['clock']) => Driver;
  readonly harness?: (good: Harness) => Partial<Harness>;
}

const sabotages: readonly Sabotage[] = [
  {
    fault: 'orders a gateway twice',
    topic: 'a write whose answer is lost',
    sentence: 'creates one gateway',
    driver: (good) => ({
      ...good,
      gateways: {
        ...good.gateways,
        create: async (order, call) => {
          await good.gateways.create(order, { ...call, token: `${call.token}-again` });
          return good.gateways.create(order, call);
        },
      },
    }),
  },
  {
    fault: 'comes with a harness whose faults miss',
    topic: 'a write whose answer is lost',
    sentence: 'creates one gateway',
    driver: (good) => good,
    harness: () => ({ waitingFaults: () => 1 }),
  },
  {
    fault: 'renews twice',
    topic: 'a write whose answer is lost',
    sentence: 'renews once',
    driver: (good) => ({
      ...good,
      billing: {
        ...good.billing,
        renew: async (key, term, call) => {
          await good.billing
            .renew(key, term, { ...call, token: `${call.token}-again` })
            .catch(() => undefined);
          return good.billing.renew(key, term, call);
        },
      },
    }),
  },
  {
    fault: 'forgets the second page',
    topic: 'paging',
    sentence: 'shows every gateway exactly once across its pages',
    driver: (good) => ({
      ...good,
      gateways: {
        ...good.gateways,
        list: async (filter, cursor, call) => ({
          items: (await good.gateways.list(filter, cursor, call)).items,
        }),
      },
    }),
  },
  {
    fault: 'leaves a timer behind',
    topic: 'cancellation',
    sentence: 'in the middle of a wait leaves no timer behind',
    driver: (good, clock) => ({
      ...good,
      poll: (receipt, call) => {
        void clock.sleep(1_000_000_000);
        return good.poll(receipt, call);
      },
    }),
  },
  {
    fault: 'lets mutations of one gateway overlap',
    topic: 'concurrency',
    sentence: 'adds 20 SNAT rules asked for at once',
    driver: (good) => {
      const add: typeof good.snat.add = async (key, spec, call) => {
        if (good.traffic.inFlight > 0) throw new NatError('busy', 'one at a time');
        return good.snat.add(key, spec, call);
      };
      return { ...good, snat: { ...good.snat, add }, laneOf: () => undefined };
    },
  },
  {
    fault: 'declares tags it has no method for',
    topic: 'capabilities',
    sentence: 'declare nothing there is no method for',
    driver: (good) => {
      const { tag, ...gateways } = good.gateways;
      return { ...good, gateways };
    },
  },
  {
    fault: 'denies a feature without a remedy',
    topic: 'capabilities',
    sentence: 'say for every feature where that is written, and for every lack why and what to do',
    driver: (good) => {
      const lack = { supported: false, reason: 'it cannot', remedy: '', source: 'nowhere' } as const;
      const features = { ...good.capabilities.features, 'gateways.tags': lack };
      return { ...good, capabilities: { ...good.capabilities, features } };
    },
  },
  {
    fault: 'resizes without effect',
    topic: 'sizes',
    sentence: 'resizes, and settles at once when the gateway has that size already',
    driver: (good) => ({
      ...good,
      gateways: { ...good.gateways, resize: (key, _size, call) => good.gateways.tag(key, {}, call) },
    }),
  },
  {
    fault: 'calls a rule that was never there removed',
    topic: 'SNAT rules',
    sentence: 'removes a rule until it is gone, again only under the same token',
    driver: (good) => ({
      ...good,
      snat: {
        ...good.snat,
        remove: async (key, id, call) => {
          const { items } = await good.snat.list(key, undefined, call);
          const isThere = items.some((rule) => rule.id === id);
          return isThere ? good.snat.remove(key, id, call) : { kind: 'removed-before', subject: {} };
        },
      },
    }),
  },
  {
    fault: 'lets rules leave from every address whatever was asked',
    topic: 'SNAT rules',
    sentence: 'lets a rule leave through the addresses it names',
    driver: (good) => ({
      ...good,
      snat: {
        ...good.snat,
        add: (key, { through, ...spec }, call) => good.snat.add(key, spec, call),
      },
    }),
  },
  {
    fault: 'cannot go on in another process',
    topic: 'operations',
    sentence: 'go on in another process that was handed nothing but JSON',
    driver: (good) => good,
    harness: ({ driver }) => ({
      freshDriver: () => ({
        ...driver,
        poll: async () => ({ type: 'failed', error: new NatError('not-found', 'never heard of it') }),
      }),
    }),
  },
  {
    fault: 'settles to nothing',
    topic: 'operations',
    sentence: 'go on elsewhere for a rule as they do for a gateway',
    driver: (good) => ({
      ...good,
      poll: async (receipt, call) => {
        const look = await good.poll(receipt, call);
        return look.type === 'done' ? { ...look, value: undefined as never } : look;
      },
    }),
  },
  {
    fault: 'shows a key in an error',
    topic: 'errors',
    sentence: 'show no secret, neither in their text nor as JSON',
    driver: (good) => ({
      ...good,
      gateways: {
        ...good.gateways,
        get: async (key, call) =>
          good.gateways.get(key, call).catch(() => {
            throw new NatError('not-found', 'no such gateway; signed with topsecret');
          }),
      },
    }),
    harness: () => ({ secrets: ['topsecret'] }),
  },
  {
    fault: 'passes one intent off as another',
    topic: 'tokens',
    sentence: 'never pass one intent off as another',
    driver: (good) => {
      const bought = new Map<string, ReturnType<typeof good.billing.renew>>();
      const renew: typeof good.billing.renew = (key, term, call) => {
        const receipt = bought.get(call.token) ?? good.billing.renew(key, term, call);
        bought.set(call.token, receipt);
        return receipt;
      };
      return { ...good, billing: { ...good.billing, renew } };
    },
  },
];

describe('the suite fails a driver that', () => {
  for (const { fault, topic, sentence, driver, harness } of sabotages) {
    it(fault, async () => {
      const make = () => {
        let bad: Driver | undefined;
        const good = memoryHarness((clock) => {
          const inner = memoryDriver(observable(clock));
          bad = driver(inner, clock);
          return inner;
        });
        const spoiled = { ...good, driver: bad ?? good.driver };
        return { ...spoiled, ...harness?.(good) };
      };
      await expect(play(make, storyOf(topic, sentence))).rejects.toThrow();
      await expect(
        play(() => memoryHarness((clock) => memoryDriver(observable(clock))), storyOf(topic, sentence)),
      ).resolves.toBeUndefined();
    });
  }
});

function storyOf(title: string, wanted: string): (scene: Scene) => Promise<void> {
  const stories = new Map<string, (scene: Scene) => Promise<void>>();
  topics.find((topic) => topic.title === title)?.tests((sentence, story) => stories.set(sentence, story));
  const story = stories.get(wanted);
  if (!story) throw new Error(`the suite has no sentence "${title}: ${wanted}"`);
  return story;
}

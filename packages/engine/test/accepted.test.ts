import { NatError, type OperationRecord } from '@polynat/core';
import { createEngine, type Engine, fileStore, type OperationHandler } from '@polynat/engine';
import { manualClock } from '@polynat/testkit';
import { describe, expect, it } from 'vitest';
import { inDirectory } from './directory.ts';

/** What core says of an order that the cloud accepted, when the call failed afterwards. */
const order: OperationRecord = {
  version: 1,
  cloud: 'shop',
  mutation: 'gateways.create',
  key: null,
  input: { name: 'web' },
  token: 't',
  receipts: [{ kind: 'gateway-created', requestId: 'R-1', subject: { gateway: 'ngw-1' } }],
};

const refusedLook = () =>
  new NatError('forbidden', 'this key may not read', { outcome: 'unknown', operation: order });

interface Cloud {
  /** Ids of the gateways that are there. */
  readonly gateways: string[];
  orders: number;
}

/** Orders a gateway, then fails to look after it, as long as `blind`. */
function ordering(cloud: Cloud, blind: () => boolean): OperationHandler {
  return {
    run: async () => {
      cloud.orders += 1;
      cloud.gateways.push(`ngw-${cloud.orders}`);
      if (blind()) throw refusedLook();
      return { id: `ngw-${cloud.orders}` };
    },
    probe: async () => (blind() || cloud.gateways.length === 0 ? undefined : { id: cloud.gateways[0] ?? '' }),
    undo: async (_args, result) => {
      const { id } = result as { readonly id: string };
      cloud.gateways.splice(cloud.gateways.indexOf(id), 1);
    },
  };
}

/** Each call of `boot` is another process on the same journals. */
function onDisk<T>(work: (boot: (handler: OperationHandler) => Engine) => Promise<T>): Promise<T> {
  return inDirectory(async (directory) => {
    const engines: Engine[] = [];
    const boot = (handler: OperationHandler) => {
      const clock = manualClock({ autoAdvance: true });
      const engine = createEngine({ store: fileStore(directory), clock });
      engine.operation('order', handler);
      engine.procedure('buy', 1, (run) => run.do({ name: 'gateway', kind: 'order', args: null }));
      engines.push(engine);
      return engine;
    };
    return work(boot).finally(() => Promise.all(engines.map((engine) => engine.close())));
  });
}

const failedAfter = async (engine: Engine) => (await engine.start('buy', null, { id: 'r' })).wait();

describe('an order that the cloud had accepted before the call failed', () => {
  it('is recorded as unknown with its receipts, also when the error says that nothing happened', async () => {
    await onDisk(async (boot) => {
      const cloud = { gateways: [], orders: 0 };
      const handler: OperationHandler = {
        ...ordering(cloud, () => true),
        run: async () => {
          throw refusedLook().with({ outcome: 'none' });
        },
      };
      const failure = { code: 'forbidden', outcome: 'unknown', accepted: order };
      expect(await failedAfter(boot(handler))).toMatchObject({ state: 'failed', failure });
      expect((await boot(handler).get('r'))?.steps).toMatchObject([{ state: 'failed', failure }]);
    });
  });

  it('reaches the procedure as an error that can be resumed', async () => {
    await onDisk(async (boot) => {
      const engine = boot({ run: async () => Promise.reject(refusedLook()) });
      let caught: unknown;
      engine.procedure('buy', 2, async (run) => {
        caught = await run.do({ name: 'gateway', kind: 'order', args: null }).catch((error) => error);
        return null;
      });
      await failedAfter(engine);
      expect(caught).toMatchObject({ code: 'forbidden', outcome: 'unknown', operation: order });
    });
  });

  it('is undone once it is found', async () => {
    await onDisk(async (boot) => {
      const cloud: Cloud = { gateways: [], orders: 0 };
      let blind = true;
      await failedAfter(boot(ordering(cloud, () => blind)));
      blind = false;
      const back = await boot(ordering(cloud, () => blind)).rollBack('r');
      expect(await back.wait()).toMatchObject({ state: 'rolled-back' });
      expect(cloud).toEqual({ gateways: [], orders: 1 });
    });
  });

  it('is never called undone while it cannot be found: the rollback fails and names what was accepted', async () => {
    await onDisk(async (boot) => {
      const cloud: Cloud = { gateways: [], orders: 0 };
      await failedAfter(boot(ordering(cloud, () => true)));
      const engine = boot(ordering(cloud, () => true));
      expect(await (await engine.rollBack('r')).wait()).toMatchObject({
        state: 'rollback-failed',
        failure: {
          outcome: 'unknown',
          message: expect.stringContaining('{"gateway":"ngw-1"}'),
          remedy: expect.stringContaining('--handled gateway'),
        },
        left: [{ name: 'gateway', accepted: order }],
      });
      const handled = await boot(ordering(cloud, () => true)).rollBack('r', { handled: ['gateway'] });
      expect(await handled.wait()).toMatchObject({ state: 'rolled-back' });
    });
  });

  it('is not ordered a second time by resuming while it cannot be found', async () => {
    await onDisk(async (boot) => {
      const cloud: Cloud = { gateways: [], orders: 0 };
      let blind = true;
      await failedAfter(boot(ordering(cloud, () => blind)));
      const engine = boot(ordering(cloud, () => blind));
      for (let times = 0; times < 2; times++) {
        const failure = { outcome: 'unknown', accepted: order };
        expect(await (await engine.resume('r')).wait()).toMatchObject({ state: 'failed', failure });
      }
      expect(cloud.orders).toBe(1);
      blind = false;
      const output = { id: 'ngw-1' };
      expect(await (await engine.resume('r')).wait()).toEqual({ state: 'done', output });
      expect(cloud.orders).toBe(1);
    });
  });

  it('is not ordered a second time by the next try of the same process', async () => {
    await onDisk(async (boot) => {
      const cloud: Cloud = { gateways: [], orders: 0 };
      const handler: OperationHandler = {
        ...ordering(cloud, () => false),
        run: async () => {
          cloud.orders += 1;
          throw new NatError('unavailable', 'no answer', {
            outcome: 'unknown',
            retryable: true,
            operation: order,
          });
        },
      };
      expect(await failedAfter(boot(handler))).toMatchObject({ failure: { accepted: order } });
      expect(cloud.orders).toBe(1);
    });
  });

  it('is completed by its receipts where the handler can do that', async () => {
    await onDisk(async (boot) => {
      const cloud: Cloud = { gateways: [], orders: 0 };
      await failedAfter(boot(ordering(cloud, () => true)));
      const completed: OperationRecord[] = [];
      const handler: OperationHandler = {
        ...ordering(cloud, () => true),
        complete: async (_args, accepted) => {
          completed.push(accepted);
          return { id: 'ngw-1' };
        },
      };
      expect(await (await boot(handler).resume('r')).wait()).toMatchObject({ state: 'done' });
      expect(completed).toEqual([order]);
      expect(cloud.orders).toBe(1);
    });
  });

  it('is undone without anything to undo where the handler is certain that nothing is left', async () => {
    await onDisk(async (boot) => {
      const cloud: Cloud = { gateways: [], orders: 0 };
      await failedAfter(boot(ordering(cloud, () => true)));
      const handler = { ...ordering(cloud, () => true), complete: async () => undefined };
      expect(await (await boot(handler).rollBack('r')).wait()).toMatchObject({ state: 'rolled-back' });
    });
  });
});

describe('an order that was accepted when its process had to leave it', () => {
  /** Another gateway appears beside the ordered one, and nothing but the receipts tells which is which. */
  function leaving(cloud: Cloud, accepted: () => void): OperationHandler {
    return {
      run: async (_args, { noteAccepted, signal }) => {
        cloud.orders += 1;
        cloud.gateways.push('ngw-1', 'ngw-of-others');
        await noteAccepted(order);
        accepted();
        return new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
        });
      },
    };
  }

  function takingOver(cloud: Cloud): OperationHandler {
    return {
      ...ordering(cloud, () => false),
      probe: async () => Promise.reject(new NatError('conflict', 'cannot tell which one it is')),
      complete: async (_args, accepted) => {
        expect(accepted).toEqual(order);
        return { id: 'ngw-1' };
      },
    };
  }

  async function left(boot: (handler: OperationHandler) => Engine, cloud: Cloud): Promise<void> {
    const engine = await new Promise<Engine>((resolve) => {
      const first: Engine = boot({ ...leaving(cloud, () => resolve(first)), probe: async () => undefined });
      void first.start('buy', null, { id: 'r' });
    });
    await engine.close();
  }

  it('is completed by its receipts, and not ordered again', async () => {
    await onDisk(async (boot) => {
      const cloud: Cloud = { gateways: [], orders: 0 };
      await left(boot, cloud);
      const output = { id: 'ngw-1' };
      expect(await (await boot(takingOver(cloud)).resume('r')).wait()).toEqual({ state: 'done', output });
      expect(cloud.orders).toBe(1);
    });
  });

  it("is undone by them, and nobody else's gateway with it", async () => {
    await onDisk(async (boot) => {
      const cloud: Cloud = { gateways: [], orders: 0 };
      await left(boot, cloud);
      const back = await boot(takingOver(cloud)).rollBack('r');
      expect(await back.wait()).toMatchObject({ state: 'rolled-back' });
      expect(cloud.gateways).toEqual(['ngw-of-others']);
    });
  });
});

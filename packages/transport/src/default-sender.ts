import { gotSender, leanSender } from './senders.ts';
import type { Sender } from './wire.ts';

/** `gotSender()`, or `leanSender()` where got cannot be loaded. Both send the same bytes. */
export function defaultSender(): Sender {
  let chosen: Sender | undefined;
  let choosing: Promise<Sender> | undefined;

  const choose = async (): Promise<Sender> => {
    const { canLoadGot } = await import('./got-sender.ts');
    chosen = (await canLoadGot()) ? gotSender() : leanSender();
    return chosen;
  };

  return {
    send: async (request, options) => {
      choosing ??= choose();
      return (chosen ?? (await choosing)).send(request, options);
    },
    close: async () => {
      choosing ??= Promise.resolve(leanSender());
      await (await choosing).close();
    },
  };
}

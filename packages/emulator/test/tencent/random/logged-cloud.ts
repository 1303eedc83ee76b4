import type { CloudRequest, WorkFault } from '../../../src/cloud.ts';
import { createDispatch } from '../../../src/dispatch.ts';
import { createFaultBox } from '../../../src/faults.ts';
import type { HttpReply } from '../../../src/http.ts';
import { createRequestCounts } from '../../../src/request-counts.ts';
import { createRequestLog } from '../../../src/request-log.ts';
import type { TencentClient } from '../client.ts';

/** A cloud behind the emulator's own dispatch and log. */
export class LoggedCloud {
  sent = 0;
  readonly #client: TencentClient;
  readonly #mark: string;
  readonly #log;
  readonly #faults = createFaultBox(() => 0);
  readonly #dispatch;

  /** `mark` is found in each signature, so it must not be found in the log. */
  constructor(client: TencentClient, mark: string) {
    const { cloud, clock } = client;
    this.#client = client;
    this.#mark = mark;
    this.#log = createRequestLog(() => Object.values(cloud.credentials));
    this.#dispatch = createDispatch({
      accounts: { find: () => ({ id: 'own', cloud, admits: () => true }) },
      counts: createRequestCounts(),
      faults: this.#faults,
      log: this.#log,
      clock,
    });
  }

  deliver(request: CloudRequest, fault?: WorkFault): HttpReply {
    this.sent += 1;
    if (fault !== undefined) this.#faults.append({ kind: fault, count: 1 });
    const outcome = this.#dispatch(request);
    this.#faults.clear();
    const reply = outcome.kind === 'reply' ? outcome.reply : undefined;
    if (reply === undefined || reply.body.includes('EmulatorDefect')) {
      throw new Error(`the emulator failed: ${reply?.body}`);
    }
    return reply;
  }

  requireNoSecret(): void {
    const { cloud, secretId, secretKey } = this.#client;
    const text = JSON.stringify([this.#log.list(), cloud.world()]);
    const leaked = [secretId, secretKey, this.#mark].filter((secret) => text.includes(secret));
    if (leaked.length > 0) throw new Error('the log or the world shows a secret');
  }
}

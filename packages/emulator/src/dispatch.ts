import type { Account, Accounts } from './accounts.ts';
import type { EmulatorClock } from './clock.ts';
import type { CloudRequest, EmulatedCloud, WorkFault } from './cloud.ts';
import type { AnswerFault, FaultBox, FaultPlan } from './faults.ts';
import type { HttpReply, HttpRequest } from './http.ts';
import type { RequestCounts } from './request-counts.ts';
import type { RequestLog } from './request-log.ts';

/** What the listener does with a request in the end. */
export type Outcome =
  | { readonly kind: 'reset'; readonly delay: number }
  | { readonly kind: 'reply'; readonly reply: HttpReply; readonly delay: number; readonly truncate: boolean };

export interface DispatchParts {
  readonly accounts: Pick<Accounts, 'find'>;
  readonly counts: RequestCounts;
  readonly faults: FaultBox;
  readonly log: RequestLog;
  readonly clock: EmulatorClock;
}

const PROXY_PAGE = '<html><head><title>Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>';
const NO_FAULTS: readonly string[] = [];

/** Finds the cloud a request is written for, lets the injected faults strike, and answers. */
export function createDispatch({
  accounts,
  counts,
  faults,
  log,
  clock,
}: DispatchParts): (request: HttpRequest) => Outcome {
  const note = (
    cloud: string,
    operation: string,
    request: HttpRequest,
    status: number,
    kinds: readonly string[],
  ) => log.add({ at: clock.wall(), cloud, operation, request, status, faults: kinds });

  const dispatchHealthy = (cloud: EmulatedCloud, request: HttpRequest): Outcome => {
    const reply = answer(cloud, { ...request, clockSkew: 0 });
    note(cloud.name, cloud.operationOf(request), request, reply.status, NO_FAULTS);
    return { kind: 'reply', reply, delay: 0, truncate: false };
  };

  const dispatchFaulty = (cloud: EmulatedCloud, request: HttpRequest): Outcome => {
    const operation = cloud.operationOf(request);
    const plan = faults.plan(cloud.name, operation);
    const draw = () => faults.workFault(cloud.name, operation);
    const outcome = dated(strike(cloud, request, plan, draw), clock.wall(), plan.clockSkew);
    note(cloud.name, operation, request, outcome.kind === 'reply' ? outcome.reply.status : 0, plan.kinds);
    return outcome;
  };

  /** Every request counts, those that the allowance refuses too. */
  const admit = ({ id, cloud, admits }: Account, request: HttpRequest): boolean => {
    const at = clock.wall();
    const admitted = admits(at);
    counts.add({
      cloud: cloud.name,
      account: id,
      operation: cloud.operationOf(request),
      at,
      throttled: !admitted,
    });
    return admitted;
  };

  const refuseForLoad = (cloud: EmulatedCloud, request: HttpRequest): Outcome => {
    const reply = cloud.faultReply('throttle', request);
    note(cloud.name, cloud.operationOf(request), request, reply.status, NO_FAULTS);
    return { kind: 'reply', reply, delay: 0, truncate: false };
  };

  return (request) => {
    const account = accounts.find(request);
    if (account !== undefined) {
      const { cloud } = account;
      if (!admit(account, request)) return refuseForLoad(cloud, request);
      return faults.empty ? dispatchHealthy(cloud, request) : dispatchFaulty(cloud, request);
    }
    const reply = unrecognised(request);
    note('unknown', 'unknown', request, reply.status, NO_FAULTS);
    return { kind: 'reply', reply, delay: 0, truncate: false };
  };
}

function strike(
  cloud: EmulatedCloud,
  request: HttpRequest,
  plan: FaultPlan,
  draw: () => WorkFault | undefined,
): Outcome {
  if (plan.resetBefore) return { kind: 'reset', delay: plan.delay };
  const reaches = plan.answer === undefined || (plan.answer.kind !== 'throttle' && plan.answer.committed);
  const handled = reaches ? answer(cloud, withFaults(request, plan, draw)) : undefined;
  const reply = plan.answer === undefined ? handled : faultReply(cloud, request, plan.answer);
  if (plan.resetAfter || reply === undefined) return { kind: 'reset', delay: plan.delay };
  return { kind: 'reply', reply: reworded(reply, plan), delay: plan.delay, truncate: plan.truncate };
}

/** As a cloud that has changed its answers since its documents were written. */
function reworded(reply: HttpReply, { rewordings }: FaultPlan): HttpReply {
  const body = rewordings.reduce((text, { find, by }) => text.replaceAll(find, by), reply.body);
  return rewordings.length === 0 ? reply : { ...reply, body };
}

/** A clock that is off shows in the `Date` of the answer too, which is how clients can learn of it. */
function dated(outcome: Outcome, wall: number, skew: number): Outcome {
  if (skew === 0 || outcome.kind === 'reset') return outcome;
  const headers = { ...outcome.reply.headers, date: new Date(wall + skew).toUTCString() };
  return { ...outcome, reply: { ...outcome.reply, headers } };
}

/** The fault of the work is drawn on first sight: a request that is refused earlier, or only reads, uses none up. */
function withFaults(request: HttpRequest, plan: FaultPlan, draw: () => WorkFault | undefined): CloudRequest {
  let drawn: { readonly fault: WorkFault | undefined } | undefined;
  return {
    ...request,
    clockSkew: plan.clockSkew,
    get workFault() {
      if (drawn === undefined) {
        drawn = { fault: draw() };
        if (drawn.fault !== undefined) plan.kinds.push(drawn.fault);
      }
      return drawn.fault;
    },
  };
}

function faultReply(cloud: EmulatedCloud, request: HttpRequest, fault: AnswerFault): HttpReply {
  if (fault.kind === 'html') {
    return { status: fault.status, headers: { 'content-type': 'text/html' }, body: PROXY_PAGE };
  }
  if (fault.kind === 'answer') {
    return { status: fault.status, headers: { 'content-type': 'application/json' }, body: fault.body };
  }
  return cloud.faultReply(fault.kind, request, fault.kind === 'throttle' ? fault.retryAfter : undefined);
}

/** A defect of the emulator itself must neither end the process nor pass for an answer of the cloud. */
function answer(cloud: EmulatedCloud, request: CloudRequest): HttpReply {
  try {
    return cloud.handle(request);
  } catch (error) {
    const message = error instanceof Error ? error.message : 'unknown';
    return emulatorReply(500, 'EmulatorDefect', `The emulator failed on this request: ${message}`);
  }
}

function unrecognised(request: HttpRequest): HttpReply {
  return emulatorReply(
    404,
    'UnrecognisedRequest',
    `${request.method} ${request.path} is written in none of the emulated protocols. Tencent: /v2/index.php or ` +
      'X-TC-Action; Baidu: /v1/…; Alibaba: Action= or x-acs-action; the control plane: /_emulator.',
  );
}

export function emulatorReply(status: number, code: string, message: string): HttpReply {
  const body = JSON.stringify({ error: { code, message } });
  return { status, headers: { 'content-type': 'application/json' }, body };
}

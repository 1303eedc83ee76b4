import type { CommandOf } from './commands.ts';
import { tooManyAllocated } from './gateway-writes.ts';
import { eipAt } from './picker.ts';
import { type Plan, when } from './plan.ts';
import type { Session } from './session.ts';

export function allocate(session: Session, command: CommandOf<'allocate'>): Plan {
  const { model } = session;
  const { count, fault } = command;
  return {
    action: 'AllocateAddresses',
    parameters: { AddressCount: count, InternetMaxBandwidthOut: 100 },
    refusals: [
      ...when(count < 1, 'InvalidParameterValue.Range'),
      ...tooManyAllocated(
        model,
        count,
        'AddressQuotaLimitExceeded',
        'AddressQuotaLimitExceeded.DailyAllocate',
      ),
      ...when(fault === 'out-of-stock', 'ResourceInsufficient'),
    ],
    accept(answer) {
      const allocated = session.adopt();
      const done = () => {
        for (const eip of allocated) eip.state = 'UNBIND';
      };
      const failed = () => model.forget(allocated);
      model.start({ id: String(answer.TaskId), ofGateway: false }, 5, fault, done, failed);
    },
  };
}

export function release(session: Session, command: CommandOf<'release'>): Plan {
  const { model } = session;
  const eips = [...new Set(command.eips.map((place) => eipAt(session, place)))];
  const known = eips.filter((eip) => eip !== undefined);
  return {
    action: 'ReleaseAddresses',
    parameters: { AddressIds: eips.map((eip) => eip?.id ?? 'eip-unknown') },
    refusals: [
      ...when(known.length < eips.length, 'InvalidAddressId.NotFound'),
      ...when(
        known.some(({ state }) => state === 'BIND'),
        'UnsupportedOperation.AddressStatusNotPermit',
      ),
      ...when(
        known.some(({ state }) => !['BIND', 'UNBIND'].includes(state)),
        'OperationDenied.MutexTaskRunning',
      ),
    ],
    accept(answer) {
      for (const eip of known) eip.state = 'OFFLINING';
      const done = () => model.forget(known);
      const failed = () => {
        for (const eip of known) eip.state = 'UNBIND';
      };
      model.start({ id: String(answer.TaskId), ofGateway: false }, 5, command.fault, done, failed);
    },
  };
}

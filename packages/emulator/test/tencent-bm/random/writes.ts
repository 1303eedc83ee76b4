import { addresses, order, release } from './address-writes.ts';
import type { Command, CommandOf } from './commands.ts';
import { change, create } from './gateway-writes.ts';
import { parts, subnets } from './join-writes.ts';
import { picker } from './picker.ts';
import type { Session } from './session.ts';

type WriteCommand = Exclude<Command, CommandOf<'wait' | 'poll' | 'list' | 'tampered' | 'garbage'>>;

/** Sends a write to cloud and model; see the files beside this one for each kind. */
export function write(session: Session, command: WriteCommand): void {
  const place = picker(session);
  const gateway =
    command.kind === 'create' || command.kind === 'order' ? undefined : place.gateway(command.gateway);
  const vpc = place.vpc(command.vpc, gateway);
  const at = { session, vpc, gateway, place };
  if (command.kind === 'create') create(at, command);
  else if (command.kind === 'order') order(at, command);
  else if (command.kind === 'release') release(at, command);
  else if (command.kind === 'bind' || command.kind === 'unbind') addresses(at, command);
  else if (command.kind === 'join' || command.kind === 'leave') subnets(at, command);
  else if (command.kind === 'joinParts' || command.kind === 'leaveParts') parts(at, command);
  else change(at, command);
}

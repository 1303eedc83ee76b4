import { type Feature, requireFeature } from '../capabilities.ts';
import { NatError } from '../errors.ts';
import type { GatewayChange } from '../model/gateway.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { checkOptions } from './check-options.ts';
import { checkName, checkOutboundLimit } from './order.ts';

/** What the cloud's facts say about new labels and limits of a gateway, with the field named. */
export function checkChange(
  { name, description, outboundMbps, options }: GatewayChange,
  { driver: { capabilities }, alias }: Runtime,
): void {
  if (name !== undefined)
    checkName(name, requireFeature(capabilities, 'gateways.rename', alias, 'name').names, 'name');
  if (description !== undefined) checkDescription(description, { capabilities, alias });
  if (outboundMbps !== undefined) checkOutboundLimit(outboundMbps, capabilities, alias);
  if (options) checkOptions(options, 'change', capabilities, alias);
}

function checkDescription(
  description: string,
  { capabilities, alias }: Pick<Runtime, 'alias'> & Pick<Runtime['driver'], 'capabilities'>,
): void {
  const fact = requireFeature(capabilities, 'gateways.description', alias, 'description');
  if (description !== '') checkName(description, fact.texts, 'description');
  if (description !== '' || fact.clear) return;
  throw new NatError('unsupported', `no request on ${alias} clears a description`, {
    field: 'description',
    remedy: 'set another description, or clear it in the console',
  });
}

/** One of the features that a change needs. */
export function featureOf({ name, description, outboundMbps, options }: GatewayChange): Feature {
  if (name !== undefined) return 'gateways.rename';
  if (description !== undefined) return 'gateways.description';
  if (outboundMbps !== undefined || !options) return 'gateways.outbound-limit';
  if (options.icmpReply !== undefined) return 'gateways.icmp-reply';
  return options.affinity === undefined ? 'gateways.bind-mode' : 'gateways.affinity';
}

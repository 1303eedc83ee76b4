import {
  type CallOptions,
  type Cloud,
  type GatewayHandle,
  type GatewayRef,
  NatError,
  type PublicAddress,
  requireFeature,
} from '@polynat/core';

export interface Service {
  readonly name: string;
  readonly protocol: 'tcp' | 'udp';
  /** The port the outside connects to. */
  readonly port: number;
  readonly host: string;
  readonly hostPort: number;
}

/** Leads a public port to an inside host and answers where the outside finds it. Publishing it again changes nothing. */
export async function publish(
  cloud: Cloud,
  ref: GatewayRef | string,
  { name, protocol, port, host, hostPort }: Service,
  options: CallOptions = {},
): Promise<string> {
  requireFeature(cloud.capabilities, 'dnat.rules', cloud.alias);
  const gateway = cloud.gateway(ref);
  const { ip } = await entrance(gateway, options);
  const inside = { address: host, ports: hostPort };
  const rule = { name, protocol, public: { address: ip, ports: port }, private: inside };
  try {
    await gateway.dnat.add(rule, options);
  } catch (error) {
    if (!NatError.is(error, 'already-exists')) throw error;
    await mustLeadTo(gateway, { name, protocol, port, host, hostPort }, options);
  }
  return `${protocol}://${ip}:${port}`;
}

/** A gateway with a pool for inbound traffic is asked for one of that pool; any address not kept for SNAT will do. */
async function entrance(gateway: GatewayHandle, options: CallOptions): Promise<PublicAddress> {
  const found = await gateway.addresses.list({}, options).find(({ use }) => use !== 'snat');
  if (found) return found;
  throw new NatError('failed-precondition', `${gateway.ref} has no address that outside traffic could use`, {
    remedy: 'attach one: gateway.addresses.attach(ip, { purpose: "dnat" })',
  });
}

async function mustLeadTo(gateway: GatewayHandle, service: Service, options: CallOptions): Promise<void> {
  const { protocol, port, host } = service;
  const standing = await gateway.dnat
    .list({}, options)
    .find(
      (rule) => rule.protocol === protocol && rule.public.ports !== 'any' && rule.public.ports.from === port,
    );
  if (standing?.private.address === host) return;
  throw new NatError('conflict', `${protocol} port ${port} leads to ${standing?.private.address} already`, {
    remedy: 'choose another public port, or replace that rule',
  });
}

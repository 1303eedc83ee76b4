import { overlaps, type Range } from '../../common/ipv4.ts';
import type { ForwardMapping } from './model.ts';

/** As the reply prints them; requests may use any case. */
const protocols: Readonly<Record<string, string>> = { tcp: 'TCP', udp: 'UDP', any: 'Any' };

export function parseProtocol(text: string): string | undefined {
  return protocols[text.toLowerCase()];
}

const HIGHEST_PORT = 65535;
const allPorts: Range = { first: 1, last: HIGHEST_PORT };

/** A port, a range `10/20`, or Any. */
export function parsePorts(text: string): Range | undefined {
  if (text.toLowerCase() === 'any') return allPorts;
  if (!/^[1-9][0-9]{0,4}(\/[1-9][0-9]{0,4})?$/.test(text)) return undefined;
  const [first = 0, last = first] = text.split('/').map(Number);
  return first <= last && last <= HIGHEST_PORT ? { first, last } : undefined;
}

export function printPorts(text: string): string {
  return text.toLowerCase() === 'any' ? 'Any' : text;
}

/** Any port maps to any port, for any protocol; ranges are as long on both sides. */
export function portsFit({ protocol, externalPort, internalPort }: ForwardMapping): boolean {
  if (externalPort === 'Any' || internalPort === 'Any') {
    return externalPort === internalPort && protocol === 'Any';
  }
  const external = portsOf(externalPort);
  const internal = portsOf(internalPort);
  return external.last - external.first === internal.last - internal.first;
}

export function isRange({ externalPort }: ForwardMapping): boolean {
  return externalPort.includes('/');
}

/** Whether two mappings would claim the same public endpoint or the same private one. */
export function collides(one: ForwardMapping, other: ForwardMapping): boolean {
  const sameProtocol = one.protocol === other.protocol || one.protocol === 'Any' || other.protocol === 'Any';
  if (!sameProtocol) return false;
  const samePublic =
    one.externalIp === other.externalIp && portsOverlap(one.externalPort, other.externalPort);
  const samePrivate =
    one.internalIp === other.internalIp && portsOverlap(one.internalPort, other.internalPort);
  return samePublic || samePrivate;
}

function portsOverlap(one: string, other: string): boolean {
  return one === other || overlaps(portsOf(one), portsOf(other));
}

function portsOf(checked: string): Range {
  return parsePorts(checked) ?? allPorts;
}

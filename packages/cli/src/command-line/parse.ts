import type { DnatSpecInput, PortsInput, SizeRequest, SnatSource, Term } from '@polynat/core';
import { suggestion } from '../terminal/closest.ts';
import { UsageError } from '../terminal/failures.ts';
import { type OptionValues, optional } from './options.ts';

const units: Readonly<Record<string, number>> = { s: 1_000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/** `90s`, `10min`, `2h`, `30d` in milliseconds. */
export function parseDuration(text: string, field: string): number {
  const match = /^(\d+)(s|min|h|d)$/.exec(text);
  const unit = units[match?.[2] ?? ''];
  if (match?.[1] && unit) return Number(match[1]) * unit;
  throw new UsageError(`${field}: "${text}" is not a duration`, 'write 90s, 10min, 2h or 30d');
}

/** `3m`, `3mo`, `3 months`, `1y`, `1 year`. */
export function parseTerm(text: string): Term {
  const match = /^(\d+)\s*(m|mo|months?|y|years?)$/.exec(text.trim());
  const count = Number(match?.[1]);
  if (match?.[2]?.startsWith('m')) return { months: count };
  if (match?.[2]?.startsWith('y')) return { years: count };
  throw new UsageError(`term: "${text}" is not a term`, 'write 3m for three months or 1y for a year');
}

const tiers = ['small', 'medium', 'large', 'xlarge'] as const;

/** `large`, `3000000` or `connections=3000000`, `units=4`, `metered`, `at-least=2000000`. */
export function parseSize(text: string): SizeRequest {
  const tier = tiers.find((known) => known === text);
  if (tier) return { tier };
  if (text === 'metered') return { metered: true };
  const match = /^(?:(connections|units|at-least)=)?(\d[\d_]*)$/.exec(text);
  const count = Number(match?.[2]?.replaceAll('_', ''));
  if (match?.[1] === 'units') return { units: count };
  if (match?.[1] === 'at-least') return { atLeast: { connections: count } };
  if (match) return { connections: count };
  throw new UsageError(
    `size: "${text}" is not a size`,
    'write small, medium, large, xlarge, metered, units=N, connections=N or at-least=N',
  );
}

/** `10.0.8.0/24`, `subnet:ID`, `hosts:IP,IP`, `hosts:IP,IP@SUBNET`, `interface:ID@IP` or `whole`. */
export function parseSource(text: string): SnatSource {
  if (text === 'whole') return { network: 'whole' };
  if (text.startsWith('subnet:')) return { subnet: text.slice('subnet:'.length) };
  if (text.startsWith('interface:')) return parseInterface(text.slice('interface:'.length));
  if (!text.startsWith('hosts:')) return { cidr: text };
  const [ips = '', subnet] = text.slice('hosts:'.length).split('@');
  return { hosts: ips.split(','), ...(subnet && { subnet }) };
}

function parseInterface(text: string): SnatSource {
  const [id = '', ip] = text.split('@');
  if (ip) return { hosts: [ip], interface: id };
  throw new UsageError(`source: "interface:${text}" names no IP`, 'write interface:ID@IP');
}

export const protocols = ['tcp', 'udp', 'any'] as const;

/** `tcp 1.2.3.4:443 10.0.0.7:8443`; ports may be ranges such as `80-90`; `any` takes IPs without ports. */
export const parseDnat = (protocol: string, outside: string, inside: string): DnatSpecInput => ({
  protocol: oneOf(protocols, protocol, 'protocol'),
  public: parseEndpoint(outside),
  private: parseEndpoint(inside),
});

function parseEndpoint(text: string): DnatSpecInput['public'] {
  const [address = '', ports] = text.split(':');
  return ports === undefined ? { address } : { address, ports: parsePorts(ports) };
}

function parsePorts(text: string): PortsInput {
  if (text === 'any') return 'any';
  const match = /^(\d+)(?:[-/](\d+))?$/.exec(text);
  if (!match) throw new UsageError(`ports: "${text}" is not a port or a range`, 'write 443, 80-90 or any');
  return match[2] === undefined ? Number(match[1]) : { from: Number(match[1]), to: Number(match[2]) };
}

/** One of the given words. */
export function oneOf<T extends string>(words: readonly T[], text: string, field: string): T {
  const found = words.find((word) => word === text);
  if (found) return found;
  const remedy = `use one of: ${words.join(', ')}${suggestion(text, words)}`;
  throw new UsageError(`${field}: unknown value "${text}"`, remedy);
}

export const onOrOff = (text: string, field: string): boolean => oneOf(['on', 'off'], text, field) === 'on';

export function wholeNumber(text: string, field: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new UsageError(`${field}: "${text}" is not a whole number`);
}

/** A whole number above zero. */
export function countOf(text: string, field: string): number {
  const count = wholeNumber(text, field);
  if (count > 0) return count;
  throw new UsageError(`${field}: must be at least 1`);
}

/** A port to listen on; any free one when the option is not given. */
export function portIn(options: OptionValues, name: string, flag: string): number {
  const port = wholeNumber(optional(options, name) ?? '0', flag);
  if (port <= 65_535) return port;
  throw new UsageError(`${flag}: ${port} is not a port`, 'use 0 to 65535; 0 takes any free one');
}

/** For a server that cannot listen. */
export const portTaken =
  (flag: string) =>
  (thrown: unknown): never => {
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EADDRINUSE')) throw thrown;
    throw new UsageError(`${flag}: the port is in use`, `use another port, or leave out ${flag}`);
  };

/** Splits `Name=value` at the first `=`. Each name may occur once. */
export function splitPairs(pairs: readonly string[], what: string): ReadonlyMap<string, string> {
  const split = new Map<string, string>();
  for (const pair of pairs) {
    const [name = '', ...rest] = pair.split('=');
    if (rest.length === 0 || name === '') throw new UsageError(`${what}: "${pair}" is not Name=value`);
    if (split.has(name)) throw new UsageError(`${what}: ${name} is given twice`);
    split.set(name, rest.join('='));
  }
  return split;
}

import type { Endpoint, Ports, Protocol } from '@polynat/core';

/** Where a range of public ports is forwarded to. A private port is the public one plus `shift`. */
export interface IngressStretch {
  readonly address: string;
  readonly protocol: 'tcp' | 'udp' | 'other';
  readonly first: number;
  readonly last: number;
  readonly host: string;
  /** Private port minus public port. */
  readonly shift: number;
}

export interface IngressRule {
  readonly protocol: Protocol;
  readonly public: Endpoint;
  readonly private: Endpoint;
}

const everyPort = { from: 1, to: 65535 } as const;

/**
 * Computes, for every public IP, protocol and port, where it is forwarded to. A rule for fewer ports wins over one for more, so a single
 * port stands out of an any-rule. Protocols without ports (`other`) follow any-rules only.
 */
export function ingressOf(rules: readonly IngressRule[]): readonly IngressStretch[] {
  const lanes = new Map<string, Candidate[]>();
  for (const rule of rules) {
    for (const candidate of candidatesOf(rule)) {
      const name = `${candidate.address} ${candidate.protocol}`;
      const lane = lanes.get(name);
      if (lane) lane.push(candidate);
      else lanes.set(name, [candidate]);
    }
  }
  return [...lanes.keys()].sort().flatMap((name) => join(sweep(lanes.get(name) ?? [])));
}

type Candidate = IngressStretch;

function candidatesOf({ protocol, public: outside, private: inside }: IngressRule): readonly Candidate[] {
  const from = numbered(outside.ports);
  const shift = inside.ports === 'any' ? 0 : inside.ports.from - from.from;
  const candidate = {
    address: outside.address,
    first: from.from,
    last: from.to,
    host: inside.address,
    shift,
  };
  if (protocol !== 'any') return [{ ...candidate, protocol }];
  const other: Candidate = { ...candidate, protocol: 'other', first: 0, last: 0, shift: 0 };
  return [{ ...candidate, protocol: 'tcp' }, { ...candidate, protocol: 'udp' }, other];
}

const numbered = (ports: Ports) => (ports === 'any' ? everyPort : ports);

const width = ({ first, last }: Candidate): number => last - first;

/** Walks over the ports where something begins or ends; of the rules open there, the narrowest wins. */
function sweep(candidates: readonly Candidate[]): readonly IngressStretch[] {
  const waiting = [...candidates].sort((left, right) => right.first - left.first);
  const edges = [...new Set(candidates.flatMap(({ first, last }) => [first, last + 1]))].sort(
    (a, b) => a - b,
  );
  const stretches: IngressStretch[] = [];
  let open: Candidate[] = [];
  for (const [index, edge] of edges.entries()) {
    open = open.filter(({ last }) => last >= edge);
    for (let next = waiting.at(-1); next && next.first === edge; next = waiting.at(-1)) {
      open.push(next);
      waiting.pop();
    }
    const winner = narrowest(open);
    const end = edges[index + 1];
    if (winner && end !== undefined) stretches.push({ ...winner, first: edge, last: end - 1 });
  }
  return stretches;
}

const narrowest = (open: readonly Candidate[]): Candidate | undefined =>
  open.reduce<Candidate | undefined>(
    (best, next) => (best && width(best) <= width(next) ? best : next),
    undefined,
  );

function join(stretches: readonly IngressStretch[]): readonly IngressStretch[] {
  const joined: IngressStretch[] = [];
  for (const stretch of stretches) {
    const last = joined.at(-1);
    const continues =
      last?.last === stretch.first - 1 && last.host === stretch.host && last.shift === stretch.shift;
    if (last && continues) joined[joined.length - 1] = { ...last, last: stretch.last };
    else joined.push(stretch);
  }
  return joined;
}

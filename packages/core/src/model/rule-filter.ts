import * as z from 'zod';
import { ipv4Schema } from './cidr.ts';
import { type DnatRule, type Protocol, protocols } from './dnat-rule.ts';
import { matchesPattern } from './name-pattern.ts';
import { describeSource, type SnatRule, type SnatSource, snatSourceSchema } from './snat-rule.ts';

/** Which SNAT rules of a gateway are meant: those to which everything given applies. */
export interface SnatFilter {
  readonly ids?: readonly string[];
  /** `*` stands for any characters. */
  readonly name?: string;
  readonly source?: SnatSource;
  /** A public IP of the rule. */
  readonly through?: string;
}

/** Which DNAT rules of a gateway are meant: those to which everything given applies. */
export interface DnatFilter {
  readonly ids?: readonly string[];
  /** `*` stands for any characters. */
  readonly name?: string;
  readonly protocol?: Protocol;
  readonly public?: EndpointFilter;
  readonly private?: EndpointFilter;
}

export interface EndpointFilter {
  readonly address?: string;
  /** A port that the rule covers. */
  readonly port?: number;
}

const ids = z.lazy(() => z.array(z.string().min(1, 'must name a rule')));
const name = z.lazy(() => z.string().min(1));

export const snatFilterSchema = z.lazy(() =>
  z.strictObject({
    ids: ids.exactOptional(),
    name: name.exactOptional(),
    source: snatSourceSchema.exactOptional(),
    through: ipv4Schema.exactOptional(),
  }),
);

const endpoint = z.lazy(() =>
  z.strictObject({
    address: ipv4Schema.exactOptional(),
    port: z.number().int('must be a whole number').min(1).max(65535).exactOptional(),
  }),
);

export const dnatFilterSchema = z.lazy(() =>
  z.strictObject({
    ids: ids.exactOptional(),
    name: name.exactOptional(),
    protocol: z.enum(protocols, 'must be tcp, udp or any').exactOptional(),
    public: endpoint.exactOptional(),
    private: endpoint.exactOptional(),
  }),
);

type Labelled = Pick<SnatRule, 'id' | 'name'>;

const isLabelled = (rule: Labelled, filter: Pick<SnatFilter, 'ids' | 'name'>): boolean =>
  (filter.ids?.includes(rule.id) ?? true) &&
  (filter.name === undefined || matchesPattern(rule.name ?? '', filter.name));

export const isMeantSnat = (rule: SnatRule, filter: SnatFilter): boolean =>
  isLabelled(rule, filter) &&
  (filter.source === undefined || describeSource(rule.source) === describeSource(filter.source)) &&
  (filter.through === undefined || rule.through.includes(filter.through));

export const isMeantDnat = (rule: DnatRule, filter: DnatFilter): boolean =>
  isLabelled(rule, filter) &&
  (filter.protocol ?? rule.protocol) === rule.protocol &&
  isMeantEndpoint(rule.public, filter.public) &&
  isMeantEndpoint(rule.private, filter.private);

const isMeantEndpoint = (
  { address, ports }: DnatRule['public'],
  { address: wanted = address, port }: EndpointFilter = {},
): boolean =>
  address === wanted && (port === undefined || ports === 'any' || (ports.from <= port && port <= ports.to));

import { describe, expect, it } from 'vitest';
import { type DocumentedAddress, type Mapping, parseDocument } from '../../src/index.ts';
import { translate } from '../../src/translate/translate.ts';
import { document, first, mapping, target } from './material.ts';

const range = (to: number) => ({ from: 1, to });
const bothWays = { traffic: range(200), bandwidth: range(500) };
const onlyByBandwidth = { bandwidth: range(500) };
const freeByTraffic = { traffic: 'unlimited', bandwidth: range(1_000) } as const;

type Offers = typeof bothWays | typeof onlyByBandwidth | typeof freeByTraffic | Record<string, never>;

/** What is ordered for one address, and the gaps about it. */
const ordered = (
  address: Omit<DocumentedAddress, 'ip'>,
  meteredBy: Offers,
  decided: Partial<Mapping> = {},
) => {
  const { desired, gaps } = translate(
    document({ addresses: [{ ip: first, ...address }] }),
    mapping(decided),
    target({ limits: { 'addresses.allocate': { meteredBy } } }),
  );
  const [slot] = desired.addresses;
  const { network, ...order } =
    slot && 'allocate' in slot.target ? slot.target.allocate : { network: undefined };
  return { order, gaps };
};

const toldOf = ({ gaps }: ReturnType<typeof ordered>) =>
  gaps.map(({ severity, kind, why }) => `${severity} ${kind}: ${why}`);

const allocate = (allocation: { meteredBy?: 'traffic' | 'bandwidth'; bandwidthMbps?: number }) => ({
  otherAddresses: { allocate: allocation },
});

describe('a new public IP', () => {
  it.each(['traffic', 'bandwidth'] as const)('is metered by %s as before', (meteredBy) => {
    const { order, gaps } = ordered({ meteredBy, bandwidthMbps: 200 }, bothWays);
    expect([order, gaps]).toEqual([{ meteredBy, bandwidthMbps: 200 }, []]);
  });

  it('waits for a decision when the document does not tell how the source is metered', () => {
    const told = ordered({ bandwidthMbps: 200 }, bothWays);
    expect(told.gaps).toEqual([
      {
        kind: 'address-metering',
        severity: 'blocking',
        where: 'addresses.0',
        what: 'the metering of 203.0.113.1',
        why: 'the document does not tell whether 203.0.113.1 is metered by traffic or by bandwidth',
        remedy:
          'set `addresses: { "203.0.113.1": { allocate: { meteredBy: traffic } } }`, or set `addresses: { "203.0.113.1": { allocate: { meteredBy: bandwidth } } }`, or take the default of new: `accept: [address-metering]`',
      },
    ]);
    const decided = ordered({ bandwidthMbps: 200 }, bothWays, allocate({ meteredBy: 'bandwidth' }));
    expect([decided.order, decided.gaps]).toEqual([{ meteredBy: 'bandwidth', bandwidthMbps: 200 }, []]);
  });

  it('waits for a decision when the target cannot meter it as before', () => {
    const told = ordered({ meteredBy: 'traffic', bandwidthMbps: 200 }, onlyByBandwidth);
    expect(toldOf(told)).toEqual([
      'blocking address-metering: new has no public IP metered by traffic for a gateway',
    ]);
    expect(told.gaps[0]?.remedy).not.toContain('meteredBy: traffic');
  });

  it('takes the default of the target where that is accepted', () => {
    const { order, gaps } = ordered({ meteredBy: 'traffic' }, {}, { accept: ['address-metering'] });
    expect([order, gaps.map(({ severity }) => severity)]).toEqual([{}, ['lossy']]);
  });

  it('loses its limit where traffic is sold without one', () => {
    const told = ordered({ meteredBy: 'traffic', bandwidthMbps: 200 }, freeByTraffic);
    expect(told.order).toEqual({ meteredBy: 'traffic' });
    expect(toldOf(told)).toEqual([
      'lossy address-bandwidth: new cannot limit a new public IP metered by traffic to 200 Mbit/s',
    ]);
  });

  it('is as fast as the target sells when the source has no limit', () => {
    const told = ordered({ meteredBy: 'traffic' }, bothWays);
    expect(told.order).toEqual({ meteredBy: 'traffic', bandwidthMbps: 200 });
    expect(toldOf(told)).toEqual([
      'lossy address-bandwidth: the source tells no limit, and new sells 1 to 200 Mbit/s metered by traffic',
    ]);
  });

  it('waits for a bandwidth when that is what is paid for', () => {
    const told = ordered({ meteredBy: 'bandwidth' }, bothWays);
    expect(told.order).toEqual({ meteredBy: 'bandwidth' });
    expect(toldOf(told)).toEqual([
      'blocking address-bandwidth: it is billed, and the document does not tell it; new sells 1 to 500 Mbit/s',
    ]);
    const decided = ordered({ meteredBy: 'bandwidth' }, bothWays, allocate({ bandwidthMbps: 20 }));
    expect([decided.order, decided.gaps]).toEqual([{ meteredBy: 'bandwidth', bandwidthMbps: 20 }, []]);
  });

  it.each([
    [allocate({ meteredBy: 'traffic' }), 'otherAddresses.allocate.meteredBy'],
    [allocate({ bandwidthMbps: 501 }), 'otherAddresses.allocate.bandwidthMbps'],
    [
      { addresses: { [first]: { allocate: { meteredBy: 'bandwidth', bandwidthMbps: 501 } } } },
      `addresses.${first}.allocate.bandwidthMbps`,
    ],
  ] as const)('is not decided as %j where that is not sold', (decided, field) => {
    expect(() => ordered({ meteredBy: 'bandwidth', bandwidthMbps: 5 }, onlyByBandwidth, decided)).toThrow(
      expect.objectContaining({ code: 'invalid-argument', field }),
    );
  });
});

describe('a public IP that takes the place of another', () => {
  it('says when it is metered otherwise', () => {
    const { gaps } = translate(
      document({ addresses: [{ ip: first, meteredBy: 'traffic' }] }),
      mapping({ addresses: { [first]: '198.18.0.1' } }),
      target({}, { addresses: [{ ip: '198.18.0.1', meteredBy: 'bandwidth' }] }),
    );
    expect(gaps).toMatchObject([
      {
        kind: 'address-metering',
        severity: 'lossy',
        why: '203.0.113.1 is metered by traffic, and 198.18.0.1 on new by bandwidth',
      },
    ]);
  });
});

describe('a document of version 0.1, which knows no metering', () => {
  it('is read, and asks for a decision', () => {
    const former = parseDocument(`
polynat: 1
gateway:
  name: shop
  network: { vpc: vpc-1 }
  size: { tier: small }
  billing: { mode: on-demand, meteredBy: spec, status: good }
  tags: {}
addresses:
  - ip: 203.0.113.1
    bandwidthMbps: 5
snat: []
dnat: []
bandwidth:
  - { name: bulk, bandwidthMbps: 100, addresses: [203.0.113.1] }
`);
    expect(former.addresses).toEqual([{ ip: first, bandwidthMbps: 5 }]);
    const { gaps } = translate(former, mapping(), target());
    expect(gaps.filter(({ severity }) => severity === 'blocking').map(({ kind }) => kind)).toEqual([
      'address-metering',
    ]);
  });
});

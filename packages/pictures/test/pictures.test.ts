import { readdirSync, readFileSync } from 'node:fs';
import type { GatewayDocument, MigrationPlan } from '@polynat/migrate';
import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Drawable, mermaidOf, plannedGateway, reportOf, svgOf, textOf } from '../src/index.ts';

const gateway = (name = 'egress', rules = 3): GatewayDocument => ({
  polynat: 1,
  gateway: {
    name,
    network: { vpc: 'vpc-1', cidrs: ['10.0.0.0/16'] },
    size: { tier: 'small' },
    billing: { mode: 'on-demand', meteredBy: 'spec', status: 'good' },
    tags: {},
  },
  addresses: [{ ip: '1.1.1.1', bandwidthMbps: 5 }, { ip: '1.1.1.2' }, { ip: '1.1.1.3' }],
  snat: [
    { name: `${name} out`, source: { cidr: '10.0.0.0/24' }, through: ['1.1.1.1'] },
    { name, source: { hosts: ['10.0.1.7'] }, through: ['1.1.1.1', '1.1.1.2'] },
  ],
  dnat: Array.from({ length: rules }, (_, index) => ({
    name,
    protocol: 'tcp' as const,
    public: { address: '1.1.1.1', ports: { from: 2_000 + index, to: 2_000 + index } },
    private: { address: '10.0.0.7', ports: { from: 443, to: 443 } },
  })),
  bandwidth: [],
});

/** A plan as `planMigration` makes it, with only what pictures use. */
function plan(name = 'egress', further: Partial<MigrationPlan> = {}): MigrationPlan {
  const { snat, dnat, gateway: documented } = gateway(name);
  const spec = { name, network: documented.network };
  return {
    version: 3,
    id: '0123456789abcdef',
    made: '2026-11-29T00:00:00.000Z',
    kind: 'migrate',
    source: { ref: `old:here/${name}`, digest: '' },
    target: { cloud: 'new' },
    gaps: [
      {
        kind: 'dnat',
        severity: 'lossy',
        accepted: true,
        where: 'dnat.0',
        what: name,
        why: name,
        remedy: 'set `x`',
      },
      {
        kind: 'name',
        severity: 'lossy',
        where: 'gateway.name',
        what: 'the name',
        why: 'too long',
        remedy: 'no',
      },
    ],
    blocked: false,
    stages: [
      {
        title: 'allocate public IPs',
        concurrency: 8,
        steps: ['1.1.1.1', '1.1.1.2'].map((sourceIp) => ({
          id: `allocate/${sourceIp}`,
          kind: 'address.allocate',
          args: { cloud: 'new', sourceIp, spec: { bandwidthMbps: 5 } },
          summary: 'allocate a public IP',
        })),
      },
      {
        title: 'create the gateway',
        concurrency: 8,
        steps: [
          {
            id: 'create',
            kind: 'gateway.create',
            args: { cloud: 'new', spec, sourceIps: ['1.1.1.1'] },
            summary: name,
          },
          {
            id: 'attach',
            kind: 'address.attach',
            args: { sourceIp: '1.1.1.2', purpose: 'any' },
            summary: 'attach',
          },
          {
            id: 'verify',
            kind: 'verify',
            args: { desired: { snat: [...snat], dnat: [...dnat] } },
            summary: 'verify',
          },
        ],
      },
    ],
    cutOver: { finalize: [], soak: '24h' },
    addresses: {},
    changes: ['1.1.1.1 → new public IP (allocated by the run)'],
    flows: [
      { is: 'ingress', packet: 'to tcp 1.1.1.1:443', covers: 3, before: 'DNAT → 10.0.0.7', after: 'no DNAT' },
    ],
    locks: [],
    ...further,
  };
}

const hostile = `"><script>alert('x')</script><img src=x onerror=alert(1)>\u202e\u0007{{7*7}}\`]]></style>&amp;#35;`;

describe('a picture', () => {
  it('has every public IP and every rule of a small gateway', () => {
    for (const draw of [svgOf, textOf, mermaidOf]) {
      const drawn = draw(gateway());
      for (const part of ['egress', 'vpc-1', '1.1.1.1', '1.1.1.3', '10.0.0.0/24', '10.0.1.7', 'tcp 2002'])
        expect(drawn, draw.name).toContain(part);
    }
  });

  it('shows a public IP that is used only together with others there', () => {
    const lines = textOf(gateway()).split('\n');
    expect(lines.filter((line) => line.startsWith('1.1.1.'))).toEqual([
      '1.1.1.1  5 Mbit/s',
      '1.1.1.3',
      '1.1.1.1 + 1.1.1.2',
    ]);
  });

  it('counts what would not be readable', () => {
    const drawn = svgOf(gateway('egress', 1_000));
    expect(drawn).toContain('more rules');
    expect(Number(/height="(\d+)"/.exec(drawn)?.[1])).toBeLessThan(500);
    expect(mermaidOf(gateway('egress', 1_000)).split('\n').length).toBeLessThan(60);
    expect(textOf(gateway('egress', 1_000)).split('\n').length).toBeGreaterThan(1_000);
    const many: Drawable = {
      ...gateway(),
      addresses: Array.from({ length: 90 }, (_, index) => ({ ip: `1.1.2.${index}` })),
    };
    expect(svgOf(many)).toContain('more public IPs');
  });

  it('of a gateway without anything is drawn too', () => {
    const bare: Drawable = { ...gateway(), addresses: [], snat: [], dnat: [] };
    for (const draw of [svgOf, textOf, mermaidOf]) expect(draw(bare)).toContain('egress');
  });
});

describe('text of a cloud', () => {
  it('becomes no markup', () => {
    for (const drawn of [
      svgOf(gateway(hostile)),
      reportOf({ plan: plan(hostile), before: gateway(hostile) }),
    ]) {
      expect(drawn).not.toMatch(/<script|<img|onerror=[^&]*>|\u202e/);
      expect(drawn).not.toContain('\u0007');
      expect(drawn).toContain('&lt;');
    }
  });

  it('neither ends a label of Mermaid nor moves the cursor of a terminal', () => {
    const labels = [...mermaidOf(gateway(hostile)).matchAll(/\["(.*)"\]/g)].map(([, inner = '']) => inner);
    expect(labels.length).toBeGreaterThan(3);
    for (const inner of labels) expect(inner).not.toMatch(/["<>[\]`]/);
    const shown = textOf(gateway(`a\u001b[2Jb\nc`));
    expect(shown).not.toContain('\u001b');
    expect(shown).not.toContain('b\nc');
  });

  it.each([
    ['SVG', svgOf],
    [
      'report',
      (document: GatewayDocument) => reportOf({ plan: plan(document.gateway.name), before: document }),
    ],
  ] as const)('of any kind leaves the %s well-formed', async (_what, draw) => {
    await assert(
      property(string({ unit: 'binary', maxLength: 80 }), (name) => {
        expect(balanced(draw(gateway(name)))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

/** Whether every element that is opened is closed, in order, and attributes are quoted. */
function balanced(markup: string): boolean {
  const open: string[] = [];
  const tags = markup.matchAll(/<(\/?)([a-z][a-z0-9]*)((?: [\w:-]+="[^"<]*")*)\s*(\/?)>/g);
  let signs = (markup.match(/</g) ?? []).length - (markup.startsWith('<!') ? 1 : 0);
  for (const [, close, name = '', , empty] of tags) {
    signs -= 1;
    if (close) {
      if (open.pop() !== name) return false;
    } else if (!empty && name !== 'meta') open.push(name);
  }
  return open.length === 0 && signs === 0;
}

describe('a planned gateway', () => {
  it('has the new public IPs in place of those of the source', () => {
    const planned = plannedGateway(plan());
    expect(planned.addresses).toEqual([
      { ip: 'new, for 1.1.1.1', bandwidthMbps: 5 },
      { ip: 'new, for 1.1.1.2', bandwidthMbps: 5 },
    ]);
    expect(planned.snat[1]?.through).toEqual(['new, for 1.1.1.1', 'new, for 1.1.1.2']);
    expect(
      plannedGateway(plan('egress', { addresses: { '1.1.1.1': '9.9.9.9' } })).dnat[0]?.public.address,
    ).toBe('9.9.9.9');
  });

  it('is the gateway of before where a plan only changes it', () => {
    const [, creating] = plan().stages;
    const steps = creating?.steps.filter(({ kind }) => kind === 'verify') ?? [];
    const change = plan('egress', { kind: 'change', stages: [{ title: 'verify', concurrency: 1, steps }] });
    const planned = plannedGateway(change, gateway('mine'));
    expect([planned.gateway.name, planned.addresses.length]).toEqual(['mine', 3]);
  });
});

describe('a report', () => {
  const report = reportOf({ plan: plan(), before: gateway() });

  it('is one file that needs no script and loads nothing', () => {
    expect(report).toMatch(/^<!doctype html>/);
    expect(report).not.toMatch(/<script|<link|src=|href=|url\(/);
    expect(report).toContain("default-src 'none'");
  });

  it('shows pictures, address pairs, flows, gaps, steps with what they cost, and every rule', () => {
    expect(report.match(/<svg/g)).toHaveLength(2);
    const titles = [...report.matchAll(/<h2>(.*?)<\/h2>/g)].map(([, title]) => title);
    expect(titles).toEqual([
      'Public IP changes (update firewalls and DNS)',
      'Flows that change',
      'Accepted gaps (1)',
      'Other gaps (1)',
      'Steps',
      'Rules before (5)',
      'Rules after (5)',
    ]);
    for (const part of [
      'a public IP, billed at once',
      'a gateway, billed at once',
      'and 2 more',
      '<code>x</code>',
      '24h',
    ])
      expect(report).toContain(part);
  });

  it('lists a thousand rules by the public IP they use', () => {
    const long = reportOf({ plan: plan(), before: gateway('egress', 1_000) });
    expect(long).toContain('Rules before (1002)');
    expect(long.match(/<td>tcp /g)?.length).toBe(1_003);
    expect(long).toContain('1001 rules');
  });

  it('shows only what will be when nobody knows what was', () => {
    const alone = reportOf({ plan: plan() });
    expect(alone.match(/<svg/g)).toHaveLength(1);
    expect(alone).not.toContain('Rules before');
  });

  it('says when it is blocked', () => {
    expect(reportOf({ plan: plan('egress', { blocked: true }) })).toContain('Blocked: it cannot be applied');
  });
});

it('imports types alone, so that a browser loads it by itself', () => {
  const folder = new URL('../src/', import.meta.url);
  for (const file of readdirSync(folder)) {
    const text = readFileSync(new URL(file, folder), 'utf8');
    const foreign = [...text.matchAll(/^import (.*?) from '([^.].*)';$/gm)].filter(
      ([, what = '']) => !what.startsWith('type '),
    );
    expect(foreign.map(([line]) => line)).toEqual([]);
  }
});

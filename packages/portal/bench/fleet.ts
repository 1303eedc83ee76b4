import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';
import bundled from '@sparticuz/chromium';
import { chromium } from 'playwright-core';
import { portalPage } from '../src/index.ts';

/**
 * How large the page is, and how soon a fleet of 10 000 rows can be scrolled in a real browser: the first page of 1 000 is shown while the
 * others arrive. Prints one line a figure.
 */
const rows = 10_000;
const pageSize = 1_000;

const files = ['index.html', 'portal.css', 'portal.js', 'icon.svg'];
const page = portalPage();
const packed = files.map((file) => gzipSync(page.file(file)?.body ?? '').byteLength);
const kilobytes = packed.reduce((sum, bytes) => sum + bytes, 0) / 1_000;
console.log(`page, compressed: ${kilobytes.toFixed(1)} kB`);

const gateway = (index: number) => ({
  ref: `shop:cn-hangzhou/ngw-${index}`,
  name: `egress-${index}`,
  state: index % 50 === 0 ? 'updating' : 'available',
  providerState: 'Available',
  placement: { vpc: `vpc-${index % 200}` },
  size: { tier: 'small' },
  addresses: [
    { ip: `47.${index % 200}.${index % 100}.1`, use: 'snat', state: 'available', providerState: 'InUse' },
  ],
  billing: {
    mode: 'prepaid',
    status: 'good',
    expires: new Date(Date.now() + index * 3_600_000).toISOString(),
  },
  tags: { team: `team-${index % 30}` },
});

function answerTo(url: URL): object {
  if (!url.pathname.endsWith('/gateways')) return { id: 'bench', roles: ['viewer'], aliases: ['shop'] };
  const start = Number(url.searchParams.get('cursor') ?? 0);
  const items = Array.from({ length: pageSize }, (_item, index) => gateway(start + index));
  const next = start + pageSize < rows ? { next: `${start + pageSize}` } : {};
  return { items, failures: [], readAt: { shop: new Date().toISOString() }, ...next };
}

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (url.pathname.startsWith('/api/')) {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answerTo(url)));
    return;
  }
  const file = page.file(url.pathname.slice(1) || 'index.html');
  response.statusCode = file ? 200 : 404;
  if (file) response.setHeader('content-type', file.type);
  response.end(file?.body);
}).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const address = server.address();
const port = typeof address === 'object' ? address?.port : undefined;

const browser = await chromium.launch({ executablePath: await bundled.executablePath(), args: bundled.args });
const tab = await browser.newPage({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' });
const begun = performance.now();
await tab.goto(`http://127.0.0.1:${port}/`);
await tab.getByRole('link', { name: 'egress-0', exact: true }).waitFor();
console.log(`first rows of ${rows}: ${Math.round(performance.now() - begun)} ms`);
await tab.getByText(`${rows.toLocaleString('en')} of ${rows.toLocaleString('en')} gateways`).waitFor();
console.log(`all ${rows} rows: ${Math.round(performance.now() - begun)} ms`);

/** Scrolls from top to bottom in 120 frames and times each. */
const frames = await tab.evaluate<number[]>(`new Promise((resolve) => {
  const table = document.querySelector('polynat-portal').shadowRoot.querySelector('polynat-fleet').shadowRoot.querySelector('.table');
  const step = (table.scrollHeight - table.clientHeight) / 120;
  const times = [];
  let last = performance.now();
  const frame = (now) => {
    times.push(now - last);
    last = now;
    table.scrollTop += step;
    if (times.length < 120) requestAnimationFrame(frame);
    else resolve(times);
  };
  requestAnimationFrame(frame);
})`);
const sorted = frames.toSorted((left, right) => left - right);
console.log(
  `a frame while scrolling all rows: p50 ${sorted[60]?.toFixed(1)} ms, p99 ${sorted[118]?.toFixed(1)} ms`,
);
await browser.close();
server.close();
process.exitCode = kilobytes <= 80 ? 0 : 1;

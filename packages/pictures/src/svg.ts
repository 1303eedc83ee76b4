import { markup, plain } from './escape.ts';
import { type Colours, type Look, type PictureWords, usualColours, usualWords } from './look.ts';
import { counted, type Drawable, type Flow, type FlowGroup, firstOf, pictureOf } from './picture.ts';

/** Rows of one group, and groups, before they are counted instead of drawn: a page of paper holds about 50 rows. */
const mostFlows = 8;
const mostGroups = 16;

const width = 760;
const row = 22;
const gap = 14;
const top = 48;
const inside = { x: 16, width: 290 };
const middle = { x: 346, width: 120 };
const outside = { x: 506, width: 238 };

/** A gateway as one SVG: private side, gateway, public IPs. Of many rules the first stand for all. Uses no script, font or link. */
export function svgOf(drawable: Drawable, look: Look = {}): string {
  const paint: Paint = {
    colours: { ...usualColours, ...look.colours },
    says: { ...usualWords, ...look.words },
  };
  const { colours, says } = paint;
  const { title, network, groups } = pictureOf(drawable, says.wholeVpc);
  const { shown, more } = firstOf(groups, mostGroups);
  const places = placed(shown);
  const end = places.at(-1);
  const bottom = (end ? end.y + end.height : top + row) + gap;
  const height = bottom + (more > 0 ? row : 0) + 12;
  const frame = bottom - top + 20;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="system-ui, 'Segoe UI', 'Noto Sans', sans-serif" font-size="12" fill="${colours.text}">`,
    `<title>${markup(`NAT gateway ${title}`)}</title>`,
    `<desc>${markup(summary(drawable))}</desc>`,
    box(colours, inside.x - 8, top - 36, inside.width + 16, frame + 16, colours.vpc),
    words(inside.x, top - 18, `${says.vpc} ${network}`, inside.width, { bold: true }),
    box(colours, middle.x, top - 36, middle.width, frame + 16, colours.gateway),
    words(middle.x + middle.width / 2, top - 18, title, middle.width - 12, { bold: true, anchor: 'middle' }),
    words(outside.x, top - 18, says.publicIps, outside.width, { bold: true }),
    ...places.map((place) => groupMarkup(paint, place)),
    ...(more > 0
      ? [words(outside.x, bottom + row / 2, says.moreIps(more), outside.width, { fill: colours.faint })]
      : []),
    '</svg>',
  ].join('\n');
}

const summary = ({ addresses, snat, dnat }: Drawable): string =>
  `${counted(addresses.length, 'public IP')}, ${counted(snat.length, 'SNAT rule')}, ${counted(dnat.length, 'DNAT rule')}`;

/** What a picture is drawn with. */
interface Paint {
  readonly colours: Colours;
  readonly says: PictureWords;
}

interface Place {
  readonly group: FlowGroup;
  readonly y: number;
  readonly height: number;
}

function placed(groups: readonly FlowGroup[]): readonly Place[] {
  let y = top;
  return groups.map((group) => {
    const rows = Math.max(
      1,
      Math.min(group.flows.length, mostFlows),
      Math.min(group.ips.length, 4) + (group.note ? 1 : 0),
    );
    const place = { group, y, height: rows * row };
    y += place.height + gap;
    return place;
  });
}

function groupMarkup(paint: Paint, { group, y, height }: Place): string {
  const { colours, says } = paint;
  const { shown, more } = firstOf(group.flows, mostFlows);
  const centre = y + height / 2;
  return [
    box(colours, outside.x, y, outside.width, height, colours.ip),
    ipWords(paint, group, centre),
    ...shown.map((flow, index) => flowMarkup(colours, flow, y + index * row + row / 2, centre)),
    ...(more > 0 ? [moreMarkup(paint, more, y + shown.length * row + row / 2, centre)] : []),
    ...(group.flows.length === 0
      ? [words(inside.x, centre + 4, says.noRule, inside.width, { fill: colours.faint })]
      : []),
  ].join('\n');
}

function ipWords({ colours, says }: Paint, { ips, note }: FlowGroup, centre: number): string {
  const { shown, more } = firstOf(ips, 4);
  const lines = [...shown, ...(more > 0 ? [says.more(more)] : [])];
  const [x, fit] = [outside.x + 10, outside.width - 20];
  const first = centre + 4 - ((lines.length + (note ? 1 : 0) - 1) * row) / 2;
  return [
    ...lines.map((line, index) => words(x, first + index * row, line, fit, { bold: true })),
    ...(note ? [words(x, first + lines.length * row, note, fit, { fill: colours.faint })] : []),
  ].join('\n');
}

function flowMarkup(colours: Colours, flow: Flow, y: number, centre: number): string {
  const text = [flow.inside, flow.name].filter(Boolean).join('  ·  ');
  const colour = colours[flow.kind];
  const [from, to] = [inside.x + inside.width + 6, outside.x - 2];
  const path = `M${from} ${y} H${middle.x + middle.width} L${to} ${centre}`;
  const outward = flow.kind === 'SNAT';
  return [
    words(inside.x, y + 4, text, inside.width),
    `<path d="${path}" fill="none" stroke="${colour}" stroke-width="1.3"${outward ? '' : ' stroke-dasharray="5 3"'}/>`,
    outward ? arrow(to, centre, 1, colour) : arrow(from, y, -1, colour),
    onLine(
      colours.gateway,
      middle.x + middle.width / 2,
      y + 4,
      outward ? 'SNAT' : `DNAT ${flow.outside}`,
      colour,
    ),
  ].join('\n');
}

function moreMarkup({ colours, says }: Paint, more: number, y: number, centre: number): string {
  const [from, to] = [inside.x + inside.width + 6, outside.x - 2];
  return [
    words(inside.x, y + 4, says.moreRules(more), inside.width, { fill: colours.faint }),
    `<path d="M${from} ${y} H${middle.x + middle.width} L${to} ${centre}" fill="none" stroke="${colours.frame}"/>`,
  ].join('\n');
}

const box = (colours: Colours, x: number, y: number, wide: number, high: number, fill: string): string =>
  `<rect x="${x}" y="${y}" width="${wide}" height="${high}" rx="6" fill="${fill}" stroke="${colours.frame}"/>`;

const arrow = (x: number, y: number, direction: 1 | -1, colour: string): string =>
  `<path d="M${x} ${y} l${-8 * direction} -4 v8 z" fill="${colour}"/>`;

/** Words that cut their own line: the colour of the gateway stands behind them. */
function onLine(behind: string, x: number, y: number, text: string, colour: string): string {
  const shown = fitted(text, middle.width - 16);
  const wide = shown.width + 8;
  return `<rect x="${x - wide / 2}" y="${y - 11}" width="${wide}" height="15" fill="${behind}"/><text x="${x}" y="${y}" text-anchor="middle" font-size="11" fill="${colour}">${markup(shown.text)}</text>`;
}

interface Letters {
  readonly bold?: boolean;
  readonly fill?: string;
  readonly anchor?: 'middle';
}

/** Text that is too long is cut, and shown whole when the pointer rests on it. */
function words(
  x: number,
  y: number,
  text: string,
  fit: number,
  { bold, fill, anchor }: Letters = {},
): string {
  const { text: shown } = fitted(text, fit);
  const whole = shown === plain(text) ? '' : `<title>${markup(text)}</title>`;
  const look = [
    ...(bold ? ['font-weight="600"'] : []),
    ...(fill ? [`fill="${fill}"`] : []),
    ...(anchor ? [`text-anchor="${anchor}"`] : []),
  ];
  return `<text x="${x}" y="${y}" ${look.join(' ')}>${whole}${markup(shown)}</text>`;
}

/** About 6.8 units for a letter at this size, and twice that for a wide one, such as a Chinese one. */
const letter = 6.8;
const isWide = (sign: string): boolean => (sign.codePointAt(0) ?? 0) >= 0x2e80;

function fitted(given: string, fit: number): { readonly text: string; readonly width: number } {
  const text = plain(given);
  let wide = 0;
  let kept = '';
  for (const sign of text) {
    const more = isWide(sign) ? 2 * letter : letter;
    if (wide + more > fit) return { text: `${kept.slice(0, -1)}…`, width: wide };
    wide += more;
    kept += sign;
  }
  return { text, width: wide };
}
